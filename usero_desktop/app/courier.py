from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.events import Deferred, Delivered, Queued, Rejected
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.errors import Refused, Unreachable
from usero_desktop.paths import may_exist, outbox_path
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.core.events import Event
    from usero_desktop.errors import UseroError
    from usero_desktop.ui.process.online import OnlineWatch


class Courier(QtCore.QObject):
    """Sends the reports about one program, and knows how many are not sent. GUI thread.

    Nothing of it works before there is a report: an idle program costs no thread.

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
        self.feedback = Feedback.from_options(options)
        self.pool = Pool(threads=1)
        self._bridge = Bridge(self)
        self._fresh: set[str] = set()
        self._late = 0
        self._online: OnlineWatch | None = None
        self._unsubscribe = self.feedback.subscribe(self._hear)
        self._is_over = False

    def start(self) -> None:
        """Send what an earlier run left."""
        self.pool.run(self._read_and_start, self._bridge.to_gui(self._on_counted))

    def recount(self) -> None:
        """Look again how many reports are not sent; another process may have changed that."""
        if not self._is_over:
            self.pool.run(self._read, self._bridge.to_gui(self._on_counted))

    def end(self) -> None:
        """Hear nothing more, and close all but the `feedback`."""
        self._is_over = True
        self._unsubscribe()
        self._bridge.close()
        self.pool.close()

    # ------------------------------------------------------------ in the pool

    def _read(self) -> int:
        options = self.options
        if not may_exist(outbox_path(options.client_id, options.data_dir)):
            return 0
        return len(self.feedback.reports())

    def _read_and_start(self) -> int:
        count = self._read()
        if count:
            # Now, and not when the next try of the earlier run was due: much may have changed.
            self.feedback.retry_now()
        return count

    # ------------------------------------------------------------ what the worker says

    def _hear(self, event: Event) -> None:
        if isinstance(event, Queued | Delivered | Deferred | Rejected):
            self._bridge.post(lambda: self._on_event(event))

    @guard
    def _on_event(self, event: Queued | Delivered | Deferred | Rejected) -> None:
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
