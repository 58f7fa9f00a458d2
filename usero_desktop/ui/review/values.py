"""A report's values as one reads them: nothing left out, nothing that turns lines around."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from usero_desktop.ui.foreign import ZERO_WIDTH_SPACE

if TYPE_CHECKING:
    from usero_desktop.model.submission import JsonValue

INDENT: Final = "   "
LINES: Final = 4
CHARACTERS: Final = 240
"""Of a value so much is shown at first."""

_UNSEEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")
_RUN: Final = re.compile(r"(\S{8})(?=\S{4})")
_HALF_WORD: Final = re.compile(r"(?<=\s)\S{1,40}$")


def readable(value: JsonValue) -> str:
    """Return `value` in lines: a name and what it is, deeper ones further in.

    A character that cannot be seen is written as JSON would spell it.
    """
    text = value if isinstance(value, str) else "\n".join(_lines(value))
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def _lines(value: JsonValue) -> list[str]:
    if isinstance(value, dict) and value:
        return [line for key, item in value.items() for line in _named(f"{key}:", item)]
    if isinstance(value, list) and value:
        return [line for item in value for line in _listed(_lines(item))]
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return plain.splitlines() or [""]


def _named(name: str, item: JsonValue) -> list[str]:
    deeper = _lines(item)
    if (isinstance(item, dict | list) and item) or len(deeper) > 1:
        return [name, *(f"{INDENT}{line}" for line in deeper)]
    return [f"{name} {deeper[0]}"]


def _listed(lines: list[str]) -> list[str]:
    return [f"• {lines[0]}", *(f"{INDENT}{line}" for line in lines[1:])]


def broken(text: str) -> str:
    """Return `text` with places, unseen, at which a word may be broken where it has no room.

    Closer than those of `breakable`: here a word stands beside a tick, in letters of any size.
    """
    return _RUN.sub(rf"\1{ZERO_WIDTH_SPACE}", text)


def shortened(text: str) -> str:
    """Return the beginning of `text` where it is long, else all of it."""
    lines = text.split("\n")
    short = "\n".join(lines[:LINES])[:CHARACTERS]
    if short == text:
        return text
    whole = short.rstrip() if text[len(short)].isspace() else _HALF_WORD.sub("", short).rstrip()
    return f"{whole}…"
