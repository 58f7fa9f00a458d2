"""Where things of Qt's are on the screen, in the system's own units, and in a Frame's pixels.

Qt counts in pixels of its own, and each screen has its own number of true ones to one of
those. The origin of a screen is the system's in both; all else on it is scaled from there.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.qt import QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.capture.frame import Frame
    from usero_desktop.capture.grabber import Monitor

EPSILON: Final = 1e-6
"""What 1.25 and its like leave of a whole number when they are multiplied and divided."""


class Box(NamedTuple):
    """A part of a picture, in whole pixels of it."""

    left: int
    top: int
    width: int
    height: int


class Place(NamedTuple):
    """A rectangle on the desktop in the units of `Monitor`: it may begin between two pixels."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, left: float, top: float, width: float, height: float) -> float:
        """Return how much of it the other rectangle covers, in units squared."""
        across = min(self.left + self.width, left + width) - max(self.left, left)
        down = min(self.top + self.height, top + height) - max(self.top, top)
        return max(across, 0.0) * max(down, 0.0)

    def in_frame(self, frame: Frame) -> Box:
        """Return every pixel of `frame` that it touches; it may reach out of the frame."""
        left = math.floor((self.left - frame.left) * frame.scale + EPSILON)
        top = math.floor((self.top - frame.top) * frame.scale + EPSILON)
        right = math.ceil((self.left + self.width - frame.left) * frame.scale - EPSILON)
        bottom = math.ceil((self.top + self.height - frame.top) * frame.scale - EPSILON)
        return Box(left, top, right - left, bottom - top)


class ScreenPlace(NamedTuple):
    """One of Qt's screens, as a value that other threads may have.

    `left` and `top` are the same in Qt and on the desktop, `width` and `height` are Qt's,
    `ratio` is how many true pixels one of Qt's has, `units` how many units of `Monitor`.
    """

    name: str
    left: int
    top: int
    width: int
    height: int
    ratio: float
    units: float

    @property
    def place(self) -> Place:
        """The whole of it on the desktop, give or take what Qt rounded of its size."""
        return Place(self.left, self.top, self.width * self.units, self.height * self.units)

    def contains(self, x: float, y: float) -> bool:
        """Whether a position of Qt's is on it."""
        across, down = x - self.left, y - self.top
        return 0 <= across < self.width and 0 <= down < self.height

    def on_desktop(self, x: float, y: float) -> tuple[float, float]:
        """Return a position of Qt's on this screen in units of `Monitor`."""
        return self.left + (x - self.left) * self.units, self.top + (y - self.top) * self.units

    def monitor(self, monitors: Sequence[Monitor]) -> Monitor:
        """Return which of `monitors`, one at least, it is: the one that it covers most of."""
        place = self.place
        return max(monitors, key=lambda m: place.overlap(m.left, m.top, m.width, m.height))


def place_of_screen(screen: QtGui.QScreen) -> ScreenPlace:
    """Return what is known of `screen`. GUI thread."""
    area, ratio = screen.geometry(), screen.devicePixelRatio()
    # On macOS the system counts as Qt does, in points.
    units = 1.0 if sys.platform == "darwin" else ratio
    return ScreenPlace(
        screen.name(), area.left(), area.top(), area.width(), area.height(), ratio, units
    )


def screens() -> tuple[ScreenPlace, ...]:
    """Return every screen, the first one first. GUI thread."""
    return tuple(place_of_screen(screen) for screen in QtGui.QGuiApplication.screens())


def screen_of(widget: QtWidgets.QWidget) -> QtGui.QScreen:
    """Return the screen that the middle of `widget`'s window is on, or the nearest. GUI thread.

    A window that is not shown will come where the one that it belongs to is. On Wayland, where
    no place is known, Qt has every window begin where its screen does.

    Asked by its place: `screen()` of a widget or a window makes PySide6 take Python's half of
    the screen for a child of the asked one's, and when that goes, a screen that the host has
    kept is "already deleted" for it.
    """
    window = widget.window()
    while not window.isVisible():
        owner = window.parentWidget()
        if owner is None:
            break
        window = owner.window()
    middle = window.frameGeometry().center()

    def distance(screen: QtGui.QScreen) -> int:
        area = screen.geometry()
        across = max(area.left() - middle.x(), middle.x() - area.right(), 0)
        down = max(area.top() - middle.y(), middle.y() - area.bottom(), 0)
        return across * across + down * down

    return min(QtGui.QGuiApplication.screens(), key=distance)


def place_of(widget: QtWidgets.QWidget, part: QtCore.QRect | None = None) -> Place:
    """Return where `widget`, or `part` of it, is on the desktop. GUI thread; no Wayland.

    That is to the pixel where its window is shown: `mapToGlobal` of a widget knows the
    window's corner in whole pixels of Qt's alone, and at 150 % half of all windows begin
    between two of those.
    """
    window = widget.window()
    home = screen = place_of_screen(screen_of(window))
    at = window.mapToGlobal(QtCore.QPoint())
    corner, handle = QtCore.QPointF(at), window.windowHandle()
    if handle is not None:
        corner = handle.mapToGlobal(QtCore.QPointF())
        # Its corner may be on another screen than the window is said to be on.
        screen = next((one for one in screens() if one.contains(corner.x(), corner.y())), screen)
    x, y = screen.on_desktop(corner.x(), corner.y())
    part = widget.rect() if part is None else part
    inside = widget.mapTo(window, part.topLeft())
    units = home.units
    return Place(
        x + inside.x() * units, y + inside.y() * units, part.width() * units, part.height() * units
    )
