"""What a host says in place of the catalogs, checked when it is set."""

from __future__ import annotations

import string
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import ConfigError
from usero_desktop.i18n.catalogs import fallback
from usero_desktop.i18n.plurals import FORMS
from usero_desktop.model.kind import shown

if TYPE_CHECKING:
    from usero_desktop.i18n.catalogs import Message

_NEAR: Final = 0.6


def checked_texts(given: Mapping[str, object]) -> dict[str, Message]:
    """Return a copy of `given`, texts by message id; raises ConfigError that says what is wrong.

    An id has to be one of the English catalog, a text that is counted may be an object of
    plural forms, and only the places of the English text may stand in it.
    """
    known = fallback().messages
    checked: dict[str, Message] = {}
    for name, text in given.items():
        if name not in known:
            raise _unknown(name, known)
        counted = not isinstance(known[name], str)
        if isinstance(text, str):
            checked[name] = text
        elif isinstance(text, Mapping) and counted:
            checked[name] = _checked_forms(name, text)
        else:
            raise _wrong(name, "a text or an object of plural forms" if counted else "a text", text)
        allowed = places(known[name]) | ({"n"} if counted else frozenset())
        _check_places(name, checked[name], allowed)
    return checked


def places(message: Message) -> frozenset[str]:
    """Return the names that stand in braces in `message`; raises ValueError for a lone brace."""
    texts = [message] if isinstance(message, str) else message.values()
    found = (field for text in texts for field in string.Formatter().parse(text))
    return frozenset(
        # What stands behind the name is part of what is not allowed.
        f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
        for _, name, spec, conversion in found
        if name is not None
    )


def _checked_forms(name: str, forms: Mapping[object, object]) -> dict[str, str]:
    checked: dict[str, str] = {}
    for form, text in forms.items():
        if not isinstance(form, str) or form not in FORMS or not isinstance(text, str):
            raise _wrong(f"{name}: {shown(form)}", f"a text of {', '.join(FORMS)}", text)
        checked[form] = text
    if "other" not in checked:
        raise ConfigError(
            f'texts: {name} has no form "other", which every language needs.',
            code="text_form",
            name=name,
        )
    return checked


def _check_places(name: str, message: Message, allowed: frozenset[str]) -> None:
    try:
        foreign = sorted(places(message) - allowed)
    except ValueError:
        foreign = ["a brace without its other"]
    if foreign:
        may = ", ".join(f"{{{place}}}" for place in sorted(allowed)) or "none"
        raise ConfigError(
            f"texts: {name} has a place that nothing is put into: "
            f"{foreign[0]}. Allowed are: {may}.",
            code="text_places",
            name=name,
            found=foreign[0],
            allowed=may,
        )


def _wrong(name: str, wanted: str, value: object) -> ConfigError:
    return ConfigError(
        f"texts: {name} must be {wanted}, not {shown(value)}.", code="text_type", name=name
    )


def _unknown(name: object, known: Mapping[str, Message]) -> ConfigError:
    close = get_close_matches(str(name)[:80], known, n=1, cutoff=_NEAR)
    hint = f"; did you mean {close[0]}?" if close else "; resources/locales/en.json has them all."
    return ConfigError(
        f"texts: there is no message {shown(name)}{hint}",
        code="text_unknown",
        name=shown(name),
        suggestion=close[0] if close else "",
    )
