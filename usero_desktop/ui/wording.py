"""What there is to say of an error or a receipt; the view says it in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.errors import Refused, Unreachable
from usero_desktop.i18n.said import Said, both
from usero_desktop.outbox.schedule import MENDABLE
from usero_desktop.ui.foreign import SHOWN_CHARACTERS, Room, tamed

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.i18n.said import Words
    from usero_desktop.model.submission import Receipt

TOO_LARGE: Final = 413
OPEN_REFUSALS: Final = frozenset({"refused", "refused_settings", "refused_somehow"})
"""Those whose texts do not say all: the server's own words stand beside them."""

OFFLINE: Final = frozenset({"unreachable", "unreachable_timeout", "connection_broken", "too_slow"})
"""What a machine without a network meets. Other troubles are the server's, or of settings."""

FIELDS: Final = {
    "rating": "rating",
    "comment": "comment",
    "userEmail": "email",
    "screenshots": "screenshots",
}
"""The form's fields by their names on the wire."""


def sentence(error: UseroError) -> Words:
    """Return what happened and what to do, or the error's own English sentence."""
    code = _refusal(error) if isinstance(error, Refused) else error.code
    values = {name: _fit(value) for name, value in error.values.items()}
    return Said(f"error.{code}", values, otherwise=tamed(str(error)))


def trouble(error: UseroError) -> Words:
    """Return what happened and what to do, and the server's own words where there are some."""
    return both(sentence(error), quoted(error))


def thanks(receipt: Receipt) -> Words:
    """Return the thanks for a report that arrived, and what of it did not."""
    missing = receipt.pictures_left_out
    left_out = Said("pictures.left_out", {"n": missing}) if missing else ""
    return both(Said("panel.thanks"), left_out)


def saved(error: UseroError | None) -> Words:
    """Return what is said of a report that is safe on disk and waits because of `error`.

    None is for one that is on its way: whether it will fail is not known yet.
    """
    if error is None:
        return Said("panel.saved.on_its_way")
    is_offline = isinstance(error, Unreachable) and error.code in OFFLINE
    return Said("panel.saved" if is_offline else "panel.saved.later")


def quoted(error: UseroError) -> Words:
    """Return the server's own words for its no, or nothing where ours say it all.

    They are somebody else's: to be shown as plain text, and not too much of it.
    """
    if not isinstance(error, Refused) or _refusal(error) not in OPEN_REFUSALS:
        return ""
    room = Room(SHOWN_CHARACTERS)
    told: Words = ""
    for name, complaints in error.issues.items():
        words: Words = ""
        for complaint in complaints:
            words = _joined("said.also", words, room.tamed(complaint))
        if words:
            field = Said(f"field.{name}", otherwise=room.tamed(name, 40))
            told = _joined("said.and", told, Said("said.field", {"field": field, "words": words}))
    told = told or room.tamed(error.error)
    return Said("error.said", {"words": told}) if told else ""


def problems(error: UseroError) -> dict[str, tuple[Words, ...]]:
    """Return what the server finds wrong with fields of the form, by field."""
    if not isinstance(error, Refused):
        return {}
    return {
        FIELDS[name]: tuple(tamed(words) for words in complaints)
        for name, complaints in error.issues.items()
        if name in FIELDS and complaints
    }


def _refusal(error: Refused) -> str:
    """Return the kind of a refusal by who can mend it, as the id of a text."""
    if error.code != "refused" or error.issues.keys() & FIELDS.keys():
        return error.code
    if "clientId" in error.issues:
        return "refused_client"
    if error.status == TOO_LARGE:
        # Screenshots go by themselves, and a comment has its limit: what is left is metadata.
        return "refused_metadata"
    by_owner = error.issues or error.status in MENDABLE
    return "refused_settings" if by_owner else "refused_somehow"


def _joined(message: str, first: Words, second: Words) -> Words:
    """Return two parts as `message` joins them, or the one that there is."""
    if not first or not second:
        return first or second
    return Said(message, {"first": first, "second": second})


def _fit(value: str | int) -> str | int:
    return tamed(value) if isinstance(value, str) else value
