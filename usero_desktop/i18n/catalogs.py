"""The catalogs: ``resources/locales/<language>.json``, one for each language.

Each is an object of message ids, each a text with ``{name}`` places, or an object of plural
forms. A key that begins with ``@@`` says something of the catalog itself, as in the ARB format:
``@@locale`` its language, ``@@x-direction`` "rtl" where one reads from right to left, and
``@@x-machine-made`` what nobody who speaks the language has read yet.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from usero_desktop import assets
from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FALLBACK: Final = "en"
"""The language that every message has a text in."""

Message: TypeAlias = "str | Mapping[str, str]"

log = guest_logger()


class Catalog(NamedTuple):
    """The messages of one language, by id."""

    language: str
    messages: Mapping[str, Message]
    is_right_to_left: bool = False


def folder() -> Path:
    """Return the folder of the catalogs."""
    return assets.path("locales")


@cache
def languages() -> frozenset[str]:
    """Return the languages there is a catalog for. Any thread."""
    return frozenset(file.stem for file in folder().glob("*.json"))


@cache
def catalog(language: str) -> Catalog | None:
    """Return the catalog of `language`, or None, logged, where it is damaged. Any thread."""
    file = folder() / f"{language}.json"
    try:
        return _checked(language, json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        log.warning(
            "The catalog %s cannot be read (%s); English is shown.", file.name, type(error).__name__
        )
        return None


def fallback() -> Catalog:
    """Return the English catalog; an empty one where even that cannot be read. Any thread."""
    return catalog(FALLBACK) or Catalog(FALLBACK, {})


@cache
def tell_missing(language: str) -> None:
    """Log, once for each language, what of English its catalog lacks. Any thread."""
    found = catalog(language)
    missing = [name for name in fallback().messages if found and name not in found.messages]
    log.warning("The catalog %s.json lacks %s; these are English.", language, ", ".join(missing))


def _checked(language: str, content: object) -> Catalog:
    """Return `content` as a catalog; raises TypeError where it is none."""
    if not isinstance(content, dict):
        raise TypeError
    about = {key: value for key, value in content.items() if key.startswith("@@")}
    messages = {key: value for key, value in content.items() if key not in about}
    for message in messages.values():
        forms = message.values() if isinstance(message, dict) else [message]
        if not all(isinstance(text, str) for text in forms) or not _has_other(message):
            raise TypeError
    is_right_to_left = about.get("@@x-direction") == "rtl"
    return Catalog(language, messages, is_right_to_left=is_right_to_left)


def _has_other(message: object) -> bool:
    return not isinstance(message, dict) or "other" in message
