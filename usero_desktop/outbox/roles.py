"""Who works with the worker: the way to the server, and who is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from usero_desktop.errors import Refused, UseroError
    from usero_desktop.model.submission import Receipt, SentReport
    from usero_desktop.outbox.record import Claim, RecordingClaim


class ClaimLost(Exception):
    """The report was deleted, or another process has taken it over: it is not ours to send."""


class Interrupted(Exception):
    """Something better is to be sent first: what was under way is begun anew behind it."""


class Delivery(Protocol):
    """The way to the server; called on the worker thread, but for `abort` and `make_way`."""

    def deliver(self, claim: Claim, owner: str) -> SentReport:
        """Send the report; raises Unreachable, Busy or Refused, ClaimLost and OutboxError."""

    def send_piece(
        self, claim: RecordingClaim, is_in_the_way: Callable[[], bool]
    ) -> RecordingClaim | None:
        """Send the next chunk of a recording, and return it as it stands then; None at its end.

        Raises Unreachable, Busy or Refused and OutboxError, and Interrupted where it
        `is_in_the_way` meanwhile.
        """

    def make_way(self) -> None:
        """Have `send_piece` end soon: a report waits. May be called on any thread."""

    def follow_up(self) -> bool:
        """Do what can wait until nothing is to be sent; False where there was no such thing."""

    def rest(self) -> None:
        """Let go of what is only needed while sending."""

    def abort(self) -> None:
        """Make `deliver` fail soon; may be called on any thread, and is final."""


class Observer(Protocol):
    """Who is told how reports fare, always on the worker thread."""

    def sending(self, submission_id: str) -> None:
        """An attempt begins."""

    def delivered(self, report: SentReport) -> None:
        """The server has the report."""

    def arrived(self, receipt: Receipt) -> None:
        """The server has the report: another process has sent it."""

    def deferred(self, submission_id: str, error: UseroError, retry_in: float) -> None:
        """An attempt failed; the next is in `retry_in` seconds."""

    def rejected(self, submission_id: str, error: Refused) -> None:
        """The server will not take the report."""

    def lost(self, submission_id: str) -> None:
        """The report is no longer in the outbox: somebody deleted it."""

    def watched(self) -> Iterable[str]:
        """Name the reports whose end somebody waits for, whoever sends them."""
