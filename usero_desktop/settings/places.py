"""Where in a TOML text each key stands: Python's own reader does not tell.

The text may be broken: then the places are those of what stands before the break, which is
what a sentence about it needs.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Key: TypeAlias = tuple[str | int, ...]
"""A way to a value: names, and positions in arrays counted from 0."""

DEEPEST: Final = 8
"""How deep in arrays and inline tables places are kept; ours are three deep."""

LONGEST_KEY: Final = 32
"""Parts of a dotted key; ours have two. Python's reader takes minutes over one of thousands."""

_BLANK: Final = re.compile(r"[ \t]*+")
_BLANK_LINES: Final = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_LINE: Final = re.compile(r"[^\n]*+\n?")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]++")
_STRING: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"[^\s,\[\]{}#=\"'](?:[^\n,\[\]{}#=\"']*+)")


class Statement(NamedTuple):
    """A line of its own in the text: a key with its value, or the head of a table."""

    offset: int
    key: Key


class Places:
    """Lines, counted from 1, of all keys up to where the text breaks."""

    def __init__(self, ends: Sequence[int] = ()) -> None:
        """Begin with no key; `ends` is where each line break stands."""
        self.offsets: dict[Key, int] = {}
        self.statements: list[Statement] = []
        self.ends = ends
        self.too_long: int | None = None
        """Where a key of too many parts stands, if any: what is behind it was not looked at."""

    def line(self, key: Key) -> int:
        """Return the line of `key`, or of the nearest table around it; 0 where there is none."""
        while key:
            if key in self.offsets:
                return self.line_of(self.offsets[key])
            key = key[:-1]
        return 0

    def line_of(self, offset: int) -> int:
        """Return the line in which the character at `offset` stands."""
        return bisect_right(self.ends, offset - 1) + 1 if offset else 1

    def before(self, line: int) -> Statement | None:
        """Return the last statement that begins in `line` or above it."""
        begun = [its for its in self.statements if self.line_of(its.offset) <= line]
        return begun[-1] if begun else None


class _Break(Exception):
    """The text is not TOML from here on."""


class _Frame:
    """An array or an inline table that is open."""

    def __init__(self, key: Key, *, is_table: bool) -> None:
        self.key, self.is_table, self.index = key, is_table, 0


def places(text: str) -> Places:
    """Find the keys of `text`, whose lines end with a line feed alone.

    Never raises; takes time in proportion to the text's length.
    """
    scan = _Scan(text)
    with suppress(_Break):
        scan.all()
    return scan.found


class _Scan:
    """One walk over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Places(ends=[match.start() for match in re.finditer("\n", text)])
        self._arrays: dict[Key, int] = {}
        self._table: Key = ()

    def all(self) -> None:
        while True:
            self._pass(_BLANK_LINES)
            if self.at >= len(self.text):
                return
            begin = self.at
            if self._next() == "[":
                self._head(begin)
            else:
                key = self._own(self._table, self._names("="))
                self._note(begin, key)
                self.found.statements.append(Statement(begin, key))
                self._value(key)
            self._pass(_LINE)

    def _head(self, begin: int) -> None:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        names = self._names("]")
        key = self._own((), names[:-1])
        if is_array:
            position = self._arrays.get((*key, names[-1]), -1) + 1
            self._arrays[*key, names[-1]] = position
            key = (*key, names[-1], position)
        else:
            key = self._own(key, names[-1:])
        self._table = key
        self._note(begin, key)
        self.found.statements.append(Statement(begin, key))

    def _own(self, table: Key, names: list[str]) -> Key:
        """Return the key that `names` means in `table`: in an array of tables, in its last."""
        key = table
        for name in names:
            key = (*key, name)
            if key in self._arrays:
                key = (*key, self._arrays[key])
        return key

    def _note(self, offset: int, key: Key) -> None:
        for length in range(1, len(key) + 1):  # a.b = 1 is where a begins, too
            self.found.offsets.setdefault(key[:length], offset)

    def _names(self, end: str) -> list[str]:
        """Read a dotted key and the sign that ends it."""
        names: list[str] = []
        begin = self.at
        while True:
            self._pass(_BLANK)
            names.append(self._name())
            if len(names) > LONGEST_KEY:
                self.found.too_long = begin
                raise _Break
            self._pass(_BLANK)
            sign = self._next()
            self.at += 1
            if sign == end:
                return names
            if sign != ".":
                raise _Break

    def _name(self) -> str:
        quoted = self._next() in ('"', "'")
        match = (_STRING if quoted else _BARE).match(self.text, self.at)
        if not match:
            raise _Break
        self.at = match.end()
        if not quoted:
            return match.group()
        try:
            return str(tomllib.loads(f"name = {match.group()}")["name"])
        except tomllib.TOMLDecodeError:
            raise _Break from None

    def _value(self, key: Key) -> None:
        """Walk over one value, which may be an array of inline tables of arrays, and so on."""
        frames: list[_Frame] = []
        while True:
            self._pass(_BLANK_LINES if frames else _BLANK)
            sign = self._next()
            inner = frames[-1] if frames else None
            if sign in ("[", "{"):
                self.at += 1
                frames.append(_Frame(key, is_table=sign == "{"))
            elif inner and sign in ("]", "}"):
                self.at += 1
                frames.pop()
                if not frames:
                    return
                continue
            elif inner and sign == ",":
                self.at += 1
                inner.index += 1
            else:
                self._scalar()
                if not frames:
                    return
                continue
            key = self._inside(frames)

    def _inside(self, frames: list[_Frame]) -> Key:
        """Return the key of the value that follows an opening sign or a comma."""
        self._pass(_BLANK_LINES)
        frame = frames[-1]
        is_kept = len(frames) <= DEEPEST
        begin = self.at
        if not frame.is_table:
            key = (*frame.key, frame.index) if is_kept else frame.key
            if is_kept and self._next() != "]":
                self._note(begin, key)
            return key
        if self._next() == "}":
            return frame.key
        names = self._names("=")
        if not is_kept:
            return frame.key
        key = (*frame.key, *names)
        self._note(begin, key)
        return key

    def _scalar(self) -> None:
        match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
        if not match:
            raise _Break
        self.at = match.end()

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _pass(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
