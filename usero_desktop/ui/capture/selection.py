"""A rectangle that is being chosen on a picture, in its pixels. No Qt: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usero_desktop.ui.units import Box

HANDLES: Final = ("nw", "n", "ne", "e", "se", "s", "sw", "w")


@dataclass(frozen=True, slots=True)
class Selection:
    """Pixels from `left` and `top` on and before `right` and `bottom`; one at least."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def between(cls, one: tuple[int, int], other: tuple[int, int]) -> Selection:
        """Return what reaches from one pixel to another, both of them in it."""
        (x, y), (u, v) = one, other
        return cls(min(x, u), min(y, v), max(x, u) + 1, max(y, v) + 1)

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        """The same, by its size."""
        return Box(self.left, self.top, self.width, self.height)

    def contains(self, x: int, y: int) -> bool:
        """Whether a pixel is in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def moved(self, across: int, down: int, size: tuple[int, int]) -> Selection:
        """Return it moved, but not out of a picture of this `size`."""
        across = min(max(across, -self.left), size[0] - self.right)
        down = min(max(down, -self.top), size[1] - self.bottom)
        return Selection(
            self.left + across, self.top + down, self.right + across, self.bottom + down
        )

    def grown(self, across: int, down: int, size: tuple[int, int]) -> Selection:
        """Return it with its right and its lower edge moved; a pixel is left of it."""
        right = min(max(self.right + across, self.left + 1), size[0])
        bottom = min(max(self.bottom + down, self.top + 1), size[1])
        return Selection(self.left, self.top, right, bottom)

    def handle(self, name: str) -> tuple[float, float]:
        """Return the middle of the handle called `name`: a corner's, or a side's."""
        x = self.left if "w" in name else self.right if "e" in name else None
        y = self.top if "n" in name else self.bottom if "s" in name else None
        return (
            (self.left + self.right) / 2 if x is None else x,
            (self.top + self.bottom) / 2 if y is None else y,
        )

    def handle_at(self, x: float, y: float, reach: float) -> str:
        """Return which handle is no farther from here than `reach`, "" for none."""
        near = (
            (max(abs(x - at[0]), abs(y - at[1])), name)
            for name, at in ((name, self.handle(name)) for name in HANDLES)
        )
        distance, name = min(near)
        return name if distance <= reach else ""

    def pulled(self, handle: str, x: int, y: int) -> Selection:
        """Return it with the edges of `handle` at pixel (`x`, `y`), which is in it."""
        left, top, right, bottom = self.left, self.top, self.right - 1, self.bottom - 1
        if "w" in handle:
            left = x
        elif "e" in handle:
            right = x
        if "n" in handle:
            top = y
        elif "s" in handle:
            bottom = y
        return Selection.between((left, top), (right, bottom))
