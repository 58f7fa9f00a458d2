"""The two ways of a report: by the outbox on disk, and straight from memory where that fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.core.lane import Lane, Seams
from usero_desktop.errors import OutboxError
from usero_desktop.logs import guest_logger
from usero_desktop.paths import may_exist

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from usero_desktop.config import Options
    from usero_desktop.core.dispatch import Listeners
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.model.submission import Submission
    from usero_desktop.outbox.store import Outbox

log = guest_logger()

NOT_KEPT: Final = frozenset(
    {"outbox_unwritable", "outbox_foreign", "outbox_locked", "outbox_disk_full"}
)
"""Why this machine cannot keep any report; what only this one meets is the user's to decide."""

FORBIDDEN: Final = "outbox_forbidden"
"""And why it may not."""


class Lanes:
    """The lane on `disk`, and the one in memory once a report needs it. Any thread.

    Where the administrator of the machine lets nothing be kept, the first is in memory as well.
    """

    def __init__(self, path: Path, options: Options, listeners: Listeners, seams: Seams) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._options, self._listeners, self._seams = options, listeners, seams
        self._forbidden = None if policy.read().outbox else _forbidden()
        its_path = path if self._forbidden is None else None
        self.disk = Lane(its_path, options, listeners, seams)
        self.memory: Lane | None = None

    def all(self) -> tuple[Lane, ...]:
        """Return the lanes there are."""
        return (self.disk,) if self.memory is None else (self.disk, self.memory)

    def used(self) -> tuple[Lane, ...]:
        """Return the lanes that may hold something: looking makes no files."""
        lanes = self.all()
        is_there = self._forbidden is not None or may_exist(self._path)
        return lanes if is_there else lanes[1:]

    def keep(self, submission: Submission, replaces: str | None) -> Ticket:
        """Keep a report on disk, or in memory where this machine can keep none; OutboxError."""
        try:
            ticket = self.disk.keep(submission, replaces=replaces, not_kept=self._forbidden)
        except OutboxError as error:
            if error.code not in NOT_KEPT:
                raise
            return self._in_memory(error).keep(submission, replaces=replaces, not_kept=error)
        if replaces is not None and self.memory is not None:
            self.memory.outbox().delete(replaces)
        return ticket

    def leave_open(self) -> None:
        """Wake all who wait for a ticket: this process will learn no more."""
        for lane in self.all():
            lane.tickets.leave_open()

    def wipe(self, timeout: float) -> None:
        """Break off what is being sent and delete all there is; raises OutboxError.

        Waits up to `timeout` seconds for each worker.
        """
        if self.memory is not None:
            self.memory.wipe(timeout)
        # A damaged file may be all there is in the folder.
        if self._forbidden is not None or may_exist(self._path.parent):
            self.disk.wipe(timeout)

    def close(self, left: Callable[[], float]) -> None:
        """Stop, within the seconds that are `left`; what is not sent stays in the outbox."""
        for lane in self.all():
            lane.finish()
        for lane in self.all():
            lane.close(left())

    def open_outboxes(self) -> tuple[Outbox, ...]:
        """Return the outboxes that somebody has needed so far."""
        found = (lane.open_outbox for lane in self.all())
        return tuple(outbox for outbox in found if outbox is not None)

    def forked(self) -> None:
        """Let go of the tickets in a forked child: their reports are the parent's to send."""
        for lane in self.all():
            lane.tickets.forked()

    def _in_memory(self, error: OutboxError) -> Lane:
        with self._lock:
            if self.memory is None:
                log.warning("%s Reports are sent straight from memory meanwhile.", error)
                self.memory = Lane(None, self._options, self._listeners, self._seams)
            return self.memory


def _forbidden() -> OutboxError:
    return OutboxError(
        f"This computer's administrator lets no report be kept on it ({policy.read().source}).",
        code=FORBIDDEN,
    )
