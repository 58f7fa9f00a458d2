"""What submit() hands back: a report's way from the disk to the server, as far as it got."""

from __future__ import annotations

import threading
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError, Unreachable, UseroError

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.submission import Receipt, SentReport, Submission


class TicketState(StrEnum):
    """Where a report is; DELIVERED, REJECTED and CANCELLED are final."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


_FINAL: Final = frozenset({TicketState.DELIVERED, TicketState.REJECTED, TicketState.CANCELLED})


class Ticket:
    """A report that was taken; may be read on any thread."""

    def __init__(
        self,
        submission: Submission,
        *,
        recall: Callable[[], bool],
        not_kept: OutboxError | None = None,
    ) -> None:
        """Made by Feedback.submit; `recall` is what cancels it there."""
        self.submission: Submission = replace(
            submission,
            pictures=tuple(replace(it, data=b"") for it in submission.pictures),
            recording=submission.recording and submission.recording.without_data(),
        )
        """The report as it travels, but for its pictures' data and its recording's."""
        self.not_kept = not_kept
        """Why the report could not be saved on this computer, None where it is."""
        self._state = TicketState.QUEUED
        self._error: UseroError | None = None
        self._report: SentReport | None = None
        self._recall: Callable[[], bool] | None = recall
        self._over = threading.Event()

    @property
    def submission_id(self) -> str:
        """The UUID that the report carries."""
        return self.submission.submission_id

    @property
    def report(self) -> SentReport | None:
        """What was sent, once it is delivered; None until then."""
        return self._report

    @property
    def kept(self) -> bool:
        """Whether the report is safe on disk.

        If not, it is sent straight from memory, as long as this program runs.
        """
        return self.not_kept is None

    @property
    def state(self) -> TicketState:
        """Where the report is now."""
        return self._state

    @property
    def error(self) -> UseroError | None:
        """Why the last attempt failed, or None."""
        return self._error

    def done(self) -> bool:
        """Whether the end is known: delivered, refused for good, or cancelled."""
        return self._state in _FINAL

    def cancel(self) -> bool:
        """Take the report back, so that it is not sent; True where it was not under way yet.

        False once it is being sent or its end is known, after `close`, and in a forked child.
        Waits for the disk; raises OutboxError.
        """
        recall = self._recall
        return recall is not None and not self.done() and recall()

    def result(self, timeout: float | None = None) -> Receipt:
        """Wait up to `timeout` seconds (None: without end) and return the server's receipt.

        Raises Refused where the server will not take the report; OutboxError where somebody
        cancelled or deleted it, or where it was lost with its program since it could not be
        kept; and Unreachable where it is not delivered yet. Not for the GUI thread.
        """
        self._over.wait(timeout)
        if self._report is not None:
            return self._report.receipt
        if self._over.is_set() and self._error is not None:
            raise self._error
        raise Unreachable(f"{self._so_far()} {self._prospect()}", code="not_yet")

    def _so_far(self) -> str:
        return "The report is not delivered yet." if self._error is None else str(self._error)

    def _prospect(self) -> str:
        if self.kept:
            return "The report is kept and will be sent."
        return (
            "It could not be saved on this computer, so it is tried again only as long as "
            "this program runs."
        )

    # The dispatcher's side; called on a worker's thread, or by close().

    def _advance(self, state: TicketState, error: UseroError | None = None) -> None:
        self._error = error
        self._state = state

    def _deliver(self, report: SentReport) -> None:
        self._report = report
        self._advance(TicketState.DELIVERED)
        self._over.set()

    def _fail(self, error: UseroError) -> None:
        self._advance(TicketState.REJECTED, error)
        self._over.set()

    def _cancel(self, error: UseroError) -> None:
        self._advance(TicketState.CANCELLED, error)
        self._over.set()

    def _leave(self) -> None:
        """Nobody here will learn more: wake those who wait."""
        self._recall = None
        if self._over.is_set():
            return
        if self.kept:
            self._error = Unreachable(
                f"{self._so_far()} The report is kept and will be sent by the next start.",
                code="kept",
            )
        else:
            reason = "" if self._error is None else f"{self._error} "
            self._error = OutboxError(
                f"{reason}The report could not be sent and could not be saved on this computer.",
                code="not_kept",
            )
        self._over.set()

    def _forked(self) -> None:
        """Become the copy in a forked child, of a report that is its parent's to send."""
        self._recall = None
        self._over = threading.Event()  # its lock may have been held by a thread of the parent
        if not self.done():
            self._error = Unreachable(
                "The report was submitted before this process was forked, so the process it "
                "comes from sends it.",
                code="forked",
            )
        self._over.set()
