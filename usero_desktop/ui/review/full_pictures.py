"""The pictures of "What is sent": each as large as the page has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n.said import Said
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import PaintedButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.thumbnail import CORNER, paint_pencil
from usero_desktop.ui.sizes import size_words
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

HEIGHT_MOST: Final = 240
"""Of a picture, at scale 1: all of it is seen at once."""
LEAST: Final = 36
"""Of each side, at scale 1: one of a few pixels is pressed, too."""


class Shot(PaintedButton):
    """A picture as a whole, never larger than it is; a click opens it to be drawn on."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("usero_review_shot")
        self._image = QtGui.QImage()
        self._pixels = QtCore.QSize(1, 1)
        self._drawn = QtGui.QPixmap()

    def show_picture(self, picture: Picture, image: QtGui.QImage | None, look: Look) -> None:
        """Show `picture`, from its small preview where there is no `image` of it yet."""
        self._pixels = QtCore.QSize(picture.width, picture.height)
        new = QtGui.QImage.fromData(QtCore.QByteArray(picture.preview)) if image is None else image
        if new.cacheKey() != self._image.cacheKey():
            self._image, self._drawn = new, QtGui.QPixmap()
        self._take_look(look)

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        least = self._scale.px(LEAST)
        shown = self._shown_size()
        return QtCore.QSize(max(shown.width(), least), max(shown.height(), least))

    def _shown_size(self) -> QtCore.QSize:
        """Return the picture's own size, or what there is room for."""
        own = QtCore.QSizeF(self._pixels) / self.devicePixelRatioF()
        room = QtCore.QSizeF(self._room or metrics.INNER_WIDTH, self._scale.px(HEIGHT_MOST))
        if own.width() > room.width() or own.height() > room.height():
            own.scale(room, QtCore.Qt.AspectRatioMode.KeepAspectRatio)
        return own.toSize().expandedTo(QtCore.QSize(1, 1))

    @property
    def _radius(self) -> float:
        return self._scale.px(CORNER)

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        box = QtCore.QRectF(self.rect())
        path = QtGui.QPainterPath()
        path.addRoundedRect(box, self._radius, self._radius)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), colors.hover)
        size, ratio = self._shown_size(), self.devicePixelRatioF()
        pixels = (QtCore.QSizeF(size) * ratio).toSize()
        if self._drawn.size() != pixels and not self._image.isNull():
            ways = QtCore.Qt.AspectRatioMode, QtCore.Qt.TransformationMode
            image = self._image.scaled(
                pixels, ways[0].IgnoreAspectRatio, ways[1].SmoothTransformation
            )
            self._drawn = QtGui.QPixmap.fromImage(image)
            self._drawn.setDevicePixelRatio(ratio)
        target = QtCore.QRect(QtCore.QPoint(), size)
        target.moveCenter(self.rect().center())
        painter.drawPixmap(target.topLeft(), self._drawn)
        painter.setClipping(False)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(colors.border, 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
        # At rest it must not hide a picture that is hardly larger.
        if self._is_lively or min(size.width(), size.height()) > self._scale.px(metrics.THUMBNAIL):
            paint_pencil(painter, self, colors, self._scale, lively=self._is_lively)


class ShotRow(QtWidgets.QWidget):
    """One picture of a report, with how large it is.

    Signal: `edited()` when it is to be drawn on.
    """

    edited = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.shot = Shot(self)
        self.shot.clicked.connect(self.edited)
        self._words = Label(self, pixels=metrics.SMALL)
        self._words.setWordWrap(True)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.addWidget(self.shot, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._column.addWidget(self._words)
        self._around = 0

    def show_picture(
        self, picture: Picture, image: QtGui.QImage | None, number: int, look: Look
    ) -> None:
        """Show `picture`, the `number`th from 1, by its `image` once there is one."""
        texts, px = look.texts, look.scale.px
        self._column.setSpacing(px(4))
        self._around = px(metrics.RING_ROOM)
        self._column.setContentsMargins(self._around, 0, self._around, 0)
        name = Said("pictures.one", {"n": number})
        pixels = Said(
            "pictures.size", {"name": name, "width": picture.width, "height": picture.height}
        )
        size = size_words(texts, len(picture.data))
        words = texts("review.picture", picture=pixels, size=size)
        self._words.setText(words)
        self._words.show_color(look.colors.muted, look.scale)
        edit = texts("pictures.edit", n=number)
        self.shot.setAccessibleName(edit)
        self.shot.setToolTip(edit)
        describe(self.shot, words)
        self.shot.show_picture(picture, image, look)

    def show_room(self, room: int) -> None:
        """Be at most `room` wide; its words wrap by themselves."""
        self.shot.show_room(room - 2 * self._around)
