"""Words that are not ours (a server's, a file's name), made fit to be shown."""

from __future__ import annotations

import re
from typing import Final

SHOWN_CHARACTERS: Final = 300
"""Of somebody else's words this many are shown: what matters stands at the beginning."""

RUN_CHARACTERS: Final = 28
"""No word runs on for longer without a place to break it; half a line of the panel."""

ZERO_WIDTH_SPACE: Final = "\u200b"

_READ: Final = 4 * SHOWN_CHARACTERS
_RUN: Final = re.compile(rf"(\S{{{RUN_CHARACTERS}}})(?=\S)")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+")


def tamed(words: str, most: int = SHOWN_CHARACTERS) -> str:
    """Return `words` on one line of at most `most` characters and nothing that turns lines.

    Control characters, line breaks and marks of direction become single spaces. A megabyte
    costs no more than a sentence.
    """
    plain = _UNSEEN.sub(" ", words[:_READ]).strip()
    if len(plain) <= most and len(words) <= _READ:
        return plain
    return plain[: most - 1].rstrip() + "…"


class Room:
    """Room for somebody else's words, told one after the other: together they stay short."""

    def __init__(self, characters: int) -> None:
        self._left = characters

    def tamed(self, words: str, most: int = SHOWN_CHARACTERS) -> str:
        """Return as much of `words`, tamed, as there is room left for: in the end nothing."""
        most = min(most, self._left)
        shown = tamed(words, most) if most >= RUN_CHARACTERS // 2 else ""
        self._left -= len(shown)
        return shown


def breakable(text: str) -> str:
    """Return `text` with places, unseen, at which a word without an end may be broken."""
    return _RUN.sub(rf"\1{ZERO_WIDTH_SPACE}", text)
