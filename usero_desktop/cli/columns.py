"""Tables and times for a terminal, to which what a user wrote does nothing."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = 2
LEAST: Final = 12
"""Columns that the last one of a table has at least."""

_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def width(text: str) -> int:
    """Return the columns that `text` takes: some letters are wide, and some take none."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """Return as much of `text` as fits, with "…" where something is missing."""
    if width(text) <= columns:
        return text
    kept: list[str] = []
    left = columns - 1
    for sign in text:
        left -= _columns(sign)
        if left < 0:
            break
        kept.append(sign)
    return f"{''.join(kept).rstrip()}…"


def plain(text: str) -> str:
    """Return `text` in one line, without what a terminal would take for a command."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def screen_columns() -> int | None:
    """Return how wide the terminal is that is printed to, None for a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], columns: int | None) -> list[str]:
    """Return lines with aligned columns, the last of them cut to what `columns` leave it."""
    lines = [tuple(heads), *map(tuple, rows)]
    widths = [max(width(line[n]) for line in lines) for n in range(len(heads) - 1)]
    before = sum(widths) + GAP * len(widths)
    shown = []
    for *cells, last in lines:
        padded = [
            cell + " " * (size - width(cell) + GAP)
            for cell, size in zip(cells, widths, strict=True)
        ]
        end = last if columns is None else cut(last, max(LEAST, columns - before))
        shown.append(f"{''.join(padded)}{end}".rstrip())
    return shown


def lasting(seconds: float) -> str:
    """Return a time in its largest unit: ``3 min``."""
    whole = max(0, int(seconds))
    size, unit = next((it for it in _UNITS if whole >= it[0]), _UNITS[-1])
    return f"{whole // size} {unit}"
