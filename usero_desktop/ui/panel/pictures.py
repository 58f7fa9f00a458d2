from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.thumbnail import FIXED, Thumbnail, box_of, gap, paint_dots, square
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look


class PictureStrip(QtWidgets.QGroupBox):
    """The thumbnails in a row, and a breathing place for each that is still on its way.

    Signals: `edited(int)` and `removed(int)` with the index of the picture that is to be drawn
    on or to go; `approached()` when one may be drawn on soon.
    """

    edited = Signal(int)
    approached = Signal()
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
        changing: tuple[Picture, ...] = (),
    ) -> None:
        """Show `pictures`, and `waiting` more that are being taken; `changing` will be others.

        `before` is what the keyboard reaches before them, and what gets the focus from the
        last one that goes.
        """
        if [id(thumb.shown) for thumb in self._thumbnails] != [id(one) for one in pictures]:
            self._rebuild(pictures, before)
        for thumbnail in self._thumbnails:
            thumbnail.show_awaited(any(one is thumbnail.shown for one in changing), look)
        self._await(min(waiting, limits.SCREENSHOTS - len(pictures)))
        self.setAccessibleName(look.texts("pictures.name"))
        self._look = look
        self._row.setSpacing(gap(look.scale))
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
        self._show_changed(pictures)
        buttons = [button for thumbnail in self._thumbnails for button in thumbnail.buttons]
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        known = {id(thumb.shown): thumb for thumb in self._thumbnails}
        kept = [known.pop(id(p)) if id(p) in known else self._made(p) for p in pictures]
        for place, thumbnail in enumerate(kept):
            self._row.insertWidget(place, thumbnail)
            thumbnail.show()
        self._thumbnails = kept
        order = [before, *(button for thumbnail in kept for button in thumbnail.buttons)]
        for one, following in pairwise(order):
            QtWidgets.QWidget.setTabOrder(one, following)
        if focused is not None and buttons[focused] not in order:
            # Before it is hidden: Qt would hand the focus to whatever the host has next. To the
            # same button of the next one, or of the last one.
            place = focused + 1 if focused + 1 < len(order) else len(order) - 2 + focused % 2
            order[max(place, 0)].setFocus(buttons[focused].ring.reason)
        for gone in known.values():
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _show_changed(self, pictures: tuple[Picture, ...]) -> None:
        """Have the thumbnail of a picture that is another now show that: it keeps the focus."""
        if len(pictures) == len(self._thumbnails):
            known = {id(thumb.shown) for thumb in self._thumbnails}
            wanted = {id(picture) for picture in pictures}
            for thumb, picture in zip(self._thumbnails, pictures, strict=True):
                if id(thumb.shown) not in wanted and id(picture) not in known:
                    thumb.show_picture(picture)

    def _made(self, picture: Picture) -> Thumbnail:
        thumbnail = Thumbnail(picture, self)
        thumbnail.edited.connect(self._on_edited)
        thumbnail.approached.connect(self.approached)
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
    def _on_edited(self) -> None:
        self.edited.emit(self._place_of(self.sender()))

    @guard
    def _on_removed(self) -> None:
        self.removed.emit(self._place_of(self.sender()))

    def _place_of(self, sender: QtCore.QObject) -> int:
        return next(i for i, thumb in enumerate(self._thumbnails) if thumb is sender)


class Placeholder(QtWidgets.QLabel):
    """Where a picture will be in a moment."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._colors: Colors | None = None
        self._scale = Scale()
        self._room = 0
        self.setSizePolicy(FIXED, FIXED)

    def show_look(self, look: Look, room: int) -> None:
        """Take looks and the strip's `room`."""
        self._colors, self._scale, self._room = look.colors, look.scale, room
        self.updateGeometry()
        self.setAccessibleName(look.texts("pictures.working"))
        self.update()

    @guard(otherwise=QtCore.QSize(metrics.THUMBNAIL, metrics.THUMBNAIL))
    def sizeHint(self) -> QtCore.QSize:
        return square(self._scale, self._room)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._colors is None:
            return
        with painting(self) as painter:
            painter.setPen(QtGui.QPen(self._colors.edge, 1.5, QtCore.Qt.PenStyle.DashLine))
            painter.setBrush(self._colors.hover)
            px = self._scale.px
            box = box_of(self, self._scale).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, px(8), px(8))
            paint_dots(painter, box, self._colors.muted, self._scale)
