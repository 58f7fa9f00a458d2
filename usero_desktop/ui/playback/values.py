"""Lengths, colours and fonts: what stands in a style, as Qt has it.

What cannot be read is what CSS has where nothing is said; nothing here raises.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtGui
from usero_desktop.rrweb import style
from usero_desktop.ui.playback.css import taken_apart

if TYPE_CHECKING:
    from usero_desktop.ui.playback.css import Declared

DOTS_PER_INCH: Final = 96
"""Of a page: so many of its pixels are an inch, on whatever screen it is shown."""
_POINTS: Final = 72 / DOTS_PER_INCH
FARTHEST: Final = 1_000_000.0

_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_RGBA: Final = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([\d.]+)\s*)?\)")
_FAMILY: Final = re.compile(r"'([^']*)'|([^,']+)")
_HINTS: Final = {
    "sans-serif": QtGui.QFont.StyleHint.SansSerif,
    "serif": QtGui.QFont.StyleHint.Serif,
    "monospace": QtGui.QFont.StyleHint.Monospace,
}


@lru_cache(maxsize=4096)
def declared(text: str) -> Declared:
    """Return the properties of a `style` attribute."""
    return taken_apart(style.parsed(text))


@lru_cache(maxsize=4096)
def number(text: str) -> float | None:
    """Return a number, None where it is none or is beyond all measure."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= FARTHEST else None


def length(text: str | None, whole: float) -> float | None:
    """Return a length in pixels; percents are of `whole`. None where none is said."""
    if not text:
        return None
    if text.endswith("px"):
        return number(text[:-2])
    if text.endswith("%"):
        share = number(text[:-1])
        return None if share is None else share * whole / 100
    return 0.0 if number(text) == 0 else None


@lru_cache(maxsize=1024)
def numbers(text: str) -> tuple[float, ...]:
    """Return all numbers in a text."""
    found = (number(match[0]) for match in _NUMBER.finditer(text))
    return tuple(value for value in found if value is not None)


@lru_cache(maxsize=1024)
def color(text: str) -> QtGui.QColor | None:
    """Return a colour; None where it is none, or nothing is to be seen of it."""
    match = _RGBA.fullmatch(text)
    if match is not None:
        alpha = number(match[4] or "1") or 0.0
        parts = [min(int(part), 255) for part in match.groups()[:3]]
        found = QtGui.QColor(*parts)
        found.setAlphaF(max(0.0, min(alpha, 1.0)))
    elif re.fullmatch(r"#[0-9a-fA-F]{3,8}|[a-z]+", text) and text not in {"none", "transparent"}:
        found = QtGui.QColor.fromString(text)
    else:
        return None
    return found if found.isValid() and found.alpha() else None


@lru_cache(maxsize=512)
def font(slant: str, weight: str, size: str, family: str) -> QtGui.QFont:
    """Return a font for a device of `DOTS_PER_INCH`."""
    made = QtGui.QFont()
    families = []
    for match in _FAMILY.finditer(family):
        name = (match[1] or match[2] or "").strip()
        if name in _HINTS:
            made.setStyleHint(_HINTS[name])
        if name:
            families.append(name)
    made.setFamilies(families)
    # In points, as those may be parts of a pixel.
    made.setPointSizeF(min(max(number(size) or 12.0, 1.0), 1000.0) * _POINTS)
    made.setItalic(slant == "italic")
    heavy = number("700" if weight == "bold" else weight) or 400.0
    made.setWeight(QtGui.QFont.Weight(min((w.value for w in QtGui.QFont.Weight),
                                          key=lambda known: abs(known - heavy))))  # fmt: skip
    return made
