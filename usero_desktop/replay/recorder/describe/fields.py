"""Fields whose text is masked: how they look, and bullets, or the host's own words in their place.

A placeholder is the host's. It is told where nothing else can be: a field that is painted as it
is might show what an input method is just composing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import is_from_right
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder.describe.sketch import Sketch
from usero_desktop.replay.recorder.kinds import chain, paints_itself
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
MARGIN: Final = 2
"""Pixels that QLineEdit leaves on either side of its text."""
_DIRECT: Final = QtCore.Qt.FindChildOption.FindDirectChildrenOnly
_MOST: Final = 200
_ICON: Final = "QLineEditIconButton"
_Style = QtWidgets.QStyle
_LineEdit = QtWidgets.QLineEdit
_RIGHT: Final = QtCore.Qt.AlignmentFlag.AlignRight.value
_CENTER: Final = QtCore.Qt.AlignmentFlag.AlignHCenter.value
_TOP: Final = QtCore.Qt.AlignmentFlag.AlignTop.value
_BOTTOM: Final = QtCore.Qt.AlignmentFlag.AlignBottom.value


def masked_line(
    field: QtWidgets.QLineEdit, painter: WidgetPainter, *, has_placeholder: bool
) -> Sketch:
    """Return a field of one line with bullets in place of what is written in it.

    One that is empty says its placeholder, where that is told.
    """
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
        if has_placeholder and not _LineEdit.text(field):
            _draw_placeholder(brush, field, option)

    canvas = painter.draw((rect.width(), rect.height()), draw)
    return Sketch((*canvas.parts(), *_bullets(field, painter, option)))


def length_of(widget: QtWidgets.QWidget) -> int | None:
    """Return how much is written in a field, or in the text edit whose viewport `widget` is.

    None where that does not say all that is told of it: an empty page may have a placeholder.
    """
    if isinstance(widget, QtWidgets.QLineEdit):
        return len(_LineEdit.text(widget))
    document = _document_of(QtWidgets.QWidget.parentWidget(widget))
    return None if document is None or document.isEmpty() else document.characterCount()


def is_empty_choice(box: QtWidgets.QWidget) -> bool:
    """Whether a combo box says its placeholder, since nothing in it is chosen."""
    return (
        isinstance(box, QtWidgets.QComboBox)
        and not QtWidgets.QComboBox.isEditable(box)
        and QtWidgets.QComboBox.currentIndex(box) < 0
        and not QtWidgets.QComboBox.currentText(box)
    )


def is_empty_page(viewport: QtWidgets.QWidget) -> bool:
    """Whether a text edit paints nothing but its placeholder: nobody has begun to write in it."""
    area = QtWidgets.QWidget.parentWidget(viewport)
    document = _document_of(area)
    if area is None or document is None or not document.isEmpty():
        return False
    is_composing = bool(document.firstBlock().layout().preeditAreaText())
    return not is_composing and not paints_itself(area, chain(area))


def _document_of(area: QtWidgets.QWidget | None) -> QtGui.QTextDocument | None:
    if isinstance(area, QtWidgets.QPlainTextEdit):
        return QtWidgets.QPlainTextEdit.document(area)
    if isinstance(area, QtWidgets.QTextEdit):
        return QtWidgets.QTextEdit.document(area)
    return None


def _draw_placeholder(
    brush: QtGui.QPainter, field: QtWidgets.QLineEdit, option: QtWidgets.QStyleOptionFrame
) -> None:
    """Draw it as QLineEdit does."""
    words, alignment = _LineEdit.placeholderText(field), _LineEdit.alignment(field)
    has_focus = QtWidgets.QWidget.hasFocus(field)
    if not words or (alignment.value & _CENTER and has_focus):
        return
    metrics = QtWidgets.QWidget.fontMetrics(field)
    room = _room(field, option)
    top = room.y() + (room.height() - metrics.height() + 1) // 2
    if alignment.value & _TOP:
        top = room.y() + 1
    elif alignment.value & _BOTTOM:
        top = room.bottom() - metrics.height()
    line = QtCore.QRect(room.x() + MARGIN, top, room.width() - 2 * MARGIN, metrics.height())
    direction = QtCore.Qt.LayoutDirection
    way = direction.RightToLeft if is_from_right(words) else direction.LeftToRight
    aligned = _Style.visualAlignment(way, alignment)
    shown = metrics.elidedText(words, QtCore.Qt.TextElideMode.ElideRight, line.width())
    brush.setFont(QtWidgets.QWidget.font(field))
    brush.setPen(QtWidgets.QWidget.palette(field).color(option.palette.ColorRole.PlaceholderText))
    brush.drawText(line, aligned.value, shown)


def _room(field: QtWidgets.QLineEdit, option: QtWidgets.QStyleOptionFrame) -> QtCore.QRect:
    """Return where in a field its text may be: not below the icons in it."""
    style = QtWidgets.QWidget.style(field)
    room = style.subElementRect(_Style.SubElement.SE_LineEditContents, option, field)
    room = room.marginsRemoved(_LineEdit.textMargins(field))
    middle = QtWidgets.QWidget.rect(field).center().x()
    # Not `children`: PySide6 takes long to tell what its other ones are.
    for button in QtCore.QObject.findChildren(field, QtWidgets.QToolButton, options=_DIRECT):
        if QtWidgets.QWidget.isHidden(button):
            continue
        taken = QtWidgets.QWidget.geometry(button)
        is_first, is_qts = taken.center().x() < middle, chain(button)[0] == _ICON
        if is_qts:
            # Whatever a style leaves free around its text, Qt adds the icon's own room to that.
            gap = style.pixelMetric(_Style.PixelMetric.PM_LineEditIconMargin, None, field)
            step = taken.width() + gap
            room.adjust(step if is_first else 0, 0, 0 if is_first else -step, 0)
        elif is_first:
            room.setLeft(max(room.left(), taken.right() + 1))
        else:
            room.setRight(min(room.right(), taken.left() - 1))
    return room


def _bullets(
    field: QtWidgets.QLineEdit, painter: WidgetPainter, option: QtWidgets.QStyleOptionFrame
) -> tuple[Part, ...]:
    length = len(_LineEdit.text(field))
    if not length:
        return ()
    text = BULLET * (PASSWORD if is_password(field) else min(length, _MOST))
    room = _room(field, option)
    face = painter.tools.face(QtWidgets.QWidget.font(field))
    metrics = QtWidgets.QWidget.fontMetrics(field)
    top = room.y() + (room.height() - metrics.height() + 1) // 2 + metrics.ascent() - face.ascent
    color = QtWidgets.QWidget.palette(field).color(option.palette.ColorRole.Text)
    alignment = _LineEdit.alignment(field).value
    aligned = "right" if alignment & _RIGHT else "center" if alignment & _CENTER else "left"
    css = f"{face.css}color:{color.name()};overflow:hidden;text-align:{aligned};"
    place = (
        f"left:{number(room.x() + MARGIN)}px;top:{number(top)}px;"
        f"width:{number(max(room.width() - 2 * MARGIN, 0))}px"
    )
    name, place = painter.tools.dress(css, place)
    return (Part("t0", "div", f"t {name}", place, text),)
