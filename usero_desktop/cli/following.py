"""Stay with reports while they are sent, and tell how far they are."""

from __future__ import annotations

import queue
from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.exits import sentence_of
from usero_desktop.core.events import Deferred, Delivered, Progress, Rejected, Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.cli.progress import ProgressLine
    from usero_desktop.core.events import Event

PATIENCE_SECONDS: Final = 10.0
"""Without --wait, how long a command stays for the server's answer."""

TICK_SECONDS: Final = 1.0
STEP_PERCENT: Final = 10


class Following:
    """What becomes of some reports, heard on a worker's thread and told on this one.

    Without `line` nothing is told.
    """

    def __init__(self, line: ProgressLine | None) -> None:
        self._line = line
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.hear: Callable[[Event], None] = self._events.put
        self.ends: dict[str, Delivered | Rejected | Deferred] = {}
        """By a report's id what became of it so far; a `Deferred` may be followed by more."""

    def follow(
        self,
        submission_id: str,
        *,
        wait: bool,
        look: Callable[[], bool] = lambda: False,
        prefix: str = "",
    ) -> None:
        """Stay until the end of a report is known, or without `wait` that it comes later.

        `look` is asked now and then whether it is known in another way: another program may be
        sending it. `prefix` stands before what is told.
        """
        deadline = None if wait else monotonic() + PATIENCE_SECONDS
        try:
            self._follow(submission_id, deadline, look, prefix, wait=wait)
        finally:
            if self._line is not None:
                self._line.clear()

    def _follow(
        self,
        submission_id: str,
        deadline: float | None,
        look: Callable[[], bool],
        prefix: str,
        *,
        wait: bool,
    ) -> None:
        retry_at = 0.0
        while not self._is_over(submission_id, wait=wait):
            left = TICK_SECONDS
            if deadline is not None:
                left = min(left, deadline - monotonic())
                if left <= 0:
                    break
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                if look():
                    break
                self._count_down(prefix, retry_at)
                continue
            if isinstance(event, Delivered | Rejected | Deferred):
                self.ends[event.submission_id] = event
            if getattr(event, "submission_id", None) == submission_id:
                if isinstance(event, Deferred):
                    retry_at = monotonic() + event.retry_in_seconds
                self._tell(event, prefix, wait=wait)

    def _is_over(self, submission_id: str, *, wait: bool) -> bool:
        end = self.ends.get(submission_id)
        return isinstance(end, Delivered | Rejected) or (end is not None and not wait)

    def _tell(self, event: Event, prefix: str, *, wait: bool) -> None:
        line = self._line
        if line is None or not wait:
            return
        match event:
            case Sending():
                line.show(f"{prefix}Sending…")
            case Progress(sent_bytes=sent, total_bytes=total) if total:
                percent = 100 * sent // total
                words = f"{prefix}Sending: {percent} % of {total / 1_000_000:.1f} MB"
                line.show(words, is_minor=percent % STEP_PERCENT != 0)
            case Deferred(error=error, retry_in_seconds=seconds):
                line.show(f"{prefix}{sentence_of(error)} Trying again in {seconds:.0f} s.")
            case _:
                pass

    def _count_down(self, prefix: str, retry_at: float) -> None:
        left = retry_at - monotonic()
        if self._line is not None and self._line.is_live and left > 0:
            self._line.show(f"{prefix}Not sent yet. Trying again in {left:.0f} s.")
