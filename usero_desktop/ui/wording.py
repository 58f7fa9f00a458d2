"""What went wrong, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.errors import Refused, Unreachable
from usero_desktop.outbox.schedule import MENDABLE
from usero_desktop.ui.foreign import tamed

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.i18n import Texts
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


def sentence(texts: Texts, error: UseroError) -> str:
    """Return what happened and what to do, or the error's own English sentence."""
    message = f"error.{_refusal(error) if isinstance(error, Refused) else error.code}"
    if not texts.knows(message):
        return tamed(str(error))
    return texts(message, **{name: _fit(value) for name, value in error.values.items()})


def thanks(texts: Texts, receipt: Receipt) -> str:
    """Return the thanks for a report that arrived, and what of it did not."""
    words, missing = texts("panel.thanks"), receipt.pictures_left_out
    return f"{words} {texts('pictures.left_out', n=missing)}" if missing else words


def saved(texts: Texts, error: UseroError | None) -> str:
    """Return what is said of a report that is safe on disk and waits because of `error`.

    None is for one that is on its way: whether it will fail is not known yet.
    """
    if error is None:
        return texts("panel.saved.on_its_way")
    is_offline = isinstance(error, Unreachable) and error.code in OFFLINE
    return texts("panel.saved" if is_offline else "panel.saved.later")


def said(texts: Texts, error: UseroError) -> str:
    """Return the server's own words for its no, or nothing where ours say it all.

    They are somebody else's: to be shown as plain text, and not too much of it.
    """
    if not isinstance(error, Refused) or _refusal(error) not in OPEN_REFUSALS:
        return ""
    words = [
        f"{_name_of(texts, name)}: {', '.join(complaints)}"
        for name, complaints in error.issues.items()
        if complaints
    ]
    words = words or ([error.error] if error.error else [])
    return texts("error.said", words=tamed("; ".join(words))) if words else ""


def problems(error: UseroError) -> dict[str, tuple[str, ...]]:
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


def _name_of(texts: Texts, field: str) -> str:
    message = f"field.{field}"
    return texts(message) if texts.knows(message) else tamed(field, 40)


def _fit(value: str | int) -> str | int:
    return tamed(value) if isinstance(value, str) else value
