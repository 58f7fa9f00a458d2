"""Events that are kept and not looked at: pressed together, words to a tenth of their size."""

from __future__ import annotations

import zlib
from array import array
from typing import TYPE_CHECKING, Final

from usero_desktop.rrweb.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK_BYTES: Final = 64 * 1024
"""JSON in a block: less is hardly made smaller, more is a long step for whoever opens it."""
EVENT_BYTES: Final = 136
"""What an event weighs in memory beside its JSON: itself, its time, its bytes' own head."""
OWN_BYTES: Final = 300
LEVEL: Final = 1
"""Of zlib's 1 to 9: 1 ms for 340 KB, and it is done for every second that is recorded."""


class Block:
    """Some events, pressed together."""

    __slots__ = ("_data", "_ends", "_times", "first_ms", "raw", "weight")

    def __init__(self, events: Sequence[Event]) -> None:
        """Press `events`, one at the least, in the order of their times."""
        self._data = zlib.compress(b"".join(event.data for event in events), LEVEL)
        self._times = array("q", (event.timestamp_ms for event in events))
        self._ends = array("q")
        end = 0
        for event in events:
            end += len(event.data)
            self._ends.append(end)
        self.first_ms = events[0].timestamp_ms
        self.raw = sum(map(weight, events))
        """What the events weigh when they are taken out."""
        self.weight = len(self._data) + 16 * len(events) + OWN_BYTES

    def events(self) -> list[Event]:
        """Return the events as they were."""
        data = zlib.decompress(self._data)
        begins = [0, *self._ends[:-1]]
        places = zip(self._times, begins, self._ends, strict=True)
        return [Event(time, data[begin:end]) for time, begin, end in places]


def weight(event: Event) -> int:
    """Return what an event weighs in memory, about."""
    return len(event.data) + EVENT_BYTES


def pieces(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """Cut events into pieces that are worth a block each; what is left is none."""
    begin, size = 0, 0
    for end, event in enumerate(events, 1):
        size += len(event.data)
        if size >= BLOCK_BYTES:
            yield events[begin:end]
            begin, size = end, 0
