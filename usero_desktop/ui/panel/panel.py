from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.model.text import utf16_length
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.buttons import IconButton, QuietButton, SendButton
from usero_desktop.ui.panel.comment import CommentBox
from usero_desktop.ui.panel.email import EmailField, mark_invalid
from usero_desktop.ui.panel.labels import Banner, Label
from usero_desktop.ui.panel.pictures import PictureStrip
from usero_desktop.ui.panel.ratings import RatingRow
from usero_desktop.ui.state import Phase
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.state import PanelState
    from usero_desktop.ui.style.look import Look

CLOSE = 32
FIELDS = {"comment": ("rating", "comment"), "screenshots": ("screenshots",), "email": ("email",)}
"""Below which part of the form the problems of which fields are told."""

_LEFT_TO_THE_HOST = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
)


class Panel(QtWidgets.QWidget):
    """The form. It shows a `PanelState` and tells what the user did; it decides nothing.

    Signals: `rated(Rating)`, `comment_edited(str)`, `share_changed(bool)`,
    `email_edited(str)`, `picture_wanted()` (the menu is asked for), `picture_removed(int)`,
    `dropped(QMimeData)` (pasted or dropped), `overflowed()`, `send_clicked()`,
    `close_clicked()` by the cross, `escape_pressed()`.
    """

    rated = Signal(object)
    comment_edited = Signal(str)
    share_changed = Signal(bool)
    email_edited = Signal(str)
    picture_wanted = Signal()
    picture_removed = Signal(int)
    dropped = Signal(object)
    overflowed = Signal()
    send_clicked = Signal()
    close_clicked = Signal()
    escape_pressed = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("usero_panel")
        self.setAcceptDrops(True)
        # Beside the fields there is nothing to focus: a click there leaves the focus alone.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._look: Look | None = None
        self._floating = True
        self._title = Label(self, pixels=metrics.TITLE, bold=True)
        self._close = IconButton("close", CLOSE, self)
        self._ratings = RatingRow(self)
        self._comment = CommentBox(self)
        self._counter = Label(self, pixels=metrics.SMALL)
        self._add = QuietButton("camera", self)
        self._pictures = PictureStrip(self)
        self._email = EmailField(self)
        self._problems = {field: Label(self, pixels=metrics.LABEL) for field in FIELDS}
        for problem in self._problems.values():
            problem.setWordWrap(True)
            problem.setVisible(False)
        self._was_sending = False
        self._banner = Banner(self)
        self._send = SendButton(self)
        for part, name in (
            (self._close, "close"),
            (self._comment, "comment"),
            (self._add, "add_screenshot"),
            (self._send, "send"),
        ):
            part.setObjectName(f"usero_{name}")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QtWidgets.QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._under = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self._under.addWidget(self._add)
        self._under.addStretch(1)
        self._under.addWidget(self._counter)
        self._column = QtWidgets.QVBoxLayout(self)
        # A box layout leaves no gap behind where a row is hidden.
        self._column.setSpacing(metrics.GAP)
        self._column.addLayout(head)
        self._column.addWidget(self._banner)
        self._column.addWidget(self._ratings)
        self._column.addWidget(self._comment, 1)
        self._column.addWidget(self._problems["comment"])
        self._column.addLayout(self._under)
        self._column.addWidget(self._pictures)
        self._column.addWidget(self._problems["screenshots"])
        self._column.addWidget(self._email)
        self._column.addWidget(self._problems["email"])
        self._column.addWidget(self._send)
        self._banner.setVisible(False)
        self.show_floating(True)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_clicked)
        self._ratings.chosen.connect(self._on_rated)
        self._comment.edited.connect(self.comment_edited)
        self._comment.overflowed.connect(self.overflowed)
        self._comment.picture_pasted.connect(self.dropped)
        self._add.clicked.connect(self.picture_wanted)
        self._pictures.removed.connect(self.picture_removed)
        self._email.share_changed.connect(self.share_changed)
        self._email.email_edited.connect(self.email_edited)
        self._send.clicked.connect(self.send_clicked)

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words and the host's options."""
        self._look = look
        texts = look.texts
        mirrored = QtCore.Qt.LayoutDirection.RightToLeft
        plain = QtCore.Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(mirrored if texts.is_right_to_left else plain)
        self.setStyleSheet(sheet(look.colors))
        self.setAccessibleName(options.title or texts("panel.title"))
        self._title.setText(options.title or texts("panel.title"))
        self._title.show_color(look.colors.text)
        self._close.setAccessibleName(texts("panel.close"))
        self._close.setToolTip(texts("panel.close"))
        self._comment.show_look(look, options.placeholder or texts("panel.placeholder"))
        self._add.setText(texts("pictures.add"))
        self._add.setVisible(options.show_screenshot_option)
        self._email.setVisible(options.show_email_option)
        for problem in self._problems.values():
            problem.show_color(look.colors.error)
        for part in (self._close, self._ratings, self._add, self._email, self._send):
            part.show_look(look)
        self.update()

    def show_floating(self, floating: bool) -> None:  # noqa: FBT001
        """Float over the host, or fill a dialog of its own."""
        self._floating = floating
        # A dialog's title bar says it, and has its own cross.
        self._title.setVisible(floating)
        self._close.setVisible(floating)
        side = metrics.PANEL_PADDING
        self._column.setContentsMargins(side, 18, side, 22)
        self.updateGeometry()

    def show_state(self, state: PanelState) -> None:
        """Show everything of `state`; what is unchanged is left as it is."""
        look = self._look
        if look is None:
            return
        draft, sending = state.draft, state.phase is Phase.SENDING
        if sending:
            self._hold_focus()
        self._ratings.show_rating(draft.rating)
        self._comment.show_comment(draft.comment)
        self._comment.setReadOnly(sending)
        self._show_counter(draft.comment, look)
        self._pictures.show_pictures(draft.pictures, state.adding, look, before=self._add)
        self._email.show_email(draft.email, shared=draft.share_email)
        full = len(draft.pictures) + state.adding >= limits.SCREENSHOTS
        if full and self._add.hasFocus():
            self.focus_comment()
        self._add.setEnabled(not full and not sending)
        self._add.setText(look.texts("pictures.max" if full else "pictures.add"))
        self._add.updateGeometry()
        for part in (self._ratings, self._email, self._pictures):
            part.setEnabled(not sending)
        self._send.setText(look.texts("panel.sending" if sending else "panel.send"))
        self._send.setAccessibleName(self._send.text())
        self._send.show_progress(state.progress if sending else None)
        self._show_words(state, look)
        if self._was_sending and not sending and self._send.hasFocus():
            # Where it was may be gone: the next report begins where the first one did.
            self.focus_comment()
        self._was_sending = sending

    def _hold_focus(self) -> None:
        """Take the focus from what is about to be disabled: Qt would leave it with nobody."""
        focus = QtWidgets.QApplication.focusWidget()
        for part in (self._ratings, self._add, self._pictures, self._email):
            if focus is not None and (part is focus or part.isAncestorOf(focus)):
                self._send.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show_counter(self, comment: str, look: Look) -> None:
        left = max(limits.COMMENT_UNITS - utf16_length(comment), 0)
        self._counter.setText(look.texts("comment.remaining", n=left))
        self._fit_row()
        short = left < limits.COMMENT_WARN_UNITS
        self._counter.show_color(look.colors.error if short else look.colors.muted)

    def _fit_row(self) -> None:
        """Put the counter below the button where the language needs more than one line."""
        needed = self._add.sizeHint().width() + metrics.GAP + self._counter.sizeHint().width()
        room = metrics.PANEL_WIDTH - 2 * metrics.PANEL_PADDING
        way = QtWidgets.QBoxLayout.Direction
        narrow = needed > room and self._add.isVisibleTo(self)
        self._under.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def _show_words(self, state: PanelState, look: Look) -> None:
        notice = state.notice
        self._banner.setVisible(notice is not None)
        if notice is not None:
            self._banner.show_message(notice.kind, notice.text, look.colors)
        for field, label in self._problems.items():
            texts = [state.problems.get(name, ()) for name in FIELDS[field]]
            words = " ".join(text for several in texts for text in several)
            label.setText(words)
            label.setAccessibleName(words)
            label.setVisible(bool(words))
        mark_invalid(self._comment, "comment" in state.problems)
        self._email.show_problem("email" in state.problems)

    def focus_comment(self) -> None:
        """Put the cursor into the comment."""
        self._comment.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def focus_problem(self, field: str) -> None:
        """Put the cursor where the problem is."""
        if field == "email":
            self._email.focus_address()
        else:
            self.focus_comment()

    def menu_corner(self) -> QtCore.QPoint:
        """Return where the picture menu opens, in global coordinates."""
        corner = self._add.rect().bottomLeft()
        if self.isRightToLeft():
            corner = self._add.rect().bottomRight()
        return self._add.mapToGlobal(corner + QtCore.QPoint(0, 4))

    # ------------------------------------------------------------ events upward

    @guard
    def _on_rated(self, rating: object) -> None:
        self.rated.emit(rating)
        # As in the web widget: the next thing to do is to write.
        self.focus_comment()

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        # Qt asks before a shortcut of the host takes a key. Delete on one of our buttons must
        # not delete what is selected in the host; F1 and Ctrl+S are still the host's.
        if event.type() == QtCore.QEvent.Type.ShortcutOverride and isinstance(
            event, QtGui.QKeyEvent
        ):
            first, last = QtCore.Qt.Key.Key_F1, QtCore.Qt.Key.Key_F35
            is_function = first.value <= int(event.key()) <= last.value
            if not is_function and not event.modifiers() & _LEFT_TO_THE_HOST:
                event.accept()
                return True
        return super().event(event)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # A key that no field of the form wanted ends here, so that it never becomes the
        # host's: Return would press the default button of a host's dialog.
        returns = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.key() in returns and event.modifiers() & (
            QtCore.Qt.KeyboardModifier.ControlModifier
        ):
            self.send_clicked.emit()
        event.accept()

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        event.accept()

    @guard
    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    @guard
    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        self.dropped.emit(event.mimeData())
        event.acceptProposedAction()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._look is None:
            return
        colors = self._look.colors
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if not self._floating:
            painter.fillRect(self.rect(), colors.background)
            painter.end()
            return
        box, radius = QtCore.QRectF(self.rect()), metrics.PANEL_RADIUS
        painter.setPen(QtGui.QPen(colors.border, 1))
        painter.setBrush(colors.background)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()
