"""Where the launcher and the panel go in a window: plain geometry, in logical pixels."""

from __future__ import annotations

from usero_desktop.qt import QtCore
from usero_desktop.ui.style import metrics


def panel_place(
    window: QtCore.QSize, heights: tuple[int, int], position: str, side: int
) -> QtCore.QRect | None:
    """Return the panel's rectangle, or None when it does not fit.

    `heights` are the one the panel wishes for and the least it can do with, `side` is the
    space to keep beside it. Its top is a tenth down, or higher where that is needed to show
    all of it.
    """
    width, (wish, least), gap = metrics.PANEL_WIDTH, heights, metrics.PANEL_GAP
    if width > int(window.width() * metrics.PANEL_SHARE) or width + 2 * side > window.width():
        return None
    height = min(wish, window.height() - 2 * gap)
    if height < least:
        return None
    top = round(window.height() * metrics.PANEL_TOP_SHARE)
    top = max(gap, min(top, window.height() - gap - height))
    left = window.width() - side - width if position == "right" else side
    return QtCore.QRect(left, top, width, height)


def launcher_place(
    window: QtCore.QSize, size: QtCore.QSize, kind: str, position: str
) -> QtCore.QPoint:
    """Return the launcher's top left corner."""
    if kind == "button":
        gap = metrics.LAUNCHER_GAP
        left = window.width() - gap - size.width() if position == "right" else gap
        return QtCore.QPoint(left, window.height() - gap - size.height())
    left = window.width() - size.width() if position == "right" else 0
    return QtCore.QPoint(left, (window.height() - size.height()) // 2)


def dialog_place(
    owner: QtCore.QRect, size: QtCore.QSize, screen: QtCore.QRect, position: str
) -> QtCore.QPoint:
    """Return where the panel's dialog hides least of `owner`, all of it on the `screen`.

    All sizes include the windows' frames. First choice is the side of the host's choosing,
    then the other one, below, above, and the screen's corners.
    """
    gap = metrics.GAP
    right, left = owner.right() + 1 + gap, owner.left() - gap - size.width()
    below, above = owner.bottom() + 1 + gap, owner.top() - gap - size.height()
    last = screen.bottomRight() - QtCore.QPoint(size.width() - 1, size.height() - 1)
    sides = [(right, owner.top()), (left, owner.top())]
    if position == "left":
        sides.reverse()
    ends = [(owner.left(), below), (owner.left(), above)]
    corners = [(x, y) for y in (screen.top(), last.y()) for x in (last.x(), screen.left())]
    places = [
        QtCore.QPoint(max(screen.left(), min(x, last.x())), max(screen.top(), min(y, last.y())))
        for x, y in (*sides, *ends, *corners)
    ]
    return min(places, key=lambda place: _area(QtCore.QRect(place, size) & owner))


def _area(rect: QtCore.QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)
