from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.focus import neighbour
from usero_desktop.ui.guard import guard
from usero_desktop.ui.measure import settle
from usero_desktop.ui.narrator import Narrator
from usero_desktop.ui.panel.buttons import IconButton
from usero_desktop.ui.panel.form import FeedbackForm
from usero_desktop.ui.panel.labels import Label
from usero_desktop.ui.panel.ring import Ring
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.config import Options
    from usero_desktop.ui.panel.reports import ReportsPage
    from usero_desktop.ui.state import PanelState, ReportsState
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.style.scale import Scale

HEAD_BUTTON = 32
TITLES = (metrics.TITLE, 17, metrics.BODY)

_SHIFT = QtCore.Qt.KeyboardModifier.ShiftModifier
_LEFT_TO_THE_HOST = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
)


class Panel(QtWidgets.QGroupBox):
    """The frame around the form, and around the reports that are not sent; it decides nothing.

    Signals: `more_wanted()` (the menu of everything else), `back_clicked()` from the reports
    to the form, `close_clicked()` by the cross, `escape_pressed()`, and once, when the reports are
    first shown, `reports_built(ReportsPage)`. `restyled(Look)` is for what has opened from it.
    """

    more_wanted = Signal()
    back_clicked = Signal()
    close_clicked = Signal()
    escape_pressed = Signal()
    reports_built = Signal(object)
    restyled = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("usero_panel")
        self.setAcceptDrops(True)
        # Beside the fields there is nothing to focus: a click there leaves the focus alone.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._look: Look | None = None
        self._options: Options | None = None
        self._floating = True
        self._inner = 0
        self._back = IconButton("back", HEAD_BUTTON, self)
        self._title = Label(self, pixels=metrics.TITLE, bold=True)
        self._title.setWordWrap(True)
        self._more = IconButton("more", HEAD_BUTTON, self)
        self._close = IconButton("close", HEAD_BUTTON, self)
        self.form = FeedbackForm(self, beside=self)
        self.reports: ReportsPage | None = None
        self._shows_reports = False
        self._narrator = Narrator(self)
        for part, name in ((self._back, "back"), (self._more, "more"), (self._close, "close")):
            part.setObjectName(f"usero_{name}")
        self._lay_out()
        self._back.clicked.connect(self.back_clicked)
        self._more.clicked.connect(self.more_wanted)
        self._close.clicked.connect(self.close_clicked)

    def _lay_out(self) -> None:
        self._head = head = QtWidgets.QHBoxLayout()
        top = QtCore.Qt.AlignmentFlag.AlignTop
        head.addWidget(self._back, 0, top)
        head.addWidget(self._title, 1, top)
        head.addStretch()
        head.addWidget(self._more, 0, top)
        head.addWidget(self._close, 0, top)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.form, 1)
        self.show_floating(True)

    @property
    def usual_width(self) -> int:
        """How wide it is where there is room for it."""
        return self._look.scale.px(metrics.PANEL_WIDTH) if self._look is not None else 0

    def show_width(self, width: int) -> None:
        """Arrange what stands beside each other for a panel that is `width` wide."""
        look = self._look
        inner = width - 2 * look.scale.px(metrics.PANEL_PADDING) if look is not None else 0
        if inner != self._inner and inner > 0:
            self._inner = inner
            self.form.show_room(inner)
            if self.reports is not None:
                self.reports.show_room(inner)
            self._show_head()
            settle(self)

    @contextmanager
    def tried_at(self, width: int) -> Iterator[None]:
        """Have it as if it were `width` wide for as long as it is measured."""
        before = self.width()
        self.show_width(width)
        try:
            yield
        finally:
            if self.isVisible():
                self.show_width(before)

    # ------------------------------------------------------------ values downward

    @property
    def heading(self) -> str:
        """What it is for, in the host's or the user's words."""
        if self._look is None or self._options is None:
            return ""
        return self._options.title or self._look.texts("panel.title")

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words, sizes and the host's options."""
        self._look, self._options = look, options
        texts, px = look.texts, look.scale.px
        self._head.setSpacing(px(4))
        self._column.setSpacing(px(metrics.GAP))
        self.setLayoutDirection(look.direction)
        self.setStyleSheet(sheet(look.colors, look.scale))
        for part, name in ((self._back, "back"), (self._more, "more"), (self._close, "close")):
            part.setAccessibleName(texts(f"panel.{name}"))
            part.setToolTip(texts(f"panel.{name}"))
            part.show_look(look)
        self.form.show_look(look, options)
        if self.reports is not None:
            self.reports.show_look(look)
        # Its parts have other sizes now.
        self._inner = 0
        self.show_width(self.width() if self.isVisible() else self.usual_width)
        self._show_head()
        self.update()
        self.restyled.emit(look)

    def show_floating(self, floating: bool) -> None:
        """Float over the host, or fill a dialog of its own."""
        self._floating = floating
        self._show_head()
        self.updateGeometry()

    def _show_head(self) -> None:
        if self._look is None or self._options is None:
            return
        texts, title = self._look.texts, self.heading
        px = self._look.scale.px
        words = texts("reports.title") if self._shows_reports else title
        pixels = self._title_pixels(words, self._look.scale)
        self._title.show_color(self._look.colors.text, self._look.scale, pixels=pixels)
        self._title.setText(words)
        # A dialog has the same name, and is there around all of it.
        self.setAccessibleName(title if self._floating else "")
        # Clear of the ring that the way back has when the keyboard is there.
        start = px(4) if self._shows_reports else 0
        left, right = (0, start) if self.isRightToLeft() else (start, 0)
        # Level with the buttons, also where a title takes two lines.
        font = self._look.scale.font(pixels, bold=True)
        above = max((px(HEAD_BUTTON) - QtGui.QFontMetrics(font).height()) // 2, 0)
        self._title.show_margins(left, above, right, above)
        # A dialog's title bar has its own cross.
        self._close.setVisible(self._floating)
        self._back.setVisible(self._shows_reports)
        self._more.setVisible(not self._shows_reports)
        # The pages reach a little into the padding: they would cut off a ring there.
        room = px(metrics.RING_ROOM)
        side = px(metrics.PANEL_PADDING) - room
        self._head.setContentsMargins(room, 0, room, 0)
        self._column.setContentsMargins(side, px(18), side, px(22))

    def _title_pixels(self, words: str, scale: Scale) -> int:
        """Return the size of the largest letters in which no word of the title is cut."""
        # Beside it are the ways back and on, or on and out.
        room = self._inner - 2 * scale.px(HEAD_BUTTON + 4)
        # Who has not asked for larger letters has them as they are.
        for pixels in TITLES if scale.factor > 1 else TITLES[:1]:
            fm = QtGui.QFontMetrics(scale.font(pixels, bold=True))
            if all(fm.horizontalAdvance(word) <= room for word in words.split()):
                return pixels
        return TITLES[-1]

    def show_state(self, state: PanelState) -> None:
        """Show everything of `state`; what is unchanged is left as it is."""
        self.form.show_state(state)
        if self._look is not None:
            self._narrator.hear_form(state, self._look.texts)

    def show_reports(self, state: ReportsState) -> None:
        """Show the reports that are not sent, or the form again."""
        if state.shown and self.reports is None and self._look is not None:
            from usero_desktop.ui.panel.reports import ReportsPage

            self.reports = ReportsPage(self, beside=self)
            self.reports.focus_left.connect(self._focus_back)
            self.reports.show_look(self._look)
            self.reports.show_room(self._inner)
            self._column.addWidget(self.reports, 1)
            self.reports_built.emit(self.reports)
        if self.reports is None:
            return
        if state.shown != self._shows_reports:
            self._turn(to_reports=state.shown)
        # Only now, in sight, can a question that is asked there take the focus.
        if state.shown:
            self.reports.show_reports(state)
        if self._look is not None:
            self._narrator.hear_reports(state, self._look.texts)

    def _turn(self, *, to_reports: bool) -> None:
        assert self.reports is not None  # noqa: S101 - see show_reports
        self._shows_reports = to_reports
        # First what comes: with nothing to focus in sight Qt would hand the focus to the host.
        self._show_head()
        (self.reports if to_reports else self.form).setVisible(True)
        if to_reports:
            self._back.setFocus(self._reason())
        else:
            self.focus_comment()
        (self.form if to_reports else self.reports).setVisible(False)

    @guard
    def _focus_back(self) -> None:
        self._back.setFocus(self._reason())

    def _reason(self) -> QtCore.Qt.FocusReason:
        """With what reason to hand the focus on: who walks by keyboard sees where it went."""
        focus = QtWidgets.QApplication.focusWidget()
        ring = getattr(focus, "ring", None)
        return ring.reason if isinstance(ring, Ring) else QtCore.Qt.FocusReason.OtherFocusReason

    def focus_comment(self) -> None:
        """Put the cursor into the comment."""
        self.form.focus_comment()

    def focus_problem(self, field: str) -> None:
        """Put the cursor where the problem is."""
        self.form.focus_problem(field)
        self._narrator.insist()

    @property
    def more_button(self) -> QtWidgets.QAbstractButton:
        """What the menu of everything else is opened with."""
        return self._more

    # ------------------------------------------------------------ events upward

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        # Qt asks before a shortcut of the host takes a key. Delete on one of our buttons must
        # not delete what is selected in the host, nor Ctrl+Return run what stands in its editor;
        # F1 and Ctrl+S are still the host's.
        if event.type() == QtCore.QEvent.Type.ShortcutOverride and isinstance(
            event, QtGui.QKeyEvent
        ):
            first, last = QtCore.Qt.Key.Key_F1, QtCore.Qt.Key.Key_F35
            is_function = first.value <= int(event.key()) <= last.value
            is_ours = not is_function and not event.modifiers() & _LEFT_TO_THE_HOST
            if is_ours or (self._sends(event) and not event.modifiers() & _SHIFT):
                event.accept()
                return True
        return super().event(event)

    @guard(otherwise=False)
    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab goes round in the panel; a click into the host leaves it at any time.
        part = neighbour(self, forward=forward)
        if part is None:
            return False
        reason = QtCore.Qt.FocusReason
        part.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)
        return True

    @guard
    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        # A main window would offer its tool bars.
        event.accept()

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_width(self.width())

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # A key that no field of the form wanted ends here, so that it never becomes the
        # host's: Return would press the default button of a host's dialog.
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif self._sends(event):
            self.form.send_clicked.emit()
        event.accept()

    def _sends(self, event: QtGui.QKeyEvent) -> bool:
        returns = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
        is_held = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        return not self._shows_reports and event.key() in returns and is_held

    @guard
    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._narrator.look()

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        event.accept()

    @guard
    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        takes = event.mimeData().hasImage() or event.mimeData().hasUrls()
        if takes and not self._shows_reports:
            event.acceptProposedAction()

    @guard
    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        self.form.dropped.emit(event.mimeData())
        event.acceptProposedAction()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._look is None:
            return
        colors, scale = self._look.colors, self._look.scale
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if not self._floating:
            painter.fillRect(self.rect(), colors.background)
            painter.end()
            return
        box, radius = QtCore.QRectF(self.rect()), scale.px(metrics.PANEL_RADIUS)
        painter.setPen(QtGui.QPen(colors.border, 1))
        painter.setBrush(colors.background)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()
