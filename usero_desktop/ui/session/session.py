from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.events import Deferred, Rejected
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.errors import Unreachable
from usero_desktop.identity.keeper import system_keeper
from usero_desktop.identity.keychain import account_of
from usero_desktop.model.limits import SCREENSHOTS
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.form.controller import Controller
from usero_desktop.ui.form.remembered import Remembered
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.desktop import DesktopWatch
from usero_desktop.ui.process.ending import EXIT_SECONDS
from usero_desktop.ui.process.lifetime import when_gone
from usero_desktop.ui.session.adder import PictureAdder

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.core.events import Event
    from usero_desktop.core.plugins import Plugins
    from usero_desktop.outbox.record import Record
    from usero_desktop.ui.editor.opening import PictureEditor
    from usero_desktop.ui.form.drafts import Lease
    from usero_desktop.ui.process.ending import Ending
    from usero_desktop.ui.process.online import OnlineWatch
    from usero_desktop.ui.reports.items import HistoryState, ReportsState
    from usero_desktop.ui.reports.sent import HistoryController
    from usero_desktop.ui.reports.unsent import ReportsController
    from usero_desktop.ui.review.review import Review
    from usero_desktop.ui.session.who import Who
    from usero_desktop.ui.window.stage import Stage


class Session(QtCore.QObject):
    """What works behind the panel: worker, pool, controller and the ways to add a picture.

    It is made when the panel is first opened or an earlier run left something to send: a
    window that only shows its button does not pay for it. It ends with the widget or with
    the application, whichever goes first.

    Signals: `wished(Wishes)` when it is known what the user wants of the desktop, and again
    when that changes; it is asked for where an option leaves it open. `reports_changed(
    ReportsState)` and `history_changed(HistoryState)`, once there are such lists. `wiped()`
    once everything is gone, `wipe_failed(UseroError)` where it could not be.
    """

    wished = Signal(object)
    reports_changed = Signal(object)
    history_changed = Signal(object)
    wiped = Signal()
    wipe_failed = Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        options: Options,
        overlay: Stage,
        who: Who,
        lease: Lease,
        ending: Ending,
        plugins: Plugins | None = None,
        feedback: Feedback | None = None,
    ) -> None:
        """`plugins` are at work already; `ending` ends this before it ends them.

        `feedback` is one that is at work already, and ends with this.
        """
        super().__init__(parent)
        self.bridge = Bridge(self)
        self.pool = Pool()
        self.feedback = feedback or Feedback.from_options(
            options, speaker=who.speaker, plugins=plugins
        )
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
        self._is_open = False
        self._reports: ReportsController | None = None
        self._history: HistoryController | None = None
        self.online: OnlineWatch | None = None
        self._unsubscribe = self.feedback.subscribe(self._hear)
        picture_pools = (
            Pool(threads=SCREENSHOTS, ends_with_program=True),
            Pool(threads=SCREENSHOTS, ends_with_program=True),
        )
        self.adder = PictureAdder(
            self,
            controller=self.controller,
            overlay=overlay,
            bridge=self.bridge,
            pool=picture_pools[0],
            screen_pool=picture_pools[1],
        )
        self._picture_pool = picture_pools[0]
        self._editor: PictureEditor | None = None
        self._review: Review | None = None
        self._desktop: DesktopWatch | None = None
        self._ask_desktop(options)
        self._end_with(ending, lease, picture_pools)

    def _end_with(self, ending: Ending, lease: Lease, picture_pools: tuple[Pool, Pool]) -> None:
        tenth = EXIT_SECONDS / 10
        # Not this object itself, which may be gone by then.
        feedback, pool = self.feedback, self.pool
        ending.begin_with(
            # The pool would be waited for while what it prepares for sending takes its rests.
            (lambda _seconds: feedback.hasten(), 0.0),
            (lambda _seconds: lease.save(), 0.0),
            # What is on its way in these goes on: it is for the next widget, if there is one.
            *((pictures.close, 0.0) for pictures in picture_pools),
            # Before the feedback: a report that is being handed over still gets to the disk.
            (pool.close, tenth * 3),
            (feedback.close, tenth * 4),
            (lambda _seconds: lease.finish(), 0.0),
        )

    def _hear(self, event: Event) -> None:
        # On the worker's thread.
        if isinstance(event, Deferred) and isinstance(event.error, Unreachable):
            self.bridge.post(self._on_unreachable)
        if isinstance(event, Rejected) and self._reports is None:
            self.bridge.post(self._count_kept)

    @guard
    def _on_unreachable(self) -> None:
        if self.online is None:
            from usero_desktop.ui.process.online import OnlineWatch

            self.online = OnlineWatch(
                self, feedback=self.feedback, pool=self.pool, bridge=self.bridge
            )

    def takes_escape(self) -> bool:
        """Do what Escape means in here; False where there is nothing that it could mean."""
        # While something is under way, Escape would look like "cancel"; it is not.
        is_other_shown = (
            (self._history is not None and self._history.back())
            or (self._review is not None and self._review.back())
            or self.controller.enclosing.back()
            or (self._reports is not None and self._reports.back())
        )
        return is_other_shown or self.controller.state.is_busy

    @property
    def reports(self) -> ReportsController:
        """The reports that are not sent; made when there is one, or when first asked for."""
        if self._reports is None:
            from usero_desktop.ui.reports.unsent import ReportsController

            controller, remembered = self.controller, self.remembered
            reports = self._reports = ReportsController(
                self, feedback=self.feedback, pool=self.pool, bridge=self.bridge
            )
            reports.changed.connect(self.reports_changed)
            reports.counted.connect(controller.show_refused)
            reports.edit_ready.connect(controller.edit)
            reports.retried.connect(controller.expect)
            reports.deleted.connect(controller.forget_report)
            reports.wiped.connect(remembered.forget_address)
            reports.wiped.connect(self._on_wiped)
            reports.failed.connect(self.wipe_failed)
            remembered.kept.connect(reports.show_address_kept)
            controller.edited.connect(reports.show_in_form)
            reports.show_in_form(controller.state.in_form)
            reports.watch(self._is_open)
        return self._reports

    @property
    def reports_state(self) -> ReportsState | None:
        """What the list of kept reports shows, None where nobody has needed it."""
        return None if self._reports is None else self._reports.state

    @guard
    def _count_kept(self) -> None:
        """Find out whether there are reports that the user is to know of."""
        if self._is_open and self._reports is None:
            self.pool.run(self.feedback.reports, self.bridge.to_gui(self._on_kept))

    @guard
    def _on_kept(self, found: tuple[Record, ...] | BaseException) -> None:
        # An outbox that cannot be read says so to who opens the list.
        if found and not isinstance(found, BaseException):
            _ = self.reports

    @property
    def history(self) -> HistoryController:
        """What was sent, for who wants to see it; made when first asked for."""
        if self._history is None:
            from usero_desktop.ui.reports.sent import HistoryController

            self._history = HistoryController(
                self, feedback=self.feedback, pool=self.pool, bridge=self.bridge
            )
            self._history.changed.connect(self.history_changed)
        return self._history

    @guard
    def _on_wiped(self) -> None:
        if self._history is not None:
            self._history.refresh()
        self.wiped.emit()

    @property
    def history_state(self) -> HistoryState | None:
        """What the list of sent reports shows, None where nobody has asked for it."""
        return None if self._history is None else self._history.state

    @property
    def review(self) -> Review:
        """What is sent, for the user to see before; made when first asked for."""
        if self._review is None:
            from usero_desktop.ui.review.review import Review

            self._review = Review(
                self.controller, feedback=self.feedback, pool=self.pool, bridge=self.bridge
            )
        return self._review

    def take_person(self) -> None:
        """Know that somebody else is speaking: who looks at what is sent sees who."""
        if self._review is not None:
            self._review.refresh()

    def show_form(self) -> None:
        """Go back to the form from whatever is shown in its place."""
        if self._reports is not None:
            self._reports.hide()
        if self._history is not None:
            self._history.hide()
        if self._review is not None:
            self._review.hide()
        self.controller.enclosing.back()

    def take_options(self, options: Options, *, plugins: Plugins | None) -> None:
        """Use changed options from now on, and plugins where there were none before."""
        if plugins is not None:
            self.feedback.composer.use(plugins)
        self.controller.take_options(options)
        self._ask_desktop(options)

    def _ask_desktop(self, options: Options) -> None:
        is_open = options.reduced_motion is None or options.high_contrast is None
        if is_open and self._desktop is None:
            self._desktop = DesktopWatch(self.bridge.to_gui(self.wished.emit))
            when_gone(self, self._desktop.end)

    @property
    def editor(self) -> PictureEditor:
        """What opens pictures to be drawn on; made when first asked for."""
        if self._editor is None:
            from usero_desktop.ui.editor.opening import PictureEditor

            self._editor = PictureEditor(
                self, controller=self.controller, bridge=self.bridge, pool=self._picture_pool
            )
        return self._editor

    def watch(self, is_open: bool) -> None:
        """Know whether the panel is open."""
        if not is_open:
            self.adder.leave()
            if self._editor is not None:
                self._editor.finish()
        self._is_open = is_open
        if self._reports is not None:
            self._reports.watch(is_open)
        else:
            self._count_kept()
        self.controller.keeping.watch(is_open)
        self.controller.enclosing.watch(is_open)

    def end(self) -> None:
        """Stop hearing; what works is for the `ending` to stop. May be called again."""
        self.adder.end()
        if self._editor is not None:
            self._editor.finish()
        self.controller.close()
        if self._reports is not None:
            self._reports.close()
        if self._history is not None:
            self._history.close()
        self._unsubscribe()
        if self._desktop is not None:
            self._desktop.end()
        self.bridge.close()
