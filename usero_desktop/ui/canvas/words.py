from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import is_from_right
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.canvas.paint import edge_color, text_font, wrapped
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Mark

PADDING: Final = 4
"""Around the words, in logical pixels."""

_MOST: Final = 2000
"""Letters in a text at most: Qt lays all of it out at every key."""

_Key = QtCore.Qt.Key
_Reason = QtCore.Qt.FocusReason
# In a menu or another window the words are not done yet.
_AWAY: Final = frozenset({_Reason.PopupFocusReason, _Reason.ActiveWindowFocusReason})


class Words(QtWidgets.QPlainTextEdit):
    """Where a text of the picture is written, in its place.

    Signals: `ended()` when no more is to be written: Escape, Ctrl+Enter, or the focus has gone;
    `grown()` when the words take another room.
    """

    ended = Signal()
    grown = Signal()

    def __init__(self, parent: QtWidgets.QWidget, mark: Mark) -> None:
        super().__init__(parent)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWordWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        never = QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(never)
        self.setHorizontalScrollBarPolicy(never)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(PADDING)
        self._letters = text_font(mark)
        self._room = 0.0
        self.show_mark(mark)
        self.setPlainText(mark.text)
        self.moveCursor(QtGui.QTextCursor.MoveOperation.End)
        self.textChanged.connect(self._on_text_changed)
        self._align()

    def show_mark(self, mark: Mark) -> None:
        """Write in the colour of `mark`, on what it is told from."""
        self._mark = mark
        self._restyle()

    def _restyle(self) -> None:
        ink, paper = QtGui.QColor(self._mark.colour), edge_color(self._mark)
        font = self._letters
        size = f"font-size: {font.pixelSize()}px; font-weight: {int(font.weight())};"
        # A sheet of its own: one for the window or the host's would come before palette and font.
        sheet = (
            f"QPlainTextEdit {{ color: {ink.name()}; background: {paper.name()};"
            f" border: 1px solid {ink.name()}; border-radius: 3px; padding: 0; margin: 0;"
            f" min-width: 0; min-height: 0;"
            f" selection-color: {paper.name()}; selection-background-color: {ink.name()};"
            f" {size} }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText()[:_MOST]

    def show_size(self, mark: Mark, factor: float, room: float) -> None:
        """Write as large as `mark` is shown: `factor` logical pixels for one of the picture's.

        A line that would be longer than `room`, in the picture's pixels, goes on in the next.
        """
        font = text_font(mark)
        font.setPixelSize(max(round(font.pixelSize() * factor), 1))
        self._letters, self._mark, self._room = font, mark, room * factor
        self._restyle()
        self.ensurePolished()

    def wanted(self) -> QtCore.QSize:
        """Return the room that the words take, with a place for the next letter."""
        metrics = QtGui.QFontMetricsF(self.font())
        cursor, written = self.textCursor(), self.toPlainText()
        composed = cursor.block().layout().preeditAreaText()
        if composed:
            here = cursor.position()
            written = written[:here] + composed + written[here:]
        lines = wrapped(written, self.font(), self._room).split("\n")
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        widest += metrics.averageCharWidth()
        height = metrics.lineSpacing() * len(lines)
        around = 2 * PADDING + 2
        return QtCore.QSize(int(widest) + around + 2, int(height) + around + 2)

    def _align(self) -> None:
        """Begin at the side that the words are read from."""
        option = self.document().defaultTextOption()
        from_right = is_from_right(self.toPlainText())
        align = QtCore.Qt.AlignmentFlag
        side = align.AlignRight if from_right else align.AlignLeft
        sides = QtCore.Qt.LayoutDirection
        option.setAlignment(side | align.AlignAbsolute)
        option.setTextDirection(sides.RightToLeft if from_right else sides.LeftToRight)
        self.document().setDefaultTextOption(option)

    @guard
    def _on_text_changed(self) -> None:
        self._align()
        self.grown.emit()

    @guard
    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.grown.emit()

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        is_enter = event.key() in {_Key.Key_Return, _Key.Key_Enter}
        control = QtCore.Qt.KeyboardModifier.ControlModifier
        if event.key() == _Key.Key_Escape or (is_enter and event.modifiers() & control):
            self.ended.emit()
            return
        super().keyPressEvent(event)

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == _Reason.MouseFocusReason and self._is_in_what_has_the_focus:
            # The press that took it comes next, and ends this: beside a text it does no more.
            after(self, 0, self._on_left)
        elif event.reason() not in _AWAY:
            self.ended.emit()

    @property
    def _is_in_what_has_the_focus(self) -> bool:
        focus = QtWidgets.QApplication.focusWidget()
        return focus is not None and focus.isAncestorOf(self)

    @guard
    def _on_left(self) -> None:
        if self.isVisible():  # the press was on no part of the picture: a scroll bar, say
            self.ended.emit()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        event.ignore()  # the canvas scrolls, and the words with it
