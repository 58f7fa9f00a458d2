from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from usero_desktop.core.host import call_host
from usero_desktop.errors import ConfigError
from usero_desktop.logs import guest_logger
from usero_desktop.model.unset import UNSET
from usero_desktop.qt import QtCore, QtWidgets, Signal, is_alive
from usero_desktop.ui.front import Front
from usero_desktop.ui.guard import guard, listen_for_faults
from usero_desktop.ui.masking import named
from usero_desktop.ui.process.lifetime import Borrowed, delete_now, delete_parts, vanish_at_exit
from usero_desktop.ui.process.warmup import PANEL, WarmUp
from usero_desktop.ui.session.backstage import Backstage
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from usero_desktop.config import Options, OptionValues
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.errors import UseroError
    from usero_desktop.model.submission import SentReport
    from usero_desktop.model.user import User
    from usero_desktop.plugin import Offer
    from usero_desktop.ui.session.session import Session

log = guest_logger()

FIRST_FRAME_MS = 30
"""What works behind the panel is made this long after open(): what is seen comes first.

A repaint waits for 5 ms in Qt before it is done, so no time at all would not do.
"""

START_MS = 1500
"""How long after attach() the worker looks for reports of an earlier run."""


class FeedbackWidget(QtCore.QObject):
    """The feedback button of one window, and the handle on it. GUI thread only.

    It is a child of the window and goes with it. Every method may be called at any time and
    again; after destroy(), and when the configuration was wrong, they do nothing.

    Signals: `opened()`, `closed()`, `queued(Ticket)` once a report was taken (safe on this
    machine unless `ticket.kept` is False), `delivered(Receipt)` once the server has it,
    `failed(UseroError)`, `data_deleted()` once no report of the user's is left here and the
    keyring was told to forget the address, and `ready()` once every plugin has begun, or failed
    to: soon after attach() where there are none, and again after update(plugins=…).
    """

    opened: ClassVar[Signal] = Signal()
    closed: ClassVar[Signal] = Signal()
    queued: ClassVar[Signal] = Signal(object)
    delivered: ClassVar[Signal] = Signal(object)
    failed: ClassVar[Signal] = Signal(object)
    data_deleted: ClassVar[Signal] = Signal()
    ready: ClassVar[Signal] = Signal()

    def __init__(
        self,
        window: QtCore.QObject | None,
        options: Options | None,
        core: Callable[[], Feedback] | None = None,
    ) -> None:
        """Prepare the handle; `options` None makes an inert one.

        `core` is asked for what sends when there is something behind the panel; it ends with it.
        """
        super().__init__(window)
        self._options, self._core = options, core
        self._thread = threading.get_ident()
        self._is_open = False
        self._window: Borrowed | None = None
        if options is not None and isinstance(window, QtWidgets.QWidget):
            self._window = Borrowed(window)
            named.join(self)
            self._build(window)
            vanish_at_exit(self)
            listen_for_faults(self)

    def _build(self, window: QtWidgets.QWidget) -> None:
        self._front = Front(self, window, self._host)
        self._front.launcher_clicked.connect(self.toggle)
        self._front.approached.connect(self.prepare)
        self._front.close_wanted.connect(self.close)
        self._front.escape_pressed.connect(self._on_escape_pressed)
        self._front.dressed.connect(self._on_dressed)
        self._warm_up = WarmUp(
            self, PANEL, self._prepare_session, self._prepare_panel, self._prepare_paint
        )
        after(self, START_MS, self._on_started)
        self._backstage = Backstage(
            self,
            window,
            self._host,
            overlay=self._front.overlay,
            core=self._core,
            reopen=self.open,
            take_offer=self._take_offer,
            begun=self._follow,
        )
        self._backstage.plugging.ready.connect(self.ready)
        named.changed((), self._host.mask)

    def _follow(self, session: Session) -> None:
        """Tell the host what becomes of its reports, and show all that there is to show."""
        session.controller.queued.connect(self.queued)
        session.controller.delivered.connect(self._on_delivered)
        session.controller.failed.connect(self._on_failed)
        session.wipe_failed.connect(self._on_failed)
        session.wiped.connect(self.data_deleted)
        self._front.follow(session)

    # ------------------------------------------------------------ the handle

    @property
    def is_inert(self) -> bool:
        """Whether this handle does nothing: a wrong configuration, or destroyed."""
        return self._window is None

    @property
    def is_open(self) -> bool:
        """Whether the panel is open."""
        return self._is_open

    @property
    def options(self) -> Options | None:
        """The options as they are now; None where the configuration was wrong."""
        return self._options

    @guard
    def prepare(self) -> None:
        """Make ready what `open` needs, in small steps: the mouse comes near a button of yours."""
        if self._present() is not None:
            self._warm_up.start()

    @guard
    def open(self) -> None:
        """Open the panel and put the cursor into the comment."""
        if self._present() is None or self._is_open:
            return
        self._is_open = True
        goes_on = self._backstage.open()
        # What the system wants is not told at every change, see Appearance.
        self._front.look_again()
        panel = self._front.built(self._backstage.working)
        self._backstage.show_form(goes_on=goes_on)
        panel.show_state(self._backstage.state)
        self._front.overlay.open(panel)
        if self._backstage.session is None:
            self._when_seen(self._prepare_session)
        panel.focus_comment()
        self.opened.emit()
        if self._present() is not None:  # whoever heard of it may have destroyed this
            self._backstage.who.poll()
            call_host("on_open", self._host.on_open)

    @guard
    def close(self) -> None:
        """Close the panel; what was written stays for the next time."""
        if self._present() is None or not self._is_open:
            return
        self._is_open = False
        self._backstage.close()
        self._front.overlay.close()
        self.closed.emit()
        if self._present() is not None:
            call_host("on_close", self._host.on_close)

    @guard
    def toggle(self) -> None:
        """Open the panel, or close it; one that a modal dialog blocks is brought to that."""
        if self._present() is not None and self._is_open and self._front.overlay.is_blocked:
            self._front.overlay.follow()
        elif self._is_open:
            self.close()
        else:
            self.open()

    @guard
    def update(self, **changes: Unpack[OptionValues]) -> None:
        """Change options while running; UNSET leaves one alone, None restores its default.

        client_id, base_url, data_dir and the outbox's limits cannot change. A wrong value
        changes nothing, is logged and goes to on_error.
        """
        if self._present() is None:
            return
        try:
            options = self._host.updated(**changes)
        except ConfigError as error:
            self._complain(error)
            return
        before, self._options = self._host, options
        named.changed(before.mask, options.mask)
        self._backstage.take_options(options, has_user=changes.get("user", UNSET) is not UNSET)
        self._front.take_options(options, has_theme=changes.get("theme", UNSET) is not UNSET)

    def when_ready(self, timeout: float = 0.0) -> bool:
        """Whether every plugin has begun, or failed to; True where there are none. Any thread.

        Another thread waits up to `timeout` seconds for it. The GUI thread never does, since
        plugins may need it to begin: there, connect to `ready`.
        """
        return self.is_inert or self._backstage.plugging.when_ready(timeout)

    @guard
    def identify(self, user: User | Mapping[str, object] | None) -> None:
        """Say who is speaking: a User, a mapping of its fields, or None for nobody any more.

        The server is told after the next report, or at once with the option `identify_now`.
        What is no user changes nothing, is logged and goes to on_error.
        """
        if self._present() is not None:
            try:
                self._backstage.identify(user)
            except ConfigError as error:
                self._complain(error)
            if self._host.identify_now:
                after(self, FIRST_FRAME_MS, self._prepare_session)

    @guard
    def delete_my_data(self) -> None:
        """Delete what is kept of the user here: reports, the list of sent ones, the address.

        Nothing of it is sent any more. `data_deleted` follows, or `failed` where it could
        not be done.
        """
        if self._present() is not None:
            self._backstage.working().reports.wipe()

    @guard
    def destroy(self) -> None:
        """Take the widget out of the window; unsent reports go out at the next start."""
        if self._window is None or self._is_elsewhere:
            return
        self._window = None
        self._is_open = False
        self._backstage.end()
        self._front.destroy()

    @guard
    def vanish(self) -> None:
        """Take the widget out of the window and delete it at once: the program is at its end."""
        host = self.parent() if is_alive(self) else None
        if host is None:
            return
        self.destroy()
        self._backstage.vanish()
        delete_parts(host)
        delete_now(self)

    def hear_fault(self, error: UseroError) -> None:
        """Tell the host, in a turn of its own, that something failed in here."""
        # What fails on a thread of ours is in the log; Qt's timers are the GUI thread's.
        if threading.get_ident() == self._thread and is_alive(self) and not self.is_inert:
            after(self, 0, guard(lambda: self._on_failed(error)))

    # ------------------------------------------------------------ within

    def _when_seen(self, slot: Callable[[], None]) -> None:
        """Call `slot` once the panel that was just opened is painted."""
        after(self, FIRST_FRAME_MS, slot)

    def _present(self) -> QtWidgets.QWidget | None:
        """Return the window, unless ours are out of it.

        A host that builds its window anew may delete all that is in it, ours too: then there
        is no button any more, and this is destroyed.
        """
        if self._is_elsewhere:
            return None
        if self._window is not None and not self._front.is_whole:
            self.destroy()
        return self._window() if self._window is not None else None

    @property
    def _is_elsewhere(self) -> bool:
        """Whether this is another thread than the GUI's, where nothing may be done."""
        if threading.get_ident() == self._thread:
            return False
        log.error("A FeedbackWidget was used on another thread than the GUI's: call it there.")
        return True

    @property
    def _host(self) -> Options:
        assert self._options is not None  # noqa: S101 - an inert widget never comes here
        return self._options

    def _complain(self, error: ConfigError) -> None:
        log.warning("%s", error)
        call_host("on_error", self._host.on_error, error)

    @guard
    def _prepare_session(self) -> None:
        if self._present() is not None:
            self._backstage.working()

    @guard
    def _prepare_panel(self) -> None:
        if self._present() is not None:
            self._front.built(self._backstage.working)

    @guard
    def _prepare_paint(self) -> None:
        if self._present() is not None and not self._is_open:
            self._front.show_state(self._backstage.state)
            self._front.paint_unseen()

    @guard
    def _on_dressed(self) -> None:
        if self._present() is not None:
            self._front.show_state(self._backstage.state)
            session = self._backstage.session
            if session is not None:
                if session.reports_state is not None:
                    self._front.show_reports(session.reports_state)
                if session.history_state is not None:
                    self._front.show_history(session.history_state)

    @guard
    def _on_started(self) -> None:
        from usero_desktop.paths import may_exist, outbox_path

        if self._present() is None:
            return
        self._front.watch_passwords()
        if may_exist(outbox_path(self._host.client_id, self._host.data_dir)):
            session = self._backstage.working()
            session.pool.run(session.feedback.start, lambda _nothing: None)
        if self._host.identify_now:  # else it is soon enough with the first report
            self._backstage.who.poll()
            self._prepare_session()

    @guard
    def _on_escape_pressed(self) -> None:
        session = self._backstage.session
        if session is None or not session.takes_escape():
            self.close()

    @guard
    def _on_delivered(self, report: SentReport) -> None:
        self.delivered.emit(report.receipt)
        call_host("on_submit", self._host.on_submit, report)

    def _take_offer(self, offer: Offer) -> bool:
        """Open the panel with what a plugin offers; False where it is in use, or away."""
        is_free = self._present() is not None and not self._is_open
        if not is_free or not self._backstage.working().controller.take_offer(offer):
            return False
        self.open()
        return True

    @guard
    def _on_failed(self, error: UseroError) -> None:
        self.failed.emit(error)
        call_host("on_error", self._host.on_error, error)
