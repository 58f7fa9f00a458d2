from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.buttons import PaintedButton
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

OVERHANG = 5
"""How far the remove button sticks out of its thumbnail."""

_FIXED = QtWidgets.QSizePolicy.Policy.Fixed


def _square(scale: Scale, room: int) -> QtCore.QSize:
    """Return what a picture takes, where as many as there may be have `room`.

    A size hint, not a fixed size: our sheet takes every minimum and maximum back (a host's
    sheet might set one), and with them what setFixedSize() had set.
    """
    side = scale.px(metrics.THUMBNAIL) + scale.px(OVERHANG)
    if room:
        side = min(side, (room + _gap(scale)) // limits.SCREENSHOTS - _gap(scale))
    return QtCore.QSize(side, side)


def _gap(scale: Scale) -> int:
    """Return the gap between two squares; what sticks out of them is a part of it."""
    return scale.px(metrics.GAP) - scale.px(OVERHANG)


def _box(place: QtWidgets.QWidget, scale: Scale) -> QtCore.QRectF:
    """Return where in its `place` a picture is drawn."""
    over = scale.px(OVERHANG)
    side = place.width() - over
    return QtCore.QRectF(over if place.isRightToLeft() else 0, over, side, side)


class RemoveButton(PaintedButton):
    """The small round cross in a thumbnail's corner."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._colors: Colors | None = None

    def show_look(self, look: Look, number: int) -> None:
        """Take colours and words; `number` counts the pictures from 1."""
        self._colors, self._scale = look.colors, look.scale
        self.setAccessibleName(look.texts("pictures.remove", n=number))
        self.resize(self.sizeHint())
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.REMOVE, metrics.REMOVE))
    def sizeHint(self) -> QtCore.QSize:
        side = self._scale.px(metrics.REMOVE + 4)
        return QtCore.QSize(side, side)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        painter = self._painter()
        lively = self.underMouse() or self.isDown() or self.ring.is_shown
        painter.setPen(QtGui.QPen(colors.background, self._scale.px(2)))
        painter.setBrush(colors.error if lively else colors.text)
        inset, side = self._scale.px(2), self._scale.px(12)
        box = QtCore.QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawEllipse(box)
        cross = icons.icon("close", side, self.devicePixelRatioF(), colors.background)
        corner = box.center() - QtCore.QPointF(side / 2, side / 2)
        painter.drawPixmap(corner, cross)
        self._focus_ring(painter, colors, self.width() / 2)
        painter.end()

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in {QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace}:
            self.click()
        else:
            super().keyPressEvent(event)


class Thumbnail(QtWidgets.QLabel):
    """One picture, 64 x 64, filling its square. Signals: `removed()`.

    A label with a pixmap is what Qt calls a graphic to a screen reader.
    """

    removed = Signal()

    def __init__(self, picture: Picture, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.shown = picture
        image = QtGui.QImage.fromData(QtCore.QByteArray(picture.preview))
        self.setPixmap(QtGui.QPixmap.fromImage(image))
        self._colors: Colors | None = None
        self._scale = Scale()
        self._room = 0
        self.setSizePolicy(_FIXED, _FIXED)
        self._remove = RemoveButton(self)
        self._remove.clicked.connect(self._on_remove_clicked)

    @property
    def remove_button(self) -> RemoveButton:
        """What the keyboard reaches of it."""
        return self._remove

    def show_look(self, look: Look, number: int, room: int) -> None:
        """Take looks and the strip's `room`; `number` counts the pictures from 1."""
        self._colors, self._scale, self._room = look.colors, look.scale, room
        self.updateGeometry()
        name = Said("pictures.one", {"n": number})
        self.setAccessibleName(look.texts.say(name))
        width, height = self.shown.width, self.shown.height
        size = look.texts("pictures.size", name=name, width=width, height=height)
        self.setToolTip(size)
        self._remove.show_look(look, number)
        self._put_remove()
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        return _square(self._scale, self._room)

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def minimumSizeHint(self) -> QtCore.QSize:
        return _square(self._scale, self._room)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self._put_remove()
        super().resizeEvent(event)

    def _put_remove(self) -> None:
        left = 0 if self.isRightToLeft() else self.width() - self._remove.width()
        self._remove.move(left, 0)

    @guard
    def _on_remove_clicked(self) -> None:
        self.removed.emit()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._colors is None:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        box, radius = _box(self, self._scale), self._scale.px(8)
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
        painter.end()


class PictureStrip(QtWidgets.QGroupBox):
    """The thumbnails in a row, and a breathing place for each that is still on its way.

    Signals: `removed(int)` with the index of the picture to remove.
    """

    removed = Signal(int)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self._look: Look | None = None
        self._room = 0
        self._thumbnails: list[Thumbnail] = []
        self._waiting: list[Placeholder] = []
        self.setVisible(False)

    def show_pictures(
        self,
        pictures: tuple[Picture, ...],
        waiting: int,
        look: Look,
        *,
        before: QtWidgets.QWidget,
    ) -> None:
        """Show `pictures`, and `waiting` more that are being taken.

        `before` is what the keyboard reaches before them, and what gets the focus from the
        last one that goes.
        """
        if tuple(thumb.shown for thumb in self._thumbnails) != pictures:
            self._rebuild(pictures, before)
        self._await(min(waiting, limits.SCREENSHOTS - len(pictures)))
        self.setAccessibleName(look.texts("pictures.name"))
        self._look = look
        self._row.setSpacing(_gap(look.scale))
        self._show_looks()
        self.setVisible(bool(pictures or self._waiting))

    def show_room(self, room: int) -> None:
        """Be at most `room` wide: the pictures get smaller where not all that may come fit."""
        self._room = room
        self._show_looks()

    def _show_looks(self) -> None:
        if self._look is None:
            return
        for number, thumbnail in enumerate(self._thumbnails, 1):
            thumbnail.show_look(self._look, number, self._room)
        for place in self._waiting:
            place.show_look(self._look, self._room)

    def _rebuild(self, pictures: tuple[Picture, ...], before: QtWidgets.QWidget) -> None:
        buttons = [thumbnail.remove_button for thumbnail in self._thumbnails]
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        known = {id(thumb.shown): thumb for thumb in self._thumbnails}
        kept = [known.pop(id(p)) if id(p) in known else self._made(p) for p in pictures]
        for place, thumbnail in enumerate(kept):
            self._row.insertWidget(place, thumbnail)
            thumbnail.show()
        self._thumbnails = kept
        order = [before, *(thumbnail.remove_button for thumbnail in kept)]
        for one, following in pairwise(order):
            QtWidgets.QWidget.setTabOrder(one, following)
        if focused is not None and buttons[focused] not in order:
            # Before it is hidden: Qt would hand the focus to whatever the host has next.
            order[min(focused + 1, len(kept))].setFocus(buttons[focused].ring.reason)
        for gone in known.values():
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _made(self, picture: Picture) -> Thumbnail:
        thumbnail = Thumbnail(picture, self)
        thumbnail.removed.connect(self._on_removed)
        return thumbnail

    def _await(self, count: int) -> None:
        while len(self._waiting) > count:
            place = self._waiting.pop()
            self._row.removeWidget(place)
            place.hide()
            place.deleteLater()
        while len(self._waiting) < count:
            place = Placeholder(self)
            self._waiting.append(place)
            self._row.insertWidget(len(self._thumbnails) + len(self._waiting) - 1, place)
            place.show()

    @guard
    def _on_removed(self) -> None:
        sender = self.sender()
        for index, thumbnail in enumerate(self._thumbnails):
            if thumbnail is sender:
                self.removed.emit(index)
                return


class Placeholder(QtWidgets.QLabel):
    """Where a picture will be in a moment."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._colors: Colors | None = None
        self._scale = Scale()
        self._room = 0
        self.setSizePolicy(_FIXED, _FIXED)

    def show_look(self, look: Look, room: int) -> None:
        """Take looks and the strip's `room`."""
        self._colors, self._scale, self._room = look.colors, look.scale, room
        self.updateGeometry()
        self.setAccessibleName(look.texts("pictures.working"))
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        return _square(self._scale, self._room)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._colors is None:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtGui.QPen(self._colors.edge, 1.5, QtCore.Qt.PenStyle.DashLine))
        painter.setBrush(self._colors.hover)
        px = self._scale.px
        box = _box(self, self._scale).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, px(8), px(8))
        dots = QtGui.QColor(self._colors.muted)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(dots)
        for step in (-1, 0, 1):
            center = box.center() + QtCore.QPointF(step * px(9), 0)
            painter.drawEllipse(center, 2.5 * self._scale.factor, 2.5 * self._scale.factor)
        painter.end()
