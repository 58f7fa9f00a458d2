"""What happens to a report, told to subscribers on a worker's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.errors import UseroError
    from usero_desktop.model.submission import Receipt, SentReport


@dataclass(frozen=True, slots=True)
class Queued:
    """A report was taken: it is safe on disk, unless `ticket.kept` says otherwise."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Sending:
    """An attempt to send a report begins."""

    submission_id: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes of a report's screenshots that went out so far, at most every 100 ms.

    `total_bytes` counts those that this attempt has to send.
    """

    submission_id: str
    sent_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server has a report; `ticket` is None where an earlier run wrote it."""

    submission_id: str
    report: SentReport
    ticket: Ticket | None

    @property
    def receipt(self) -> Receipt:
        """The server's word."""
        return self.report.receipt


@dataclass(frozen=True, slots=True)
class Deferred:
    """An attempt failed; the next one follows in `retry_in_seconds`, or at the next start."""

    submission_id: str
    error: UseroError
    retry_in_seconds: float


@dataclass(frozen=True, slots=True)
class Rejected:
    """A report was refused, or gave up, or was cancelled or deleted, as `error` says.

    A refused one stays in the outbox with its reason. Where the project's settings may be what
    is wrong it is tried once a day, and may still be delivered.
    """

    submission_id: str
    error: UseroError


Event: TypeAlias = Queued | Sending | Progress | Delivered | Deferred | Rejected
