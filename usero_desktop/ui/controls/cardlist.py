from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.controls.focus import is_reached
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui

LIST_MOST = 420
"""The list grows to this height with what is in it; then it scrolls. At scale 1."""

LIST_LEAST = 120


class CardList(QtWidgets.QScrollArea):
    """A column of cards, as high as they are, which scrolls once that is too high."""

    def __init__(self, parent: QtWidgets.QWidget, *, most: int = LIST_MOST) -> None:
        """At scale 1 it is at most `most` high."""
        super().__init__(parent)
        self._most, self._given = most, 0
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        # Of Qt's own only a group of widgets can be what lists them, to a screen reader.
        self._content = QtWidgets.QGroupBox()
        self.column = QtWidgets.QVBoxLayout(self._content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._scale = Scale()
        self._room = 0
        self.setWidget(self._content)
        application = QtWidgets.QApplication.instance()
        if isinstance(application, QtWidgets.QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def show_scale(self, scale: Scale) -> None:
        """Take sizes."""
        self._scale = scale
        self.column.setSpacing(scale.px(metrics.GAP - 4))

    def place_for_cards(self) -> QtWidgets.QWidget:
        """Return the widget that cards are children of."""
        return self._content

    @guard(otherwise=QtCore.QSize(metrics.INNER_WIDTH, LIST_LEAST))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        height = min(max(self._whole, 0), self._highest)
        return QtCore.QSize(px(metrics.INNER_WIDTH), height)

    @property
    def _highest(self) -> int:
        """How high it may become."""
        px = self._scale.px
        return max(px(self._most) - self._given, px(LIST_LEAST))

    def give(self, height: int) -> None:
        """Be lower by so much where it scrolls: what comes beside it moves nothing else."""
        if height != self._given:
            self._given = height
            self.updateGeometry()

    @property
    def _whole(self) -> int:
        """How high all of it is without a scroll bar."""
        sides = self.column.contentsMargins()
        wide = self._room or self._scale.px(metrics.INNER_WIDTH)
        return self.column.heightForWidth(wide + sides.left() + sides.right())

    def show_room(self, room: int) -> None:
        """Be asked for its height as one that is `room` wide."""
        self._room = room
        self.updateGeometry()

    @guard(otherwise=QtCore.QSize(metrics.INNER_WIDTH, LIST_LEAST))
    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(0, min(self.sizeHint().height(), self._scale.px(LIST_LEAST)))

    def show_name(self, name: str) -> None:
        """Be called `name` by a screen reader."""
        self._content.setAccessibleName(name)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_scroll_bar()

    def bring(self, part: QtWidgets.QWidget) -> None:
        """Scroll to `part` of a card once it has its place."""

        @guard
        def scroll() -> None:
            if is_alive(part) and part.isVisible():
                self.ensureWidgetVisible(part, 0, self._scale.px(metrics.GAP))

        after(self, 0, scroll)

    def go_on(self, lines: int) -> None:
        """Scroll by the height of so many fields, up where that is below 0."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + lines * self._scale.px(metrics.CONTROL))

    @guard
    def _on_focus_changed(
        self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None
    ) -> None:
        # Qt scrolls to whom Tab reaches from inside alone.
        if now is not None and is_reached(now, self._content):
            self.bring(now)

    def show_scroll_bar(self) -> None:
        """Keep the cards clear of the scroll bar, where there is one."""
        px = self._scale.px
        most = self._highest
        room = min(self.height(), most) if self.isVisible() else most
        scrolls = self._whole > room
        # Qt would keep a bar once it is there, where the cards are higher beside it.
        policy = QtCore.Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        gap = px(metrics.GAP - 4) if scrolls else 0
        left, right = (gap, 0) if self.isRightToLeft() else (0, gap)
        self.column.setContentsMargins(left, 0, right, 0)
