"""Our SVGs as pixmaps, sharp at any scale and in any colour."""

from __future__ import annotations

from usero_desktop import assets
from usero_desktop.qt import QtCore, QtGui, QtSvg

INK = "#000000"
"""The colour that stands in every icon's file and is replaced when it is drawn."""

POINTING = frozenset({"back", "send", "list", "undo", "redo", "play"})
"""Icons that show where one goes on, or on which side one begins to read."""

CACHE_LIMIT = 64

_cache: dict[tuple[str, int, float, str, bool], QtGui.QPixmap] = {}


def icon(
    name: str, side: int, ratio: float, color: QtGui.QColor, *, mirrored: bool = False
) -> QtGui.QPixmap:
    """Draw ``icons/<name>.svg`` in `color`, `side` logical pixels at device ratio `ratio`.

    `mirrored` is for where one reads from right to left: what points then points the other way.
    """
    return _pixmap(
        f"icons/{name}.svg", side, ratio, color.name(), turned=mirrored and name in POINTING
    )


def face(rating: int, side: int, ratio: float) -> QtGui.QPixmap:
    """Draw the face of `rating`, `side` logical pixels at device ratio `ratio`."""
    return _pixmap(f"faces/rating-{rating}.svg", side, ratio, "")


def _pixmap(
    name: str, side: int, ratio: float, color: str, *, turned: bool = False
) -> QtGui.QPixmap:
    key = (name, side, ratio, color, turned)
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= CACHE_LIMIT:
            _cache.clear()
        found = _cache[key] = _draw(name, side, ratio, color, turned=turned)
    return found


def _draw(name: str, side: int, ratio: float, color: str, *, turned: bool) -> QtGui.QPixmap:
    svg = assets.text(name)
    if color:
        svg = svg.replace(INK, color)
    renderer = QtSvg.QSvgRenderer(QtCore.QByteArray(svg.encode()))
    pixels = round(side * ratio)
    pixmap = QtGui.QPixmap(pixels, pixels)
    pixmap.fill(QtGui.QColor(0, 0, 0, 0))
    painter = QtGui.QPainter(pixmap)
    renderer.render(painter, QtCore.QRectF(0, 0, pixels, pixels))
    painter.end()
    if turned:
        # Not by the painter: the edges would be smoothed otherwise.
        pixmap = pixmap.transformed(QtGui.QTransform.fromScale(-1, 1))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
