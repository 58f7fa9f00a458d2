from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

from usero_desktop.core.events import Deferred
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.errors import Unreachable
from usero_desktop.identity.keeper import system_keeper
from usero_desktop.identity.keychain import account_of
from usero_desktop.model.limits import SCREENSHOTS
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.adder import PictureAdder
from usero_desktop.ui.bridge import Bridge
from usero_desktop.ui.controller import Controller
from usero_desktop.ui.desktop import DesktopWatch
from usero_desktop.ui.guard import guard
from usero_desktop.ui.lifetime import when_gone
from usero_desktop.ui.remembered import Remembered
from usero_desktop.ui.reports import ReportsController

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options
    from usero_desktop.core.events import Event
    from usero_desktop.ui.drafts import Lease
    from usero_desktop.ui.online import OnlineWatch
    from usero_desktop.ui.overlay import Overlay
    from usero_desktop.ui.who import Who

EXIT_SECONDS = 2.0
"""The host's exit waits this long at most; what is unsent goes out at the next start."""


class Session(QtCore.QObject):
    """What works behind the panel: worker, pool, controller and the ways to add a picture.

    It is made when the panel is first opened or an earlier run left something to send: a
    window that only shows its button does not pay for it. It ends with the widget or with
    the application, whichever goes first.

    Signals: `wished(Wishes)` when it is known what the user wants of the desktop, and again
    when that changes; it is asked for where an option leaves it open.
    """

    wished = Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        options: Options,
        overlay: Overlay,
        who: Who,
        lease: Lease,
    ) -> None:
        super().__init__(parent)
        self.bridge = Bridge(self)
        self.pool = Pool()
        self.feedback = Feedback.from_options(options, speaker=who.speaker)
        self.controller = Controller(
            self,
            feedback=self.feedback,
            pool=self.pool,
            bridge=self.bridge,
            options=options,
            lease=lease,
        )
        account = account_of(options.client_id, options.base_url)
        self.remembered = Remembered(self.controller, self.bridge, system_keeper(), account)
        self.reports = ReportsController(
            self, feedback=self.feedback, pool=self.pool, bridge=self.bridge
        )
        self.reports.counted.connect(self.controller.show_refused)
        self.reports.edit_ready.connect(self.controller.edit)
        self.reports.retried.connect(self.controller.expect)
        self.reports.deleted.connect(self.controller.forget_report)
        self.reports.wiped.connect(self.remembered.forget)
        self.remembered.kept.connect(self.reports.show_address_kept)
        self.controller.edited.connect(self.reports.show_in_form)
        self.online: OnlineWatch | None = None
        self._unsubscribe = self.feedback.subscribe(self._hear)
        picture_pools = Pool(threads=SCREENSHOTS), Pool(threads=SCREENSHOTS)
        self.adder = PictureAdder(
            self,
            controller=self.controller,
            overlay=overlay,
            bridge=self.bridge,
            pool=picture_pools[0],
            screen_pool=picture_pools[1],
        )
        self._desktop: DesktopWatch | None = None
        self._ask_desktop(options)
        self._ending = _Ending(self.feedback, self.pool, picture_pools, lease)
        when_gone(self, self._ending.behind)
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._ending.with_all)

    def _hear(self, event: Event) -> None:
        # On the worker's thread.
        if isinstance(event, Deferred) and isinstance(event.error, Unreachable):
            self.bridge.post(self._on_unreachable)

    @guard
    def _on_unreachable(self) -> None:
        if self.online is None:
            from usero_desktop.ui.online import OnlineWatch

            self.online = OnlineWatch(
                self, feedback=self.feedback, pool=self.pool, bridge=self.bridge
            )

    def takes_escape(self) -> bool:
        """Do what Escape means in here; False where there is nothing that it could mean."""
        # While something is under way, Escape would look like "cancel"; it is not.
        return self.reports.back() or self.controller.state.is_busy

    def take_options(self, options: Options) -> None:
        """Use changed options from now on."""
        self.controller.take_options(options)
        self._ask_desktop(options)

    def _ask_desktop(self, options: Options) -> None:
        is_open = options.reduced_motion is None or options.high_contrast is None
        if is_open and self._desktop is None:
            self._desktop = DesktopWatch(self.bridge.to_gui(self.wished.emit))
            when_gone(self, self._desktop.end)

    def end(self) -> None:
        """Stop hearing and working; what is unsent stays on disk. May be called again."""
        self.controller.close()
        self.reports.close()
        self._unsubscribe()
        if self._desktop is not None:
            self._desktop.end()
        self.bridge.close()
        self._ending.behind()


class _Ending:
    """Ends what works for a session, once; who comes second waits for the first to have done it."""

    def __init__(
        self, feedback: Feedback, pool: Pool, picture_pools: tuple[Pool, ...], lease: Lease
    ) -> None:
        self._hasten = feedback.hasten
        self._lock = threading.Lock()
        # The pool goes first: a report that is being handed over still gets to the disk.
        self._closers: list[tuple[Callable[[float], None], float]] = [
            *((pictures.close, 0.0) for pictures in picture_pools),
            (pool.close, EXIT_SECONDS / 2),
            (feedback.close, EXIT_SECONDS / 2),
            (lambda _seconds: lease.finish(), 0.0),
        ]
        _endings.add(self)

    @guard
    def now(self) -> None:
        """End it, and wait."""
        # The pool would be waited for while what it prepares for sending takes its rests.
        self._hasten()
        with self._lock:
            while self._closers:
                close, seconds = self._closers.pop(0)
                close(seconds)

    @guard
    def behind(self) -> None:
        """End it while the host goes on: its other windows need not wait for this one's network."""
        threading.Thread(target=self.now, name="usero-end", daemon=True).start()

    @guard
    def with_all(self) -> None:
        """End those of all windows side by side: the program waits as long as for one."""
        endings = tuple(_endings)
        for ending in endings:
            if ending is not self and ending._closers:  # noqa: SLF001 - one of its own kind
                ending.behind()
        for ending in endings:
            ending.now()


_endings: WeakSet[_Ending] = WeakSet()
