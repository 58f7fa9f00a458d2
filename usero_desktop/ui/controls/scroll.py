from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.controls.focus import is_reached
from usero_desktop.ui.controls.measure import Page, heights
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui

_Type = QtCore.QEvent.Type


class ScrollPage(Page):
    """A page that shows all of its content, or as much as fits and a bar for the rest.

    It wants little for itself: how much its content wants is asked for by `heights()` of
    `measure`. The bar lies beside it, in the padding of the panel, so that with it and without
    the content is equally wide; it is made when first needed.
    """

    def __init__(self, parent: QtWidgets.QWidget, *, beside: QtWidgets.QWidget) -> None:
        """`beside` is the widget whose padding the bar lies in."""
        super().__init__(parent)
        self._beside = beside
        self._scale = Scale()
        self._bar: QtWidgets.QScrollBar | None = None
        self._known = (0, 0)
        self.content = Page(self)
        """What is shown; give it a layout."""

    def show_scale(self, scale: Scale) -> None:
        """Take sizes."""
        self._scale = scale
        self.updateGeometry()

    @property
    def is_scrolling(self) -> bool:
        """Whether there is more than fits."""
        return self._bar is not None and not self._bar.isHidden()

    @guard(otherwise=QtCore.QSize(0, 0))
    def sizeHint(self) -> QtCore.QSize:
        # How high it is to be, `beyond` says: that hangs on the width, which is not known here.
        return QtCore.QSize(self.content.minimumSizeHint().width(), 0)

    def minimumSizeHint(self) -> QtCore.QSize:
        return self.sizeHint()

    def beyond(self, width: int) -> tuple[int, int]:
        """Return by how much its content's wish, and least, at `width` exceed its own hint."""
        return heights(self.content, width)

    def arrange(self) -> None:
        """Put the content, and the bar where one is needed, in their places."""
        width, port = self.width(), self.height()
        self._known = heights(self.content, width)
        least = self._known[1]
        beyond = max(least - port, 0)
        if beyond or self._bar is not None:
            self._show_bar(beyond)
        top = -self._bar.value() if self._bar is not None and beyond else 0
        self.content.setGeometry(0, top, width, max(port, least))

    def bring(self, part: QtWidgets.QWidget) -> None:
        """Scroll to `part` of the content once it has its place."""

        @guard
        def scroll() -> None:
            bar = self._bar
            if bar is None or not self.is_scrolling or not is_alive(part) or part.isHidden():
                return
            gap = self._scale.px(metrics.GAP)
            top = part.mapTo(self.content, QtCore.QPoint()).y() - gap
            end = top + part.height() + 2 * gap
            # The beginning is in sight where not all of it can be.
            bar.setValue(min(max(bar.value(), end - self.height()), top))

        after(self, 0, scroll)

    def _show_bar(self, beyond: int) -> None:
        bar = self._bar
        if bar is None:
            bar = self._bar = QtWidgets.QScrollBar(QtCore.Qt.Orientation.Vertical, self._beside)
            bar.valueChanged.connect(self._on_scrolled)
            application = QtWidgets.QApplication.instance()
            if isinstance(application, QtWidgets.QApplication):
                application.focusChanged.connect(self._on_focus_changed)
        bar.setRange(0, beyond)
        bar.setPageStep(self.height())
        bar.setSingleStep(self._scale.px(metrics.CONTROL))
        wide = self._scale.px(metrics.SCROLL_BAR)
        corner = self.mapTo(self._beside, QtCore.QPoint())
        room = self._scale.px(metrics.RING_ROOM)
        gap = (self._scale.px(metrics.PANEL_PADDING) - wide) // 2 - room
        left = corner.x() - gap - wide if self.isRightToLeft() else corner.x() + self.width() + gap
        bar.setGeometry(left, corner.y(), wide, self.height())
        bar.setVisible(beyond > 0 and self.isVisibleTo(self._beside))

    @guard
    def _on_scrolled(self, value: int) -> None:
        self.content.move(0, -value)

    @guard
    def _on_focus_changed(
        self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None
    ) -> None:
        if now is not None and is_reached(now, self.content):
            self.bring(now)

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == _Type.LayoutRequest:
            if heights(self.content, self.width()) != self._known:
                # That is the panel's to know.
                self.updateGeometry()
            self.arrange()
        return super().event(event)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @guard
    def moveEvent(self, event: QtGui.QMoveEvent) -> None:
        super().moveEvent(event)
        self.arrange()

    @guard
    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    @guard
    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        super().hideEvent(event)
        if self._bar is not None:
            self._bar.hide()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if self._bar is not None and self.is_scrolling:
            QtWidgets.QApplication.sendEvent(self._bar, event)
        else:
            event.ignore()
