from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.pool import Pool
from usero_desktop.errors import Refused, Unreachable
from usero_desktop.paths import may_exist, outbox_path
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options
    from usero_desktop.core.events import Deferred, Delivered, Event, Queued, Rejected
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.errors import UseroError
    from usero_desktop.ui.process.online import OnlineWatch


class Courier(QtCore.QObject):
    """Sends the reports about one program, and knows how many are not sent. GUI thread.

    Nothing of it works before there is a report: an idle program costs no thread. What sends is
    not even loaded before `start`, or a panel that needs it.

    Signals: `counted(int)` when another number of reports is not sent; `sent(Receipt)` of one that
    was just written; `saved(UseroError)` once for one that has to wait, and why; `caught_up(int)`
    when none waits any more, with how many went out that had waited; `refused(UseroError)`.
    """

    counted = Signal(int)
    sent = Signal(object)
    saved = Signal(object)
    caught_up = Signal(int)
    refused = Signal(object)

    def __init__(self, parent: QtCore.QObject, options: Options) -> None:
        super().__init__(parent)
        self.options = options
        self.count = 0
        self.pool = Pool(threads=1)
        self._bridge = Bridge(self)
        self._fresh: set[str] = set()
        self._late = 0
        self._online: OnlineWatch | None = None
        self._feedback: Feedback | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._is_started = self._is_over = False

    @property
    def feedback(self) -> Feedback:
        """What sends them, made when first asked for."""
        if self._feedback is None:
            from usero_desktop.core.feedback import Feedback

            self._feedback = Feedback.from_options(self.options)
            self._unsubscribe = self._feedback.subscribe(self._hear)
        return self._feedback

    def start(self) -> None:
        """Send what an earlier run left; may be called again."""
        if not self._is_started:
            self._is_started = True
            feedback = self.feedback
            job = lambda: self._read_and_start(feedback)  # noqa: E731
            self.pool.run(job, self._bridge.to_gui(self._on_counted))

    def recount(self) -> None:
        """Look again how many reports are not sent; another process may have changed that."""
        if not self._is_over:
            feedback = self.feedback
            self.pool.run(lambda: self._read(feedback), self._bridge.to_gui(self._on_counted))

    def end(self) -> None:
        """Hear nothing more, and close all but the `feedback`."""
        self._is_over = True
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._bridge.close()
        self.pool.close()

    def close(self, seconds: float) -> None:
        """Close the `feedback` within so many seconds, where there is one."""
        if self._feedback is not None:
            self._feedback.close(seconds)

    # ------------------------------------------------------------ in the pool

    def _read(self, feedback: Feedback) -> int:
        options = self.options
        if not may_exist(outbox_path(options.client_id, options.data_dir)):
            return 0
        return len(feedback.reports())

    def _read_and_start(self, feedback: Feedback) -> int:
        count = self._read(feedback)
        if count:
            # Now, and not when the next try of the earlier run was due: much may have changed.
            feedback.retry_now()
        return count

    # ------------------------------------------------------------ what the worker says

    def _hear(self, event: Event) -> None:
        from usero_desktop.core.events import Deferred, Delivered, Queued, Rejected

        if isinstance(event, Queued | Delivered | Deferred | Rejected):
            self._bridge.post(lambda: self._on_event(event))

    @guard
    def _on_event(self, event: Queued | Delivered | Deferred | Rejected) -> None:
        from usero_desktop.core.events import Deferred, Delivered, Queued, Rejected

        match event:
            case Queued(ticket=ticket) if ticket.kept:
                self._fresh.add(ticket.submission_id)
            case Delivered(submission_id=name) if name in self._fresh or _is_unkept(event):
                self._fresh.discard(name)
                self.sent.emit(event.receipt)
            case Delivered():
                self._late += 1
            case Rejected(submission_id=name, error=Refused() as error):
                self._fresh.discard(name)
                self.refused.emit(error)
            case Rejected(submission_id=name):  # the user has deleted it
                self._fresh.discard(name)
            case Deferred(submission_id=name, error=error):
                self._take_delay(name, error)
        self.recount()

    def _take_delay(self, name: str, error: UseroError) -> None:
        if name in self._fresh:
            self._fresh.discard(name)  # once is enough: it is tried again and again
            self.saved.emit(error)
        if isinstance(error, Unreachable) and self._online is None:
            from usero_desktop.ui.process.online import OnlineWatch

            self._online = OnlineWatch(
                self, feedback=self.feedback, pool=self.pool, bridge=self._bridge
            )

    @guard
    def _on_counted(self, found: int | BaseException) -> None:
        if found == 0 and self._late:
            late, self._late = self._late, 0
            self.caught_up.emit(late)
        # What cannot be read is told where the reports are shown.
        if isinstance(found, int) and found != self.count:
            self.count = found
            self.counted.emit(found)


def _is_unkept(event: Delivered) -> bool:
    """Whether it went straight from memory: this computer could not, or may not, keep it."""
    return event.ticket is not None and not event.ticket.kept
