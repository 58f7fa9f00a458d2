"""What of a picture is to be painted anew when another drawing lies on it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import bounds
from usero_desktop.annotation.marks import DRAWN, HIGHLIGHT_WIDTH, Rect

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Mark

_BENT: Final = 3
"""How many points back a new one bends the way of a pen."""


def changed_parts(before: Drawing, after: Drawing) -> list[Rect]:
    """Return where the two differ, in the picture's pixels."""
    return [
        part
        for old, new in zip_longest(before.marks, after.marks)
        if old is not new and old != new
        for part in _between(old, new)
    ]


def _between(old: Mark | None, new: Mark | None) -> list[Rect]:
    if old is not None and new is not None and _goes_on(old, new):
        way = new.points[max(len(old.points) - _BENT, 0) :]
        return [Rect.around(*way, margin=new.width * HIGHLIGHT_WIDTH)]
    return [bounds(mark) for mark in (old, new) if mark is not None]


def _goes_on(old: Mark, new: Mark) -> bool:
    """Whether `new` is the way of a pen that `old` began."""
    return (
        new.kind in DRAWN
        and new.kind is old.kind
        and (new.colour, new.width) == (old.colour, old.width)
        and new.points[: len(old.points)] == old.points
    )
