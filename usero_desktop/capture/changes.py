"""What differs between two pictures of the same thing, as a few boxes around it.

Looked for by Pillow, a strip of at most 1 MB at a time: the interpreter's lock is held for
less than a millisecond. Small tiles in place of boxes were twice the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.capture.strips import strips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from usero_desktop.capture.pixels import Memory

APART: Final = 24
"""Rows or columns without a change that make two boxes of what would be one: what a picture
costs beside its pixels is about what so many more of them do."""

MOST: Final = 8
"""Boxes at most; where there would be more, one is put around all of them."""


class Box(NamedTuple):
    """A part of a picture: the pixels from `left` on and before `right`, and so on."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top

    @property
    def area(self) -> int:
        """Pixels in it."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, other: Box) -> bool:
        """Whether all of `other` is in it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


def changed(before: Memory, after: Memory) -> list[Box]:
    """Return boxes that hold all that differs between two pictures of one size. Any thread.

    They lie in no order and do not overlap; none for the same picture.
    """
    width, height = after.size
    rows: list[int] = []
    for top, bottom in strips(width, height):
        rows += _projections(before, after, Box(0, top, width, bottom))[1]
    boxes: list[Box] = []
    for top, bottom in _runs(rows):
        boxes += _beside_each_other(before, after, Box(0, top, width, bottom))
    if len(boxes) > MOST:
        edges = zip(*boxes, strict=True)
        boxes = [Box(*(pick(edge) for pick, edge in zip((min, min, max, max), edges, strict=True)))]
    return boxes


def _beside_each_other(before: Memory, after: Memory, rows: Box) -> Iterator[Box]:
    """Yield the boxes in these rows, each as high as what changed in its columns."""
    columns = [0] * after.size[0]
    for top, bottom in strips(rows.right, rows.bottom - rows.top):
        strip = Box(0, rows.top + top, rows.right, rows.top + bottom)
        across, _ = _projections(before, after, strip)
        columns = [a or b for a, b in zip(columns, across, strict=True)]
    runs = list(_runs(columns))
    if len(runs) == 1:
        [(left, right)] = runs
        yield Box(left, rows.top, right, rows.bottom)
        return
    for left, right in runs:
        down = [0] * (rows.bottom - rows.top)
        for top, bottom in strips(right - left, rows.bottom - rows.top):
            part = Box(left, rows.top + top, right, rows.top + bottom)
            down[top:bottom] = _projections(before, after, part)[1]
        hit = [row for row, one in enumerate(down) if one]
        yield Box(left, rows.top + hit[0], right, rows.top + hit[-1] + 1)


def _projections(before: Memory, after: Memory, box: Box) -> tuple[list[int], list[int]]:
    """Return for each column and for each row of `box` whether anything in it differs."""
    from PIL.ImageChops import difference

    one, other = (memory.part(box).piece(0, box.bottom - box.top) for memory in (before, after))
    across, down = difference(one, other).getprojection()
    return across, down


def _runs(marks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, after the last) of marks that are set, joined where they are not `APART`."""
    begin = end = -1
    for at, mark in enumerate(marks):
        if not mark:
            continue
        if begin >= 0 and at - end >= APART:
            yield begin, end
            begin = at
        begin = at if begin < 0 else begin
        end = at + 1
    if begin >= 0:
        yield begin, end
