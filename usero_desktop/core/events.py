"""What happens to a report, told to subscribers on a worker's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.errors import UseroError
    from usero_desktop.model.submission import Receipt


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
    receipt: Receipt
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Deferred:
    """An attempt failed; the next one follows in `retry_in_seconds`, or at the next start."""

    submission_id: str
    error: UseroError
    retry_in_seconds: float


@dataclass(frozen=True, slots=True)
class Rejected:
    """A report will not be sent again by itself; it stays in the outbox with its reason."""

    submission_id: str
    error: UseroError


Event: TypeAlias = Queued | Sending | Progress | Delivered | Deferred | Rejected
