"""How large the editor opens, and where: plain geometry, in logical pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from usero_desktop.ui.style.scale import Scale

LEAST: Final = QtCore.QSize(720, 540)
"""How large it opens at least, at scale 1, where the screen has that room."""
MOST_SHARE: Final = 0.85
"""How much of the screen it takes at most when it opens by itself."""
CHROME: Final = QtCore.QSize(284, 170)
"""What lies around the picture, about: the list of marks, bars, and some air."""


def usual_size(picture: QtCore.QSize, room: QtCore.QSize, scale: Scale) -> QtCore.QSize:
    """Return how large to open for a `picture`, on a screen that has `room`."""
    chrome, least = (
        QtCore.QSize(scale.px(size.width()), scale.px(size.height())) for size in (CHROME, LEAST)
    )
    return (picture + chrome).expandedTo(least).boundedTo(room * MOST_SHARE)


def place_over(owner: QtCore.QRect, size: QtCore.QSize, room: QtCore.QRect) -> QtCore.QPoint:
    """Return the top left corner over the middle of `owner`, with all of it in `room`."""
    place = QtCore.QRect(QtCore.QPoint(), size)
    place.moveCenter(owner.center())
    left = max(min(place.left(), room.right() - size.width()), room.left())
    top = max(min(place.top(), room.bottom() - size.height()), room.top())
    return QtCore.QPoint(left, top)
