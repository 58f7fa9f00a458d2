"""Two of our icons without QtSvg: the launcher is all that a closed widget shows.

Loading QtSvg for them would cost the host 2.3 MB and a third of the time to the first
frame, before anybody has clicked (packaging/bench, PySide6 6.11).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from usero_desktop import assets
from usero_desktop.qt import QtCore, QtGui

VIEW_BOX: Final = 24
STROKE: Final = 1.75

_DATA: Final = re.compile(r' d="([^"]+)"')
_STEP: Final = re.compile(r"([MLHVCZ])([^MLHVCZ]*)")
_NUMBER: Final = re.compile(r"-?[\d.]+")


def paint(painter: QtGui.QPainter, name: str, place: QtCore.QRectF, color: QtGui.QColor) -> None:
    """Draw ``icons/<name>.svg`` into `place`; its paths may use M, L, H, V, C and Z only."""
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(place.width() / VIEW_BOX, place.height() / VIEW_BOX)
    pen = QtGui.QPen(color, STROKE)
    pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.drawPath(_outline(name))
    painter.restore()


@cache
def _outline(name: str) -> QtGui.QPainterPath:
    path = QtGui.QPainterPath()
    for data in _DATA.findall(assets.text(f"icons/{name}.svg")):
        for command, numbers in _STEP.findall(data):
            _step(path, command, [float(number) for number in _NUMBER.findall(numbers)])
    return path


def _step(path: QtGui.QPainterPath, command: str, numbers: list[float]) -> None:
    match command:
        case "M":
            path.moveTo(*numbers)
        case "L":
            path.lineTo(*numbers)
        case "H":
            path.lineTo(numbers[0], path.currentPosition().y())
        case "V":
            path.lineTo(path.currentPosition().x(), numbers[0])
        case "C":
            path.cubicTo(*numbers)
        case _:
            path.closeSubpath()
