from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from usero_desktop.annotation.geometry import hits
from usero_desktop.annotation.marks import MarkKind, Rect

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Mark, Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn on a picture of `width` x `height` pixels.

    The last of `marks` lies on top, and black-outs above all others. `crop` is what is left of
    the picture, None for all of it.
    """

    width: int
    height: int
    marks: tuple[Mark, ...] = ()
    crop: Rect | None = None

    @property
    def area(self) -> Rect:
        """The part of the picture that is shown and sent, in whole pixels."""
        whole = Rect(0, 0, self.width, self.height)
        if self.crop is None:
            return whole
        left, top = round(self.crop.left), round(self.crop.top)
        right, bottom = round(self.crop.right), round(self.crop.bottom)
        return Rect(left, top, max(right - left, 1), max(bottom - top, 1)).within(whole)

    @property
    def in_order(self) -> tuple[int, ...]:
        """The places of the marks, the lowest first."""
        return tuple(
            sorted(range(len(self.marks)), key=lambda i: self.marks[i].kind is MarkKind.BLACKOUT)
        )

    @property
    def next_number(self) -> int:
        """The number of the next step."""
        return max((mark.number for mark in self.marks), default=0) + 1

    def at(self, point: Point, slack: float = 0.0) -> int | None:
        """Return the place of the uppermost mark at `point`, None where there is none."""
        upwards = reversed(self.in_order)
        return next((i for i in upwards if hits(self.marks[i], point, slack)), None)

    def with_mark(self, mark: Mark) -> Drawing:
        """Return it with `mark` on top."""
        return replace(self, marks=(*self.marks, mark))

    def with_changed(self, place: int, mark: Mark) -> Drawing:
        """Return it with `mark` instead of the one at `place`."""
        return replace(self, marks=(*self.marks[:place], mark, *self.marks[place + 1 :]))

    def without(self, place: int) -> Drawing:
        """Return it without the mark at `place`; the steps behind a step that goes move up."""
        gone = self.marks[place]
        left = self.marks[:place] + self.marks[place + 1 :]
        if gone.kind is MarkKind.STEP:
            left = tuple(
                replace(m, number=m.number - 1) if m.number > gone.number else m for m in left
            )
        return replace(self, marks=left)

    def lifted(self, place: int, step: int) -> tuple[Drawing, int]:
        """Return it with the mark at `place` one higher (`step` 1) or lower (-1), and its place.

        Black-outs change with black-outs alone, above which nothing lies.
        """
        is_blackout = self.marks[place].kind is MarkKind.BLACKOUT
        layer = [
            i for i, m in enumerate(self.marks) if (m.kind is MarkKind.BLACKOUT) is is_blackout
        ]
        there = layer.index(place) + step
        if not 0 <= there < len(layer):
            return self, place
        other = layer[there]
        swapped = self.with_changed(place, self.marks[other]).with_changed(other, self.marks[place])
        return swapped, other

    def cropped(self, crop: Rect | None) -> Drawing:
        """Return it with nothing but `crop` left; None brings back the whole picture."""
        return replace(self, crop=crop)
