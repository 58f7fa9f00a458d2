"""Where the launcher and the panel go in a window: plain geometry, in logical pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from usero_desktop.qt import QtCore
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

_Part: TypeAlias = tuple[int, int, int]
"""Top, end and width of what a control takes of a column."""


def panel_width(window: QtCore.QSize, wish: int, least: int, side: int) -> int | None:
    """Return the panel's width, at most its `wish`; None where there is no room for `least`."""
    room = min(int(window.width() * metrics.PANEL_SHARE), window.width() - 2 * side)
    return min(wish, room) if room >= least else None


def panel_place(
    window: QtCore.QSize, width: int, heights: tuple[int, int], position: str, side: int
) -> QtCore.QRect | None:
    """Return the panel's rectangle, or None when it does not fit.

    `width` is as `panel_width` says, `heights` are the one the panel wishes for and the least
    it can do with, `side` is the space to keep beside it. Its top is a tenth down, or higher
    where that is needed to show all of it.
    """
    (wish, least), gap = heights, metrics.PANEL_GAP
    height = min(wish, window.height() - 2 * gap)
    if height < least:
        return None
    top = round(window.height() * metrics.PANEL_TOP_SHARE)
    top = max(gap, min(top, window.height() - gap - height))
    left = window.width() - side - width if position == "right" else side
    return QtCore.QRect(left, top, width, height)


def launcher_place(
    window: QtCore.QSize, size: QtCore.QSize, kind: str, position: str, gap: int
) -> QtCore.QPoint:
    """Return the launcher's top left corner, `gap` from the corner of the window."""
    if kind == "button":
        left = window.width() - gap - size.width() if position == "right" else gap
        return QtCore.QPoint(left, window.height() - gap - size.height())
    left = window.width() - size.width() if position == "right" else 0
    return QtCore.QPoint(left, (window.height() - size.height()) // 2)


def small_tab_place(
    window: QtCore.QSize, size: QtCore.QSize, position: str, taken: Sequence[QtCore.QRect]
) -> QtCore.QPoint:
    """Return the top left corner of a tab in a dialog whose controls have `taken` their places.

    It lies at the side of the host's choosing, as near to the middle as it hides nothing;
    else so at the other side; and where nothing is free, where it hides least.
    """
    sides = [window.width() - size.width(), 0]
    if position == "left":
        sides.reverse()
    columns = [(left, _parts(left, window.height(), size.width(), taken)) for left in sides]
    for left, parts in columns:
        top = _free_top(window.height(), size.height(), parts)
        if top is not None:
            return QtCore.QPoint(left, top)
    hidden = {
        (left, top): _hidden(top, size.height(), parts)
        for left, parts in columns
        for top in _tops(window.height(), size.height(), parts)
    }
    return QtCore.QPoint(*min(hidden, key=lambda place: hidden[place]))


def _parts(left: int, height: int, width: int, taken: Sequence[QtCore.QRect]) -> list[_Part]:
    """Return what is `taken` of the column that begins at `left`, from its top down."""
    column = QtCore.QRect(left, 0, width, height)
    parts = [rect & column for rect in taken if rect.intersects(column)]
    return sorted((part.top(), part.bottom() + 1, part.width()) for part in parts)


def _free_top(room: int, height: int, parts: Sequence[_Part]) -> int | None:
    """Return the top nearest to the middle at which nothing is hidden, or None."""
    tops, end = [], 0
    for top, bottom, _ in (*parts, (room, room, 0)):
        spare = top - end - height
        if spare >= 0:
            # Away from what is above and below, as far as there is room.
            pad = min(metrics.GAP, spare // 2)
            tops.append(max(end + pad, min((room - height) // 2, top - height - pad)))
        end = max(end, bottom)
    return min(tops, key=lambda top: abs(top - (room - height) // 2), default=None)


def _tops(room: int, height: int, parts: Sequence[_Part]) -> list[int]:
    """Return the tops at which something begins or ends to be hidden, from the middle out."""
    last = max(room - height, 0)
    middle = last // 2
    tops = {middle, 0, last, *(t - height for t, _, _ in parts), *(end for _, end, _ in parts)}
    return sorted((top for top in tops if 0 <= top <= last), key=lambda t: (abs(t - middle), t))


def _hidden(top: int, height: int, parts: Sequence[_Part]) -> int:
    return sum(
        max(min(top + height, end) - max(top, start), 0) * width for start, end, width in parts
    )


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


def corner_place(
    size: QtCore.QSize,
    screen: QtCore.QRect,
    room: QtCore.QRect,
    near: QtCore.QRect | None,
) -> QtCore.QPoint:
    """Return where a window of `size` goes beside what it is `near` to, all of it in the `room`.

    `room` is what bars leave of the `screen`. Below an icon at the top, above one at the
    bottom; where nothing is known of an icon, in the corner that most desktops have it in.
    """
    gap = metrics.GAP
    if near is None:
        # A bar takes its side off the room; without any it is the lower right one.
        is_above = room.top() > screen.top() and room.bottom() == screen.bottom()
        left = room.right() + 1 - gap - size.width()
        top = room.top() + gap if is_above else room.bottom() + 1 - gap - size.height()
    else:
        left = near.center().x() - size.width() // 2
        is_above = near.center().y() < screen.center().y()
        top = near.bottom() + 1 + gap if is_above else near.top() - gap - size.height()
        if near.right() < room.left():
            left, top = room.left() + gap, near.center().y() - size.height() // 2
        elif near.left() > room.right():
            left = room.right() + 1 - gap - size.width()
            top = near.center().y() - size.height() // 2
    last = room.bottomRight() - QtCore.QPoint(size.width() - 1, size.height() - 1)
    return QtCore.QPoint(max(room.left(), min(left, last.x())), max(room.top(), min(top, last.y())))
