"""One picture of a report: how it looks, opened by a click and taken out by its cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import PaintedButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

OVERHANG = 5
"""How far the remove button sticks out of its thumbnail."""

CORNER = 8
"""The radius of a picture's corners."""

DELETING = frozenset((QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace))

FIXED = QtWidgets.QSizePolicy.Policy.Fixed


def square(scale: Scale, room: int) -> QtCore.QSize:
    """Return what a picture takes, where as many as there may be have `room`.

    A size hint, not a fixed size: our sheet takes every minimum and maximum back (a host's
    sheet might set one), and with them what setFixedSize() had set.
    """
    side = scale.px(metrics.THUMBNAIL) + scale.px(OVERHANG)
    if room:
        side = min(side, (room + gap(scale)) // limits.SCREENSHOTS - gap(scale))
    return QtCore.QSize(side, side)


def gap(scale: Scale) -> int:
    """Return the gap between two squares; what sticks out of them is a part of it."""
    return scale.px(metrics.GAP) - scale.px(OVERHANG)


def box_of(place: QtWidgets.QWidget, scale: Scale) -> QtCore.QRectF:
    """Return where in its `place` a picture is drawn."""
    over = scale.px(OVERHANG)
    side = place.width() - over
    return QtCore.QRectF(over if place.isRightToLeft() else 0, over, side, side)


class RemoveButton(PaintedButton):
    """The small round cross in a thumbnail's corner."""

    def show_look(self, look: Look, number: int) -> None:
        """Take colours and words; `number` counts the pictures from 1."""
        self._take_look(look)
        self.setAccessibleName(look.texts("pictures.remove", n=number))
        self.resize(self.sizeHint())

    @guard(otherwise=QtCore.QSize(metrics.REMOVE, metrics.REMOVE))
    def sizeHint(self) -> QtCore.QSize:
        side = self._scale.px(metrics.REMOVE + 4)
        return QtCore.QSize(side, side)

    @property
    def _radius(self) -> float:
        return self.width() / 2

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        lively = self._is_lively or self.ring.is_shown
        painter.setPen(QtGui.QPen(colors.background, self._scale.px(2)))
        painter.setBrush(colors.error if lively else colors.text)
        inset, side = self._scale.px(2), self._scale.px(12)
        box = QtCore.QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawEllipse(box)
        cross = icons.icon("close", side, self.devicePixelRatioF(), colors.background)
        corner = box.center() - QtCore.QPointF(side / 2, side / 2)
        painter.drawPixmap(corner, cross)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in DELETING:
            self.click()
        else:
            super().keyPressEvent(event)


class EditButton(PaintedButton):
    """All of a thumbnail but its cross: a pencil says that one can draw on the picture.

    Signals: `removed()` by a key that deletes; `approached()` when the mouse or the focus comes.
    """

    removed = Signal()
    approached = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._is_awaited = False

    def show_look(self, look: Look, words: str) -> None:
        """Take colours and words."""
        self._take_look(look)
        self.setAccessibleName(words)

    def show_awaited(self, awaited: bool) -> None:
        """Show that the picture is about to be another."""
        self._is_awaited = awaited
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        place = self.parentWidget()
        return box_of(place, self._scale).toRect().size() if place is not None else self.size()

    @property
    def _radius(self) -> float:
        return self._scale.px(CORNER)

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        radius = self._radius
        if self._is_awaited:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            veil = QtGui.QColor(colors.background)
            veil.setAlphaF(0.75)
            painter.setBrush(veil)
            painter.drawRoundedRect(self.rect(), radius, radius)
            paint_dots(painter, QtCore.QRectF(self.rect()), colors.muted, self._scale)
        elif self.isEnabled():
            lively = self._is_lively or self.ring.is_shown
            if lively:
                painter.setPen(QtCore.Qt.PenStyle.NoPen)
                painter.setBrush(QtGui.QColor(0, 0, 0, 110))
                painter.drawRoundedRect(self.rect(), radius, radius)
            paint_pencil(painter, self, colors, self._scale, lively=lively)

    @guard
    def enterEvent(self, event: QtGui.QEnterEvent) -> None:
        super().enterEvent(event)
        self.approached.emit()

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusInEvent(event)
        self.approached.emit()

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in DELETING:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class Thumbnail(QtWidgets.QLabel):
    """One picture, 64 x 64, filling its square.

    Signals: `edited()` when it is to be drawn on, `approached()` when it may be so soon,
    `removed()`. A label with a pixmap is what Qt calls a graphic to a screen reader.
    """

    edited = Signal()
    approached = Signal()
    removed = Signal()

    def __init__(self, picture: Picture, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._colors: Colors | None = None
        self._scale = Scale()
        self._room = 0
        self.setSizePolicy(FIXED, FIXED)
        self._edit = EditButton(self)
        self._edit.setObjectName("usero_edit_screenshot")
        self._edit.clicked.connect(self._on_edit_clicked)
        self._edit.removed.connect(self._on_remove_clicked)
        self._edit.approached.connect(self.approached)
        self._remove = RemoveButton(self)
        self._remove.setObjectName("usero_remove_screenshot")
        self._remove.clicked.connect(self._on_remove_clicked)
        self.show_picture(picture)

    @property
    def buttons(self) -> tuple[PaintedButton, PaintedButton]:
        """What the keyboard reaches of it, in order."""
        return self._edit, self._remove

    def show_picture(self, picture: Picture) -> None:
        """Show `picture`."""
        self.shown = picture
        image = QtGui.QImage.fromData(QtCore.QByteArray(picture.preview))
        self.setPixmap(QtGui.QPixmap.fromImage(image))

    def show_awaited(self, awaited: bool, look: Look) -> None:
        """Show that the picture is about to be another."""
        self._edit.show_awaited(awaited)
        describe(self._edit, look.texts("pictures.changing") if awaited else "")

    def show_look(self, look: Look, number: int, room: int) -> None:
        """Take looks and the strip's `room`; `number` counts the pictures from 1."""
        self._colors, self._scale, self._room = look.colors, look.scale, room
        self.updateGeometry()
        name = Said("pictures.one", {"n": number})
        self.setAccessibleName(look.texts.say(name))
        width, height = self.shown.width, self.shown.height
        size = look.texts("pictures.size", name=name, width=width, height=height)
        words = look.texts("pictures.edit", n=number)
        self._edit.show_look(look, words)
        self._edit.setToolTip(f"{words}\n{size}")
        self._remove.show_look(look, number)
        self._put_buttons()
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        return square(self._scale, self._room)

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def minimumSizeHint(self) -> QtCore.QSize:
        return square(self._scale, self._room)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self._put_buttons()
        super().resizeEvent(event)

    def _put_buttons(self) -> None:
        self._edit.setGeometry(box_of(self, self._scale).toRect())
        left = 0 if self.isRightToLeft() else self.width() - self._remove.width()
        self._remove.move(left, 0)

    @guard
    def _on_edit_clicked(self) -> None:
        self.edited.emit()

    @guard
    def _on_remove_clicked(self) -> None:
        self.removed.emit()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._colors is None:
            return
        with painting(self, has_pictures=True) as painter:
            box, radius = box_of(self, self._scale), self._scale.px(CORNER)
            path = QtGui.QPainterPath()
            path.addRoundedRect(box, radius, radius)
            painter.setClipPath(path)
            painter.fillRect(box, self._colors.hover)
            preview = self.pixmap()
            size = QtCore.QSizeF(preview.size())
            if not size.isEmpty():
                size.scale(box.size(), QtCore.Qt.AspectRatioMode.KeepAspectRatioByExpanding)
                target = QtCore.QRectF(box.topLeft(), size)
                target.moveCenter(box.center())
                painter.drawPixmap(target, preview, QtCore.QRectF(preview.rect()))
            painter.setClipping(False)
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(self._colors.border, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def paint_pencil(
    painter: QtGui.QPainter,
    button: QtWidgets.QWidget,
    colors: Colors,
    scale: Scale,
    *,
    lively: bool,
) -> None:
    """Draw what opens a picture: small in a corner, large in the middle where it is pointed at."""
    px, rect = scale.px, QtCore.QRectF(button.rect())
    side, icon_side = (px(32), px(18)) if lively else (px(20), px(12))
    box = QtCore.QRectF(0, 0, side, side)
    if lively:
        box.moveCenter(rect.center())
    else:
        gap = px(4)
        left = rect.width() - gap - side if button.isRightToLeft() else gap
        box.moveTopLeft(QtCore.QPointF(left, rect.height() - gap - side))
    painter.setPen(QtGui.QPen(colors.edge, 1))
    painter.setBrush(colors.background)
    painter.drawEllipse(box)
    pencil = icons.icon("edit", icon_side, button.devicePixelRatioF(), colors.text)
    corner = box.center() - QtCore.QPointF(icon_side / 2, icon_side / 2)
    painter.drawPixmap(corner, pencil)


def paint_dots(
    painter: QtGui.QPainter, box: QtCore.QRectF, ink: QtGui.QColor, scale: Scale
) -> None:
    """Draw three dots in the middle of `box`: something is under way."""
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for step in (-1, 0, 1):
        center = box.center() + QtCore.QPointF(step * scale.px(9), 0)
        painter.drawEllipse(center, 2.5 * scale.factor, 2.5 * scale.factor)
