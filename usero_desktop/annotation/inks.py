"""Colours and widths to draw with."""

from __future__ import annotations

from math import hypot
from typing import Final

COLOURS: Final = (
    "#dc2626",
    "#f59e0b",
    "#facc15",
    "#16a34a",
    "#2563eb",
    "#9333ea",
    "#ffffff",
    "#111827",
)
"""What is offered; each is told from any picture by the edge that it is painted with."""

HIGHLIGHT: Final = COLOURS[2]
"""What one highlights with, until one chooses another colour for that."""

SHARES: Final = (0.5, 1.0, 2.0, 4.0)
"""Widths that are offered, in default ones."""

_DEFAULTS_ACROSS: Final = 550
"""How many default widths a picture is across, from corner to corner: 1920 x 1080 gets 4."""

_LEAST: Final = 3


def default_width(width: int, height: int) -> int:
    """Return the width of a line that suits a picture of that size, in its pixels."""
    return max(round(hypot(width, height) / _DEFAULTS_ACROSS), _LEAST)


def widths(width: int, height: int) -> tuple[int, ...]:
    """Return the widths to choose from for a picture of that size, the thinnest first."""
    default = default_width(width, height)
    return tuple(max(round(default * share), 1) for share in SHARES)
