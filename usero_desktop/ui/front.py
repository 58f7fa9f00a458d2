from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, Signal, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed, hold
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import scale_of
from usero_desktop.ui.window.appearance import Appearance
from usero_desktop.ui.window.stage import stage_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.masking.passwords import Passwords
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.process.desktop import Wishes
    from usero_desktop.ui.reports.items import HistoryState, ReportsState
    from usero_desktop.ui.session.session import Session


class Front(QtCore.QObject):
    """What is seen: the launcher, the panel once it is wanted, their look.

    Signals: `launcher_clicked()`, `approached()` when it may be clicked soon, `close_wanted()`
    and `escape_pressed()` in the panel, and `dressed()` when all of it has a new look and is to
    be shown its state anew.
    """

    launcher_clicked = Signal()
    approached = Signal()
    close_wanted = Signal()
    escape_pressed = Signal()
    dressed = Signal()

    def __init__(self, parent: QtCore.QObject, window: QtWidgets.QWidget, options: Options) -> None:
        super().__init__(parent)
        self._window, self._options = Borrowed(window), options
        self.panel: Panel | None = None
        self._passwords: Passwords | None = None
        self.overlay = stage_in(self, window)
        self.overlay.launcher_clicked.connect(self.launcher_clicked)
        self.overlay.approached.connect(self.approached)
        self.overlay.close_wanted.connect(self.close_wanted)
        self.overlay.escape_pressed.connect(self.escape_pressed)
        self._appearance = Appearance(self, window)
        self._appearance.changed.connect(self.look_again)
        self.look = self._look_now()
        self.overlay.show_look(self.look, options)

    @property
    def is_whole(self) -> bool:
        """Whether nobody has deleted a part of it."""
        panel_is_there = self.panel is None or is_alive(self.panel)
        return panel_is_there and self.overlay.is_whole

    def built(self, session: Callable[[], Session]) -> Panel:
        """Return the panel, made when first asked for; `session` makes what works behind it."""
        if self.panel is None:
            from usero_desktop.ui.panel.panel import Panel
            from usero_desktop.ui.session.wiring import Wiring

            self.panel = panel = Panel(self._window())
            hold(panel)
            panel.hide()
            panel.show_look(self.look, self._options)
            look = lambda: self.look  # noqa: E731
            subject = lambda: self.overlay.subject  # noqa: E731
            Wiring(
                panel,
                session,
                window=self._window(),
                look=look,
                subject=subject,
                relayout=self.overlay.relayout,
            )
            panel.close_clicked.connect(self.close_wanted)
            panel.escape_pressed.connect(self.escape_pressed)
        return self.panel

    def paint_unseen(self) -> None:
        """Draw what the first frame would draw first, icons and letters: it is kept then."""
        if self.panel is not None:
            self.panel.grab()

    def follow(self, session: Session) -> None:
        """Show all that `session` has to show, from now on."""
        session.controller.changed.connect(self.show_state)
        session.controller.problem_found.connect(self.focus_problem)
        session.reports_changed.connect(self.show_reports)
        session.history_changed.connect(self.show_history)
        session.wished.connect(self.show_wishes)

    @guard
    def show_state(self, state: PanelState) -> None:
        """Show how the form stands, in as much room as it needs now."""
        if self.panel is not None and self.is_whole:
            self.panel.show_state(state)
            self.overlay.relayout()

    @guard
    def show_reports(self, state: ReportsState) -> None:
        """Show the reports that are kept, in as much room as they need now."""
        if self.panel is not None and self.is_whole:
            self.panel.show_reports(state)
            if self.panel.reports is not None:
                self.overlay.relayout()

    @guard
    def show_history(self, state: HistoryState) -> None:
        """Show the reports that were sent, in as much room as they need now."""
        if self.panel is not None and self.is_whole:
            self.panel.show_sent(state)
            if self.panel.history is not None:
                self.overlay.relayout()

    @guard
    def focus_problem(self, field: str) -> None:
        """Put the cursor where the problem is."""
        if self.panel is not None and self.is_whole:
            self.panel.focus_problem(field)

    # ------------------------------------------------------------ looks

    def take_options(self, options: Options, *, has_theme: bool) -> None:
        """Look as changed options say; `has_theme` where the theme is among the changes."""
        self._options = options
        if has_theme:
            self._appearance.forget_theme()
        self._dress(self._look_now())

    @guard
    def show_wishes(self, wishes: Wishes) -> None:
        """Take what the system wishes of motion and contrast."""
        if self.is_whole:
            self.overlay.show_still(wishes.still)
            self._appearance.show_contrast(wishes.contrast)
            self.look_again()

    @guard
    def look_again(self) -> None:
        """Take another look, if it has become another: most that changes in a window does not."""
        if self.is_whole and (look := self._look_now()) != self.look:
            self._dress(look)

    def _dress(self, look: Look) -> None:
        self.look = look
        self.overlay.show_look(look, self._options)
        if self.panel is not None:
            self.panel.show_look(look, self._options)
            self.dressed.emit()

    def _look_now(self) -> Look:
        options = self._options
        texts = Texts(options.locale or QtCore.QLocale().name(), options.texts)
        scale = scale_of(self._window(), self._appearance.family(options))
        return Look(self._appearance.colors(options), texts, scale)

    def watch_passwords(self) -> None:
        """Know from now on which fields hide their text, to keep them out of pictures."""
        from usero_desktop.ui.masking.passwords import Passwords

        self._passwords = Passwords(self)

    def destroy(self) -> None:
        """Take everything of ours out of the window."""
        if self._passwords is not None and is_alive(self._passwords):
            self._passwords.deleteLater()
        self.overlay.destroy()
        self._appearance.leave()
        self.panel = None
