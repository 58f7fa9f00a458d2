"""The last seconds of a recording, in memory: bounded by time and by size."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.rrweb.blocks import Block, pieces, weight
from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.trimming import going_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.rrweb.events import Event

log = guest_logger()

MAX_BYTES: Final = 2 * 1024 * 1024
RAW_BYTES: Final = 4
"""How many times as much that may be once it is taken out of its blocks: at Send, all is."""
UNFOLDED: Final = 2
"""How many times `max_bytes` may wait to be folded: then nobody folds any more."""
RECENT_MS: Final = 2_000
"""So old are events when they are pressed: before that, pictures come in between."""


class RollingBuffer:
    """Takes events, and tells the last seconds of them, beginning with a snapshot of then.

    What is older, or too much, is folded into a document in their place. It is put into the
    order of its times first: a picture comes a moment after what happened behind it, and so is
    one that comes later than all that is folded. Times should not go back, as a wall clock may:
    those that are before what is folded are folded as well, and not seen any more.

    `append` and `clear` may be called on any thread and do not wait for a fold; all else is for
    one thread, the worker.
    """

    def __init__(self, seconds: float, max_bytes: int = MAX_BYTES) -> None:
        """Keep `seconds`, of at most `max_bytes` of memory without the document itself."""
        self._window_ms = round(seconds * 1000)
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._incoming: list[Event] = []
        self._incoming_bytes = 0
        self._wants_snapshot = True
        self._is_cleared = False
        self._begin_anew()

    @property
    def wants_snapshot(self) -> bool:
        """Whether nothing is taken before a Meta and a full snapshot come. Any thread.

        That is so at first, after `clear`, and when nobody has folded for too long.
        """
        return self._wants_snapshot

    @property
    def size(self) -> int:
        """About how many bytes of memory all of it takes. Any thread."""
        return self._incoming_bytes + self._weight + self._document.size

    def append(self, event: Event) -> None:
        """Take an event. Any thread."""
        with self._lock:
            if self._wants_snapshot:
                if not event.is_meta:
                    return
                self._wants_snapshot = False
            self._incoming.append(event)
            self._incoming_bytes += weight(event)
            if self._incoming_bytes <= UNFOLDED * self._max_bytes:
                return
            self._forget()
        log.warning("The session replay was not folded for too long, and is forgotten.")

    def clear(self) -> None:
        """Forget everything. Any thread; the worker lets go of it when it folds next."""
        with self._lock:
            self._forget()

    def fold(self, now_ms: int) -> None:
        """Fold what is too old at `now_ms`, or too much. Every second or so while events come."""
        self.take_in()
        self._fold(now_ms)

    def _fold(self, now_ms: int) -> None:
        until = max(now_ms - self._window_ms, self._folded_ms - 1)
        while self._blocks and self._blocks[0].first_ms <= until:
            self._oldest += self._blocks.popleft().events()
            self._oldest.sort(key=_time)
        if self._document.is_empty:
            until = max(until, _first_snapshot(self._recent))
        self._fold_until(until)
        self._press(now_ms - RECENT_MS)
        self._weigh()
        while self._is_too_large():
            self._shrink()

    def events(self, now_ms: int) -> tuple[Event, ...]:
        """Return a recording of the last seconds, as of `now_ms`; () where there is none.

        It begins with Meta and FullSnapshot and can be played as it is: an event that fits
        no more is not in it. What comes meanwhile is in the next one.
        """
        self.fold(now_ms)
        if self._document.is_empty:
            return ()
        begin = max(now_ms - self._window_ms, self._folded_ms)
        return going_on(self._document.copy(), begin, self._kept())

    def page(self, now_ms: int) -> Document | None:
        """Return the page after all that was taken in, as of `now_ms`; None where there is none.

        What came since `take_in` is not on it: whoever needs to know where it stands calls that
        first, with those held up that append.
        """
        self._fold(now_ms)
        if self._document.is_empty:
            return None
        page = self._document.copy()
        for event in self._kept():
            page.apply(event)
        return page

    def _kept(self) -> list[Event]:
        """Return the events that are not folded, in the order of their times."""
        kept = list(self._oldest)
        for block in self._blocks:
            kept += block.events()
        kept += self._recent
        kept.sort(key=_time)
        return kept

    def _forget(self) -> None:
        """The lock is held."""
        self._incoming, self._incoming_bytes = [], 0
        self._wants_snapshot = self._is_cleared = True

    def _begin_anew(self) -> None:
        self._document = Document()
        self._oldest: list[Event] = []
        self._blocks: deque[Block] = deque()
        self._recent: list[Event] = []
        self._folded_ms = 0
        self._weigh()

    def take_in(self) -> None:
        """Take in what was appended; it is folded later. The worker."""
        with self._lock:
            arrived, self._incoming = self._incoming, []
            self._incoming_bytes = 0
            is_cleared, self._is_cleared = self._is_cleared, False
        if is_cleared:
            self._begin_anew()
        self._recent += arrived
        self._recent.sort(key=_time)  # of one time: as they came

    def _fold_until(self, until_ms: int) -> None:
        """Fold what is not later than that. No block is as old."""
        due = [event for event in self._oldest if event.timestamp_ms <= until_ms]
        self._oldest = self._oldest[len(due) :]
        late = [event for event in self._recent if event.timestamp_ms <= until_ms]
        self._recent = self._recent[len(late) :]
        due = sorted(due + late, key=_time)
        if self._document.is_empty:
            # What was recorded before all began again may come a moment after that.
            while due and not due[0].is_meta:
                del due[0]
        for event in due:
            self._fold_event(event)

    def _is_too_large(self) -> bool:
        return self._weight > self._max_bytes or self._raw > RAW_BYTES * self._max_bytes

    def _shrink(self) -> None:
        """Fold the oldest events, as many as it takes, or those of one block."""
        if not self._oldest and self._blocks:
            block = self._blocks.popleft()
            self._oldest = block.events()
            self._weight += block.raw - block.weight
        elif not self._oldest:
            self._oldest, self._recent = self._recent, []
        folded = 0
        for event in self._oldest:
            if not self._is_too_large():
                break
            self._fold_event(event)
            self._weight -= weight(event)
            self._raw -= weight(event)
            folded += 1
        del self._oldest[:folded]

    def _fold_event(self, event: Event) -> None:
        self._document.apply(event)
        self._folded_ms = max(self._folded_ms, event.timestamp_ms)

    def _press(self, until_ms: int) -> None:
        """Press what is not later than that, where it is worth it."""
        old = [event for event in self._recent if event.timestamp_ms <= until_ms]
        pressed = 0
        for piece in pieces(old):
            self._blocks.append(Block(piece))
            pressed += len(piece)
        del self._recent[:pressed]

    def _weigh(self) -> None:
        loose = sum(map(weight, self._oldest)) + sum(map(weight, self._recent))
        self._weight = loose + sum(block.weight for block in self._blocks)
        self._raw = loose + sum(block.raw for block in self._blocks)


def _time(event: Event) -> int:
    return event.timestamp_ms


def _first_snapshot(events: Sequence[Event]) -> int:
    """Return when the first full snapshot is; 0 where there is none."""
    return next((event.timestamp_ms for event in events if event.is_full_snapshot), 0)
