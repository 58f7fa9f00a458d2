from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui


class Flow(QtWidgets.QGroupBox):
    """Widgets in a row, and in as many rows as they need where that is too short for them.

    What is added `at_end` stands at the end of its row. A group box, since that has a name for
    a screen reader.
    """

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._items: list[tuple[QtWidgets.QWidget, bool]] = []
        self._gap = 0
        self._margin = 0
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        policy = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Fixed
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, widget: QtWidgets.QWidget, *, at_end: bool = False) -> None:
        """Add `widget`, its child, behind the others."""
        self._items.append((widget, at_end))

    def show_gaps(self, gap: int, margin: int = 0) -> None:
        """Keep what is in it `gap` apart, and `margin` from its edges."""
        self._gap, self._margin = gap, margin
        self.updateGeometry()
        self.settle()

    @property
    def _between(self) -> int:
        """The gap between two rows: never more than around them."""
        return min(self._gap, self._margin or self._gap)

    @property
    def _shown(self) -> list[tuple[QtWidgets.QWidget, bool]]:
        return [item for item in self._items if not item[0].isHidden()]

    def _rows(self, room: int) -> list[list[tuple[QtWidgets.QWidget, bool, QtCore.QSize]]]:
        rows: list[list[tuple[QtWidgets.QWidget, bool, QtCore.QSize]]] = []
        left = 0
        for widget, at_end in self._shown:
            hint = widget.sizeHint()
            width = min(hint.width(), room)
            high = widget.heightForWidth(width) if widget.hasHeightForWidth() else hint.height()
            if not rows or width > left:
                rows.append([])
                left = room
            rows[-1].append((widget, at_end, QtCore.QSize(width, high)))
            left -= width + self._gap
        return rows

    def settle(self) -> None:
        """Put everything in its place now."""
        room = self.width() - 2 * self._margin
        top = self._margin
        for row in self._rows(room):
            high = max(size.height() for *_, size in row)
            x = self._margin
            ends = sum(size.width() + self._gap for _, at_end, size in row if at_end) - self._gap
            is_at_end = False
            for widget, at_end, size in row:
                if at_end and not is_at_end:
                    is_at_end, x = True, max(x, self.width() - self._margin - ends)
                left = self.width() - x - size.width() if self.isRightToLeft() else x
                widget.setGeometry(
                    left, top + (high - size.height()) // 2, size.width(), size.height()
                )
                x += size.width() + self._gap
            top += high + self._between

    @guard(otherwise=40)
    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width - 2 * self._margin)
        highs = [max(size.height() for *_, size in row) for row in rows]
        return sum(highs) + self._between * max(len(rows) - 1, 0) + 2 * self._margin

    @guard(otherwise=QtCore.QSize(40, 40))
    def sizeHint(self) -> QtCore.QSize:
        hints = [widget.sizeHint() for widget, _ in self._shown]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        high = max((hint.height() for hint in hints), default=0)
        return QtCore.QSize(width + 2 * self._margin, high + 2 * self._margin)

    @guard(otherwise=QtCore.QSize(40, 40))
    def minimumSizeHint(self) -> QtCore.QSize:
        hints = [widget.minimumSizeHint() for widget, _ in self._shown]
        width = max((hint.width() for hint in hints), default=0)
        high = max((hint.height() for hint in hints), default=0)
        return QtCore.QSize(width + 2 * self._margin, high + 2 * self._margin)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        kind = QtCore.QEvent.Type
        if event.type() in {kind.LayoutRequest, kind.LayoutDirectionChange}:
            self.updateGeometry()
            self.settle()
        return super().event(event)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Paint nothing: a style would draw a frame."""
