"""A recording at one of its moments, with the mouse where it was."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.rrweb.film import Film
from usero_desktop.ui.guard import guard
from usero_desktop.ui.playback.painter import PagePainter
from usero_desktop.ui.playback.pictures import Pictures

if TYPE_CHECKING:
    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look

PRESS_MS: Final = 400
"""So long a press of the mouse is seen."""
SHARE: Final = 0.25
"""The most of the GUI thread's time that painting takes while it plays."""
HIGHEST: Final = 0.75
"""Of its width: a page that is higher is shown smaller."""

_ARROW: Final = ((0, 0), (0, 15), (3.6, 11.6), (6.1, 17), (8.4, 16), (6, 10.8), (10.8, 10.8))


class Screen(QtWidgets.QWidget):
    """Shows what the bytes of a recording hold at a moment (see `painter`)."""

    def __init__(self, parent: QtWidgets.QWidget, *, pool: Pool, bridge: Bridge) -> None:
        """Pictures are decoded in `pool`."""
        super().__init__(parent)
        self.setObjectName("usero_playback_screen")
        rules = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        rules.setHeightForWidth(True)
        self.setSizePolicy(rules)
        self._pictures = Pictures(pool, bridge, self._on_picture)
        self._painter = PagePainter(self._pictures)
        self._film = Film(())
        self._look: Look | None = None
        self._at_ms, self._due = 0, 0.0
        self._page = QtGui.QImage()
        self._shown: tuple[int, int] | None = None
        self._fitted = QtGui.QPixmap()

    @property
    def length_ms(self) -> int:
        """How long the recording lasts."""
        return self._film.length_ms

    def show_look(self, look: Look) -> None:
        """Take colours and words."""
        self._look = look
        self.setAccessibleName(look.texts("playback.screen"))
        self.update()

    def show_film(self, film: Film) -> None:
        """Show another recording, from its beginning."""
        self._film, self._shown = film, None
        self._page = QtGui.QImage()
        self.show_moment(0)
        self.updateGeometry()

    def show_moment(self, at_ms: int, *, in_passing: bool = False) -> None:
        """Show what was to be seen `at_ms` milliseconds on.

        What is shown `in_passing` may be left out where painting would take too much time.
        """
        self._at_ms = at_ms
        self._film.seek(at_ms)
        if not in_passing or perf_counter() >= self._due:
            self._paint_page()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    @guard(otherwise=1)
    def heightForWidth(self, width: int) -> int:
        across, down = self._film.document.extent
        share = min(down / across, HIGHEST) if across else HIGHEST
        return max(round(width * share), 1)

    @guard(otherwise=QtCore.QSize(160, 120))
    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(320, self.heightForWidth(320))

    @guard
    def _on_picture(self) -> None:
        if self._pictures.is_missing_any:
            return
        self._shown = None
        self._paint_page()
        self.update()

    def _paint_page(self) -> None:
        """Paint the page anew where it looks different now."""
        if self._shown == self._film.looks:
            return
        began = perf_counter()
        page = self._painter.image(self._film.document, max(self._scale, 1.0))
        self._due = perf_counter() + (perf_counter() - began) / SHARE
        # What is there stays until all pictures that are in the new page have come.
        if self._pictures.is_missing_any and not self._page.isNull():
            return
        self._shown = self._film.looks
        if page.size() != self._page.size():
            self.updateGeometry()
        self._page = page
        self._fitted = QtGui.QPixmap()

    @property
    def _scale(self) -> float:
        """True pixels for one of the page's."""
        across, _ = self._film.document.extent
        return self._place().width() * self.devicePixelRatioF() / across if across else 1.0

    def _place(self) -> QtCore.QRectF:
        """Return where the page is shown."""
        room = QtCore.QRectF(self.rect())
        size = QtCore.QSizeF(*map(float, self._film.document.extent))
        if size.isEmpty() or room.isEmpty():
            return room
        size.scale(room.size(), QtCore.Qt.AspectRatioMode.KeepAspectRatio)
        place = QtCore.QRectF(QtCore.QPointF(), size)
        place.moveCenter(room.center())
        return place

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), look.colors.hover)
        place = self._place()
        if not self._page.isNull():
            self._fit(place)
            painter.setClipRect(place)
            painter.drawPixmap(place.topLeft(), self._fitted)
            self._paint_mouse(painter, place, look)
            painter.setClipping(False)
        painter.setPen(QtGui.QPen(look.colors.border, 1))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRect(QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _fit(self, place: QtCore.QRectF) -> None:
        """Make the page as large as it is shown; once, however often that is painted."""
        ratio = self.devicePixelRatioF()
        size = (place.size() * ratio).toSize()
        if self._fitted.size() == size:
            return
        image = self._page.scaled(
            size,
            QtCore.Qt.AspectRatioMode.IgnoreAspectRatio,
            QtCore.Qt.TransformationMode.SmoothTransformation,
        )
        self._fitted = QtGui.QPixmap.fromImage(image)
        self._fitted.setDevicePixelRatio(ratio)

    def _paint_mouse(self, painter: QtGui.QPainter, place: QtCore.QRectF, look: Look) -> None:
        across, _ = self._film.document.extent
        share = place.width() / across if across else 1.0

        def at(x: float, y: float) -> QtCore.QPointF:
            return place.topLeft() + QtCore.QPointF(x, y) * share

        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        press = self._film.pressed(self._at_ms, PRESS_MS)
        if press is not None:
            gone = (self._at_ms - press.at_ms) / PRESS_MS
            ink = QtGui.QColor(look.colors.accent)
            ink.setAlphaF(1 - gone)
            painter.setPen(QtGui.QPen(ink, look.scale.px(2)))
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            reach = look.scale.px(4) + look.scale.px(8) * gone
            painter.drawEllipse(at(press.x, press.y), reach, reach)
        pointer = self._film.document.pointer
        if pointer is not None:
            painter.save()
            painter.translate(at(*pointer))
            painter.scale(look.scale.factor * 0.8, look.scale.factor * 0.8)
            painter.setPen(QtGui.QPen(QtGui.QColor(255, 255, 255), 1.2))
            painter.setBrush(QtGui.QColor(0, 0, 0))
            painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(*point) for point in _ARROW]))
            painter.restore()
