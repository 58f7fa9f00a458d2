"""What submit() hands back: a report's way from the disk to the server, as far as it got."""

from __future__ import annotations

import threading
from enum import StrEnum
from typing import TYPE_CHECKING

from usero_desktop.errors import Unreachable, UseroError

if TYPE_CHECKING:
    from usero_desktop.model.submission import Receipt


class TicketState(StrEnum):
    """Where a report is; DELIVERED and REJECTED are final."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    REJECTED = "rejected"


class Ticket:
    """A report that is safe on disk; may be read on any thread."""

    def __init__(self, submission_id: str) -> None:
        """Made by Feedback.submit; `submission_id` is the UUID the report carries."""
        self.submission_id = submission_id
        self._state = TicketState.QUEUED
        self._error: UseroError | None = None
        self._receipt: Receipt | None = None
        self._over = threading.Event()

    @property
    def state(self) -> TicketState:
        """Where the report is now."""
        return self._state

    @property
    def error(self) -> UseroError | None:
        """Why the last attempt failed, or None."""
        return self._error

    def done(self) -> bool:
        """Whether the end is known: delivered, or refused for good."""
        return self._state in {TicketState.DELIVERED, TicketState.REJECTED}

    def result(self, timeout: float | None = None) -> Receipt:
        """Wait up to `timeout` seconds (None: without end) and return the server's receipt.

        Raises Refused where the server will not take the report, OutboxError where somebody
        deleted it, and Unreachable where it is not delivered yet: it is kept and will be.
        Not for the GUI thread.
        """
        self._over.wait(timeout)
        if self._receipt is not None:
            return self._receipt
        if self._over.is_set() and self._error is not None:
            raise self._error
        sentence = "The report is not delivered yet; it is kept and will be sent."
        if self._error is not None:
            sentence = f"{self._error} The report is kept and will be sent."
        raise Unreachable(sentence, code="not_yet")

    # The dispatcher's side; called on the worker thread, or by close().

    def _advance(self, state: TicketState, error: UseroError | None = None) -> None:
        self._error = error
        self._state = state

    def _deliver(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self._advance(TicketState.DELIVERED)
        self._over.set()

    def _fail(self, error: UseroError) -> None:
        self._advance(TicketState.REJECTED, error)
        self._over.set()

    def _leave(self) -> None:
        """Nobody here will learn more: wake those who wait, the report stays on disk."""
        if not self._over.is_set():
            self._error = Unreachable(
                "Feedback was closed before the report was delivered; it is kept and will be "
                "sent by the next start.",
                code="kept",
            )
            self._over.set()
