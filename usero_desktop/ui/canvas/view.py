"""Which pixel of the screen shows which of the picture. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usero_desktop.annotation.marks import Point, Rect

LEAST_ZOOM: Final = 0.02
MOST_ZOOM: Final = 32.0
STEPS: Final = (
    0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0,
)  # fmt: skip
"""Where zooming by steps stops."""

_SAME: Final = 1.005


def zoom_above(zoom: float) -> float:
    """Return the next larger one of `STEPS`."""
    return next((step for step in STEPS if step > zoom * _SAME), STEPS[-1])


def zoom_below(zoom: float) -> float:
    """Return the next smaller one of `STEPS`."""
    return next((step for step in reversed(STEPS) if step < zoom / _SAME), STEPS[0])


@dataclass(frozen=True, slots=True)
class View:
    """`area` of the picture, shown from the pixel (`x`, `y`) of the screen on.

    `zoom` is how many pixels of the screen a pixel of the picture is wide.
    """

    area: Rect
    zoom: float
    x: int
    y: int

    @property
    def width(self) -> int:
        """How wide `area` is, in pixels of the screen."""
        return max(round(self.area.width * self.zoom), 1)

    @property
    def height(self) -> int:
        """How high `area` is, in pixels of the screen."""
        return max(round(self.area.height * self.zoom), 1)

    def spot(self, x: int, y: int) -> Rect:
        """Return what of the picture the pixel (`x`, `y`) of the screen shows."""
        side = 1 / self.zoom
        left = self.area.left + (x - self.x) / self.zoom
        return Rect(left, self.area.top + (y - self.y) / self.zoom, side, side)

    def on_screen(self, point: Point) -> Point:
        """Return where on the screen `point` of the picture is shown."""
        return Point(
            self.x + (point.x - self.area.left) * self.zoom,
            self.y + (point.y - self.area.top) * self.zoom,
        )

    def rect_on_screen(self, rect: Rect) -> Rect:
        """Return where on the screen `rect` of the picture is shown."""
        corner = self.on_screen(Point(rect.left, rect.top))
        return Rect(corner.x, corner.y, rect.width * self.zoom, rect.height * self.zoom)

    def seen(self, width: int, height: int) -> Rect:
        """Return what of the picture is in sight on so many pixels of the screen."""
        corner = self.spot(0, 0)
        there = Rect(corner.left, corner.top, width / self.zoom, height / self.zoom)
        return there.within(self.area)
