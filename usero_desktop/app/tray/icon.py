"""The program's icon, and how it looks while reports are not sent."""

from __future__ import annotations

import sys
from typing import Final

from usero_desktop import assets
from usero_desktop.qt import QtCore, QtGui, QtSvg

SIDES: Final = (16, 20, 22, 24, 32, 40, 44, 48, 64)
"""Pixels, as panels of 16 to 32 want them at one to two to a point."""

SMALL: Final = 32
"""Up to here the drawing for small sizes is the clearer one."""

MOST: Final = 9
"""Beyond this the mark says that there are more: two digits would be a blot."""

MARK: Final = "#d92d20"
INK: Final = "#2e3436"
"""The colour of the one-coloured drawing, as it stands in its file."""


def first_icon() -> QtGui.QIcon:
    """Return an icon for the first window that is there: one size, which costs it little.

    Openbox for one draws a title bar with the icon that a window has when it comes, and no other.
    """
    icon = QtGui.QIcon()
    icon.addPixmap(_drawn(SMALL))
    return icon


def window_icon() -> QtGui.QIcon:
    """Return the icon for windows and task bars."""
    icon = QtGui.QIcon()
    for side in (*SIDES, 128, 256):
        icon.addPixmap(_drawn(side))
    return icon


def tray_icon(count: int) -> QtGui.QIcon:
    """Return the icon for the notification area, with a mark for `count` reports not sent.

    In its own colours, which stand out on light and on dark panels. On macOS the system colours
    it, by its shape alone, as everything in the menu bar.
    """
    icon, is_mac = QtGui.QIcon(), sys.platform == "darwin"
    for side in SIDES:
        pixmap = _drawn(side, "usero-desktop-symbolic") if is_mac else _drawn(side)
        if count:
            _mark(pixmap, str(count) if count <= MOST else "+", is_mask=is_mac)
        icon.addPixmap(pixmap)
    icon.setIsMask(is_mac)
    return icon


def _drawn(side: int, name: str = "") -> QtGui.QPixmap:
    name = name or ("usero-desktop-small" if side <= SMALL else "usero-desktop")
    svg = assets.text(f"app/{name}.svg")
    renderer = QtSvg.QSvgRenderer(QtCore.QByteArray(svg.encode()))
    pixmap = QtGui.QPixmap(side, side)
    pixmap.fill(QtGui.QColor(0, 0, 0, 0))
    painter = QtGui.QPainter(pixmap)
    renderer.render(painter, QtCore.QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def _mark(pixmap: QtGui.QPixmap, sign: str, *, is_mask: bool) -> None:
    """Draw a disc with `sign` in it over the lower right corner, with a gap around it."""
    side = pixmap.width()
    size = max(round(side * 0.56), 9)
    disc = QtCore.QRectF(side - size, side - size, size, size)
    gap = max(side / 20, 1.0)
    painter = QtGui.QPainter(pixmap)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(QtGui.QColor("black"))
    painter.drawEllipse(disc.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setBrush(QtGui.QColor(INK if is_mask else MARK))
    painter.drawEllipse(disc)
    font = QtGui.QFont()
    font.setPixelSize(max(round(size * 0.78), 7))
    font.setBold(True)
    letters = QtGui.QPainterPath()
    letters.addText(QtCore.QPointF(), font, sign)
    # By its outline, in the middle of the disc: a font's line would sit too low.
    letters.translate(disc.center() - letters.boundingRect().center())
    if is_mask:
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(QtGui.QColor("white"))
    painter.drawPath(letters)
    painter.end()
