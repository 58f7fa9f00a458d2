"""What the server has and the outbox does not know yet, and what was claimed ahead.

A transaction costs the disk several syncs. So the receipt of one report and the claim of the
next share one; and where nothing lies between two reports, several receipts do.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import SentReport
    from usero_desktop.outbox.record import Claim
    from usero_desktop.outbox.store import Outbox

GROUP: Final = 32
"""Receipts that are written down together at most."""

GROUP_SECONDS: Final = 0.05
"""How long a receipt waits for others; should the process die meanwhile, its report is sent
twice, as one whose answer was lost."""

AHEAD_SECONDS: Final = 5.0
"""What was claimed ahead is put back after this, long before its lease ends."""


class Ledger:
    """Keeps receipts for `owner`, and then tells of each; used on the worker thread.

    `group` 1 writes each at once.
    """

    def __init__(
        self, owner: str, clock: Clock, *, group: int, tell: Callable[[SentReport], None]
    ) -> None:
        self._owner = owner
        self._clock = clock
        self._group = group
        self._tell = tell
        self._unkept: list[SentReport] = []
        self._untold: list[SentReport] = []
        self._since = 0.0
        self._ahead: deque[Claim] = deque()
        self._claimed_at = 0.0

    def add(self, report: SentReport) -> None:
        """Take a report's receipt, to be written down by `keep`."""
        if not self._unkept:
            self._since = self._clock.monotonic()
        self._unkept.append(report)
        self._untold.append(report)

    @property
    def is_due(self) -> bool:
        """Whether it is time to write the receipts down."""
        waited = self._clock.monotonic() - self._since
        is_whole = len(self._unkept) >= self._group or not self._ahead
        return bool(self._unkept) and (is_whole or waited > GROUP_SECONDS)

    def keep(self, outbox: Outbox, *, most: int | None = None) -> None:
        """Write the receipts down, and claim up to `most` reports in the same transaction.

        Raises OutboxError. Where it fails (a full disk), it is to be done before anything else
        is sent: what is not written down would be sent again.
        """
        self._since = float("-inf")  # should it fail, it is due
        most = self._group - len(self._ahead) if most is None else most
        try:
            receipts = (report.receipt for report in self._unkept)
            claims = outbox.done(*receipts, next_for=self._owner, most=most)
            self._unkept.clear()
        finally:
            # The server has them, even if that could not be written down yet.
            while self._untold:
                self._tell(self._untold.pop(0))
        self._ahead.extend(claims)
        self._claimed_at = self._clock.monotonic()

    def next(self, outbox: Outbox, *, is_held: bool) -> Claim | None:
        """Return a report that was claimed ahead, unless a hold or its age forbid it."""
        is_old = self._clock.monotonic() - self._claimed_at > AHEAD_SECONDS
        if self._ahead and (is_held or is_old):
            self.give_back(outbox)
        return self._ahead.popleft() if self._ahead else None

    def give_back(self, outbox: Outbox) -> None:
        """Write down what there is and put back what was claimed ahead; raises OutboxError.

        Nothing is being sent meanwhile.
        """
        if self._unkept:
            self.keep(outbox, most=0)
        if self._ahead:
            outbox.release_all(self._owner)
            self._ahead.clear()
