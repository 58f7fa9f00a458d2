from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.model.text import clip_utf16, utf16_length
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

LINES_HEIGHT = 92
_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft
_ACROSS = QtCore.Qt.AlignmentFlag.AlignHorizontal_Mask & ~QtCore.Qt.AlignmentFlag.AlignAbsolute
_Modifier = QtCore.Qt.KeyboardModifier


class CommentBox(QtWidgets.QPlainTextEdit):
    """The comment, at most 1000 UTF-16 units, which are also what Qt counts in.

    Signals: `edited(str)` after each change by the user; `overflowed()` when something did not fit
    and was left out; `picture_pasted(QMimeData)` when what is pasted is a picture or files.
    """

    edited = Signal(str)
    overflowed = Signal()
    picture_pasted = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        # By its name: asked for viewport(), PySide6 first loads every class that could be one,
        # and that takes as long as half of the panel.
        page = self.findChild(QtWidgets.QWidget, "qt_scrollarea_viewport")
        self._page = page or self.viewport()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._scale = Scale()
        self._muted = QtGui.QColor()
        self._placeholder = ""
        self._showing = False
        self._last_change = (0, 0)
        self.document().contentsChange.connect(self._on_contents_change)
        self.textChanged.connect(self._on_text_changed)

    def show_look(self, look: Look, placeholder: str) -> None:
        """Take words and sizes; the colours come with the panel's sheet."""
        self._scale, self._muted = look.scale, look.colors.muted
        self.updateGeometry()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(look.texts("comment.name"))
        self._align()  # a program that reads from the right all along sends no change of it

    @guard
    def setPlaceholderText(self, text: str) -> None:
        self._placeholder = text
        self._page.update()

    def placeholderText(self) -> str:
        return self._placeholder

    def _align(self) -> None:
        """Begin at the side from which the words are read, or the panel's language is.

        Qt begins at the left whatever is written.
        """
        option = self.document().defaultTextOption()
        way = self.layoutDirection()
        if not self.document().isEmpty():
            way = self.document().firstBlock().textDirection()
        is_mirrored = way == QtCore.Qt.LayoutDirection.RightToLeft
        side = QtCore.Qt.AlignmentFlag.AlignRight if is_mirrored else _LEFT
        if option.alignment() & _ACROSS != side:
            option.setAlignment(side | QtCore.Qt.AlignmentFlag.AlignAbsolute)
            self.document().setDefaultTextOption(option)

    @guard
    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.LayoutDirectionChange:
            self._align()

    def show_comment(self, comment: str) -> None:
        """Show `comment`; the text and the cursor are left alone when it is there already."""
        if comment == self.toPlainText():
            return
        self._showing = True
        try:
            self.setPlainText(comment)
        finally:
            self._showing = False
        self.moveCursor(QtGui.QTextCursor.MoveOperation.End)

    @guard(otherwise=QtCore.QSize(metrics.PANEL_WIDTH, LINES_HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(metrics.PANEL_WIDTH), self._scale.px(LINES_HEIGHT))

    @guard(otherwise=QtCore.QSize(120, 56))
    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(120), self._scale.px(56))

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        # Less room, or a bar that comes with a paste, pushes the line with the cursor out.
        seen = self._page.rect() | QtCore.QRect(QtCore.QPoint(), event.oldSize())
        if self.cursorRect().intersects(seen):
            self.ensureCursorVisible()

    @guard
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        document = self.document()
        if not document.isEmpty() or document.firstBlock().layout().preeditAreaText():
            return
        # Not by Qt: it writes from the side that the application reads from.
        painter = QtGui.QPainter(self._page)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(self.font())
        painter.setPen(self._muted)
        margin = round(document.documentMargin())
        room = self._page.rect().adjusted(margin, margin, -margin, 0)
        lines = QtCore.Qt.AlignmentFlag.AlignLeading | QtCore.Qt.AlignmentFlag.AlignTop
        painter.drawText(room, lines | QtCore.Qt.TextFlag.TextWordWrap, self._placeholder)
        painter.end()

    @guard(otherwise=False)
    def canInsertFromMimeData(self, source: QtCore.QMimeData) -> bool:
        return source.hasText() or _holds_picture(source)

    @guard
    def insertFromMimeData(self, source: QtCore.QMimeData) -> None:
        if _holds_picture(source):
            self.picture_pasted.emit(source)
        elif source.hasText():
            # Cut before it goes in: what was in and is taken out again, undo brings back.
            text = source.text().replace("\r\n", "\n")
            fitting = clip_utf16(text, self._room)
            plain = QtCore.QMimeData()
            plain.setText(fitting)
            super().insertFromMimeData(plain)
            if fitting != text:
                self.overflowed.emit()

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        held = event.modifiers() & (_Modifier.ControlModifier | _Modifier.AltModifier)
        writes = 0
        # Both together are AltGr, which writes; Control alone is a command.
        if held != _Modifier.ControlModifier and event.text().isprintable():
            writes = utf16_length(event.text())
        if event.matches(QtGui.QKeySequence.StandardKey.InsertParagraphSeparator):
            writes = 1
        if writes > self._room and not self.isReadOnly():
            self.overflowed.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    @guard
    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        text = event.commitString()
        fitting = clip_utf16(text, self._room)
        if fitting != text:
            event.setCommitString(fitting, event.replacementStart(), event.replacementLength())
        super().inputMethodEvent(event)
        if fitting != text:
            self.overflowed.emit()

    @property
    def _room(self) -> int:
        """UTF-16 units that may still come in; what is selected makes room."""
        cursor = self.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        # characterCount counts the closing paragraph mark, too.
        return limits.COMMENT_UNITS - (self.document().characterCount() - 1) + selected

    @guard
    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        self._last_change = (position, added)

    @guard
    def _on_text_changed(self) -> None:
        self._align()
        if self._showing:
            return
        # characterCount counts the closing paragraph mark, too.
        over = self.document().characterCount() - 1 - limits.COMMENT_UNITS
        if over > 0:
            self._take_back(over)
        # First the text: whoever is told of the cut shows the draft, which must have it.
        self.edited.emit(self.toPlainText())
        if over > 0:
            self.overflowed.emit()

    def _take_back(self, units: int) -> None:
        """Remove the last `units` of what a program has put in: a screen reader, a host."""
        position, added = self._last_change
        end = min(position + added, self.document().characterCount() - 1)
        start = max(end - units, 0)
        text = self.toPlainText().encode("utf-16-le", "surrogatepass")
        # Never leave half a character behind: step back over a high surrogate.
        if start and 0xD8 <= text[start * 2 - 1] <= 0xDB:  # noqa: PLR2004
            start -= 1
        cursor = QtGui.QTextCursor(self.document())
        self._showing = True
        try:
            cursor.setPosition(start)
            cursor.setPosition(end, QtGui.QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            # Undo would bring it back, and this take it out again, for ever.
            self.document().clearUndoRedoStacks()
        finally:
            self._showing = False


def _holds_picture(source: QtCore.QMimeData) -> bool:
    """Whether files or a picture are meant: cells of a table come as text and as a picture."""
    if any(url.isLocalFile() for url in source.urls()):
        return True
    return source.hasImage() and not source.hasText()
