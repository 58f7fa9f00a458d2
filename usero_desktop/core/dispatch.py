"""From what the worker sees to tickets and subscribers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from usero_desktop.core.events import Deferred, Delivered, Progress, Queued, Rejected, Sending
from usero_desktop.core.host import call_host
from usero_desktop.core.ticket import Ticket, TicketState
from usero_desktop.errors import OutboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from usero_desktop.core.events import Event
    from usero_desktop.errors import Refused, UseroError
    from usero_desktop.model.submission import Receipt, SentReport, Submission


class Listeners:
    """Who hears of events; every method may be called on any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` for each event; the returned callable ends that."""
        with self._lock:
            self._all.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._all:
                    self._all.remove(listener)

        return leave

    def tell(self, event: Event) -> None:
        """Tell everybody; what a listener raises is logged."""
        with self._lock:
            listeners = tuple(self._all)
        for listener in listeners:
            call_host("event", listener, event)

    def forked(self) -> None:
        """Become the copy in a forked child."""
        self._lock = threading.Lock()


class Dispatcher:
    """Keeps the open tickets of one outbox true and tells of them; it is the worker's observer.

    Tickets are opened, and all of them closed, on any thread; what happens to one is told on
    the worker thread.
    """

    def __init__(self, listeners: Listeners) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, Ticket] = {}
        self._unannounced: set[str] = set()
        self._tell = listeners.tell

    def open(
        self,
        submission: Submission,
        *,
        recall: Callable[[], bool],
        not_kept: OutboxError | None = None,
    ) -> Ticket:
        """Make a ticket, before the report can be claimed by anybody.

        `recall` is what cancels it; False where it is too late for that.
        """
        ticket = Ticket(submission, recall=recall, not_kept=not_kept)
        with self._lock:
            self._open[submission.submission_id] = ticket
            self._unannounced.add(submission.submission_id)
        return ticket

    def cancel(self, submission_id: str, withdraw: Callable[[], bool]) -> bool:
        """Have `withdraw` take a report out of the outbox; False where that was too late."""
        with self._lock:
            # Out of the worker's sight meanwhile, which would call it lost.
            ticket = self._open.pop(submission_id, None)
        if ticket is None:
            return False
        is_withdrawn = False
        try:
            is_withdrawn = withdraw()
        finally:
            if not is_withdrawn:
                with self._lock:
                    self._open[submission_id] = ticket
        if is_withdrawn:
            error = OutboxError("The report was cancelled before it was sent.", code="cancelled")
            with self._lock:
                self._unannounced.discard(submission_id)
            ticket._cancel(error)  # noqa: SLF001 - a ticket has two sides, this is the inner one
            self._tell(Rejected(submission_id, error))
        return is_withdrawn

    def discard(self, submission_id: str) -> None:
        """Forget a ticket whose report could not be kept."""
        with self._lock:
            self._open.pop(submission_id, None)
            self._unannounced.discard(submission_id)

    def leave_open(self) -> None:
        """Wake everybody who waits for a ticket: this process will learn no more."""
        with self._lock:
            tickets = list(self._open.values())
            self._open.clear()
        for ticket in tickets:
            ticket._leave()  # noqa: SLF001 - see above

    def opened(self) -> tuple[str, ...]:
        """Name the reports of all open tickets, told of or not."""
        with self._lock:
            return tuple(self._open)

    def forked(self) -> None:
        """Let go of the tickets in a forked child: their reports are the parent's to send."""
        self._lock = threading.Lock()
        for ticket in self._open.values():
            ticket._forked()  # noqa: SLF001 - see above
        self._open.clear()

    def announce(self, submission_id: str) -> None:
        """Tell that a report was taken, once."""
        with self._lock:
            ticket = self._open.get(submission_id)
            if submission_id not in self._unannounced or ticket is None:
                return
            self._unannounced.discard(submission_id)
        self._tell(Queued(ticket))

    def watched(self) -> Iterable[str]:
        """Name the reports of open tickets."""
        with self._lock:
            # One that is not announced may not be in the database yet.
            return tuple(name for name in self._open if name not in self._unannounced)

    def sending(self, submission_id: str) -> None:
        """An attempt begins."""
        self.announce(submission_id)
        self._advance(submission_id, TicketState.SENDING)
        self._tell(Sending(submission_id))

    def progress(self, submission_id: str, sent_bytes: int, total_bytes: int) -> None:
        """Bytes went out."""
        self._tell(Progress(submission_id, sent_bytes, total_bytes))

    def delivered(self, report: SentReport) -> None:
        """The server has the report."""
        self._deliver(report, self._close(report.receipt.submission_id))

    def arrived(self, receipt: Receipt) -> None:
        """The server has a report of an open ticket; another process sent it."""
        ticket = self._close(receipt.submission_id)
        if ticket is not None:
            from usero_desktop.model.submission import SentReport  # who made the ticket has it

            self._deliver(SentReport.of(ticket.submission, receipt), ticket)

    def _deliver(self, report: SentReport, ticket: Ticket | None) -> None:
        if ticket is not None:
            ticket._deliver(report)  # noqa: SLF001 - see above
        self._tell(Delivered(report.receipt.submission_id, report, ticket))

    def deferred(self, submission_id: str, error: UseroError, retry_in: float) -> None:
        """An attempt failed."""
        self._advance(submission_id, TicketState.DEFERRED, error)
        self._tell(Deferred(submission_id, error, retry_in))

    def rejected(self, submission_id: str, error: Refused) -> None:
        """The server will not take the report."""
        self._fail(submission_id, error)

    def lost(self, submission_id: str) -> None:
        """The report is gone from the outbox. Any thread."""
        self._fail(
            submission_id,
            OutboxError(
                "The report was deleted from the outbox before it was sent.",
                code="outbox_deleted",
            ),
        )

    def _fail(self, submission_id: str, error: UseroError) -> None:
        ticket = self._close(submission_id)
        if ticket is not None:
            ticket._fail(error)  # noqa: SLF001 - see above
        self._tell(Rejected(submission_id, error))

    def _advance(
        self, submission_id: str, state: TicketState, error: UseroError | None = None
    ) -> None:
        with self._lock:
            ticket = self._open.get(submission_id)
        if ticket is not None:
            ticket._advance(state, error)  # noqa: SLF001 - see above

    def _close(self, submission_id: str) -> Ticket | None:
        with self._lock:
            self._unannounced.discard(submission_id)
            return self._open.pop(submission_id, None)
