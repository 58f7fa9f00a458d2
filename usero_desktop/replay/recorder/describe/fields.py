"""Fields whose text is masked: how they look, and bullets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder.describe.sketch import Sketch
from usero_desktop.replay.recorder.painting.canvas import BULLET
from usero_desktop.replay.recorder.parts import Part, number
from usero_desktop.ui.masking.passwords import is_password

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui
    from usero_desktop.replay.recorder.describe.painter import WidgetPainter

PASSWORD: Final = 8
"""So many bullets stand for any password: how long it is is nobody's business."""
CURSOR_ROOM: Final = 12
"""Pixels: so wide is what is painted for a cursor, at the most."""
_MOST: Final = 200
_Style = QtWidgets.QStyle
_LineEdit = QtWidgets.QLineEdit
_RIGHT: Final = QtCore.Qt.AlignmentFlag.AlignRight.value
_CENTER: Final = QtCore.Qt.AlignmentFlag.AlignHCenter.value


def masked_line(field: QtWidgets.QLineEdit, painter: WidgetPainter) -> Sketch:
    """Return a field of one line with bullets in place of what is written in it."""
    rect = QtWidgets.QWidget.rect(field)
    option = QtWidgets.QStyleOptionFrame()
    option.initFrom(field)
    option.rect = QtWidgets.QWidget.contentsRect(field)
    style = QtWidgets.QWidget.style(field)
    if field.hasFrame():
        option.lineWidth = style.pixelMetric(_Style.PixelMetric.PM_DefaultFrameWidth, option, field)
    option.state |= _Style.StateFlag.State_Sunken
    if field.isReadOnly():
        option.state |= _Style.StateFlag.State_ReadOnly

    def draw(brush: QtGui.QPainter) -> None:
        style.drawPrimitive(_Style.PrimitiveElement.PE_PanelLineEdit, option, brush, field)

    canvas = painter.draw((rect.width(), rect.height()), draw)
    return Sketch((*canvas.parts(), *_bullets(field, painter, option)))


def length_of(widget: QtWidgets.QWidget) -> int | None:
    """Return how much is written in a field, or in the text edit whose viewport `widget` is."""
    if isinstance(widget, QtWidgets.QLineEdit):
        return len(_LineEdit.text(widget))
    area = QtWidgets.QWidget.parentWidget(widget)
    if isinstance(area, QtWidgets.QPlainTextEdit):
        return QtWidgets.QPlainTextEdit.document(area).characterCount()
    if isinstance(area, QtWidgets.QTextEdit):
        return QtWidgets.QTextEdit.document(area).characterCount()
    return None


def _bullets(
    field: QtWidgets.QLineEdit, painter: WidgetPainter, option: QtWidgets.QStyleOptionFrame
) -> tuple[Part, ...]:
    length = len(_LineEdit.text(field))
    if not length:
        return ()
    text = BULLET * (PASSWORD if is_password(field) else min(length, _MOST))
    style = QtWidgets.QWidget.style(field)
    room = style.subElementRect(_Style.SubElement.SE_LineEditContents, option, field)
    face = painter.tools.face(QtWidgets.QWidget.font(field))
    metrics = QtWidgets.QWidget.fontMetrics(field)
    top = room.y() + (room.height() - metrics.height() + 1) // 2 + metrics.ascent() - face.ascent
    color = QtWidgets.QWidget.palette(field).color(option.palette.ColorRole.Text)
    alignment = _LineEdit.alignment(field).value
    aligned = "right" if alignment & _RIGHT else "center" if alignment & _CENTER else "left"
    css = f"{face.css}color:{color.name()};overflow:hidden;text-align:{aligned};"
    place = (
        f"left:{number(room.x() + 2)}px;top:{number(top)}px;"
        f"width:{number(max(room.width() - 4, 0))}px"
    )
    name, place = painter.tools.dress(css, place)
    return (Part("t0", "div", f"t {name}", place, text),)
