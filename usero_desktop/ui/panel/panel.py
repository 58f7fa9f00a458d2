from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal, is_alive
from usero_desktop.ui.controls.focus import neighbour
from usero_desktop.ui.controls.measure import settle
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.panel.form import FeedbackForm
from usero_desktop.ui.panel.heading import Heading
from usero_desktop.ui.panel.narrator import Narrator
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.config import Options
    from usero_desktop.ui.controls.pages import OtherPage
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.reports.items import HistoryState, ReportsState
    from usero_desktop.ui.reports.sent_page import HistoryPage
    from usero_desktop.ui.reports.unsent_page import ReportsPage
    from usero_desktop.ui.style.look import Look

_SHIFT = QtCore.Qt.KeyboardModifier.ShiftModifier
_KEYPAD = QtCore.Qt.KeyboardModifier.KeypadModifier
_LEFT_TO_THE_HOST = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
)


class Panel(QtWidgets.QGroupBox):
    """The frame around the form, and around what takes its place for a while; it decides nothing.

    Signals: `more_wanted()` (the menu of everything else), `back_clicked()` from another page
    to the form, `close_clicked()` by the cross, `escape_pressed()`, and once, when they are first
    shown, `reports_built(ReportsPage)` and `history_built(HistoryPage)`. `restyled(Look)` is for
    what has opened from it.
    """

    more_wanted = Signal()
    back_clicked = Signal()
    close_clicked = Signal()
    escape_pressed = Signal()
    reports_built = Signal(object)
    history_built = Signal(object)
    restyled = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("usero_panel")
        self.setProperty(OWN, True)
        self.setAcceptDrops(True)
        # Beside the fields there is nothing to focus: a click there leaves the focus alone.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._look: Look | None = None
        self._options: Options | None = None
        self._floating = True
        self._inner = 0
        self.heading = Heading(self)
        self.form = FeedbackForm(self, beside=self)
        self.reports: ReportsPage | None = None
        self.history: HistoryPage | None = None
        self._others: list[OtherPage] = []
        self._other: OtherPage | None = None
        """What is shown in the form's place."""
        self._came_from: QtWidgets.QWidget | None = None
        self._narrator = Narrator(self)
        self.heading.back.clicked.connect(self.back_clicked)
        self.heading.more.clicked.connect(self.more_wanted)
        self.heading.close.clicked.connect(self.close_clicked)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.addLayout(self.heading)
        self._column.addWidget(self.form, 1)

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
            for page in self._others:
                page.show_room(inner)
            self._show_heading()
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
    def caption(self) -> str:
        """What it is for, in the host's or the user's words."""
        if self._look is None or self._options is None:
            return ""
        return self._options.title or self._look.texts("panel.title")

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words, sizes and the host's options."""
        self._look, self._options = look, options
        px = look.scale.px
        side = px(metrics.PANEL_PADDING) - px(metrics.RING_ROOM)
        # The pages reach a little into the padding: they would cut off a ring there.
        self._column.setContentsMargins(side, px(18), side, px(22))
        self._column.setSpacing(px(metrics.GAP))
        self.setLayoutDirection(look.direction)
        self.setStyleSheet(sheet(look.colors, look.scale))
        self.heading.show_look(look)
        self.form.show_look(look, options)
        for page in self._others:
            page.show_look(look)
        # Its parts have other sizes now.
        self._inner = 0
        self.show_width(self.width() if self.isVisible() else self.usual_width)
        self._show_heading()
        self.update()
        self.restyled.emit(look)

    def show_floating(self, floating: bool) -> None:
        """Float over the host, or fill a dialog of its own."""
        self._floating = floating
        self._show_heading()
        self.updateGeometry()

    def _show_heading(self) -> None:
        if self._look is None or self._options is None:
            return
        self.heading.show_ways(is_form=self._other is None, is_floating=self._floating)
        words = self.caption if self._other is None else self._look.texts(self._other.title)
        self.heading.show_words(words, self._look, self._inner)
        # A dialog has the same name, and is there around all of it.
        self.setAccessibleName(self.caption if self._floating else "")

    def show_state(self, state: PanelState) -> None:
        """Show everything of `state`; what is unchanged is left as it is."""
        self.form.show_state(state)
        if self._look is not None:
            self._narrator.hear_form(state, self._look.texts)

    def show_reports(self, state: ReportsState) -> None:
        """Show the reports that are not sent, or the form again."""
        if state.shown and self.reports is None and self._look is not None:
            from usero_desktop.ui.reports.unsent_page import ReportsPage

            self.reports = ReportsPage(self, beside=self)
            self._add_list(self.reports)
            self.reports_built.emit(self.reports)
        self._show_list(self.reports, state)

    def show_sent(self, state: HistoryState) -> None:
        """Show the reports that were sent, or the form again."""
        if state.shown and self.history is None and self._look is not None:
            from usero_desktop.ui.reports.sent_page import HistoryPage

            self.history = HistoryPage(self, beside=self)
            self._add_list(self.history)
            self.history_built.emit(self.history)
        self._show_list(self.history, state)

    def _add_list(self, page: ReportsPage) -> None:
        page.focus_left.connect(self._focus_back)
        self.add_page(page)

    def _show_list(self, page: ReportsPage | None, state: ReportsState) -> None:
        if page is None:
            return
        self.turn(page, shown=state.shown)
        # Only now, in sight, can a question that is asked there take the focus.
        if state.shown:
            page.show_reports(state)
        # Of one that lies behind another page nothing is told.
        if self._look is not None and self._other in {page, None}:
            self._narrator.hear_reports(state, self._look.texts)

    # ------------------------------------------------------------ pages

    def add_page(self, page: OtherPage) -> None:
        """Have `page` as one that can be shown in the form's place."""
        page.setVisible(False)
        self._others.append(page)
        if self._look is not None:
            page.show_look(self._look)
            page.show_room(self._inner)
        self._column.addWidget(page, 1)

    def turn(self, page: OtherPage, *, shown: bool) -> None:
        """Show `page` in place of what is shown, or the form in its place."""
        before = self._other
        if shown == (before is page):
            return
        self._other = page if shown else None
        # The window's, also while it is not active: a menu of ours may be open.
        focus = self.window().focusWidget() if shown else None
        # First what comes: with nothing to focus in sight Qt would hand the focus to the host.
        self._show_heading()
        (self._other or self.form).setVisible(True)
        if shown:
            self._came_from = focus if page.keeps_place and before is None else None
            self.heading.back.setFocus(self._reason())
        else:
            self._focus_form()
        (before or self.form).setVisible(False)

    def _focus_form(self) -> None:
        part, self._came_from = self._came_from, None
        is_here = part is not None and is_alive(part) and self.isAncestorOf(part)
        if part is not None and is_here and part.isVisible() and part.isEnabled():
            part.setFocus(self._reason())
        else:
            self.focus_comment()

    @guard
    def _focus_back(self) -> None:
        self.heading.back.setFocus(self._reason())

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
        return self.heading.more

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
        elif self._other is not None and not event.modifiers() & ~_KEYPAD:
            self._other.scroll_by(int(event.key()))
        event.accept()

    def _sends(self, event: QtGui.QKeyEvent) -> bool:
        returns = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
        is_held = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        return self._other is None and event.key() in returns and is_held

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
        if takes and self._other is None:
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
        with painting(self) as painter:
            if not self._floating:
                painter.fillRect(self.rect(), colors.background)
                return
            box, radius = QtCore.QRectF(self.rect()), scale.px(metrics.PANEL_RADIUS)
            painter.setPen(QtGui.QPen(colors.border, 1))
            painter.setBrush(colors.background)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
