"""A recording in pieces that travel, each in a request of its own."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from usero_desktop.model.limits import CHUNK_BYTES
from usero_desktop.model.recording import Chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from usero_desktop.rrweb.events import Event

CHUNK_SECONDS: Final = 3.0
"""As the web SDK cuts them."""
LEVEL: Final = 8
"""Of gzip's 1 to 9. Half a minute of a form and a table, 339 KB: 37.8 KB in 1 ms at level 1,
29.3 KB in 2.6 ms at 6, 26.9 KB in 8.4 ms at 8, 26.8 KB in 10.4 ms at 9. Pictures stay as they are
at any level. It is done in the worker, at Send, and other threads run meanwhile."""


def pack(
    events: Sequence[Event], *, chunk_seconds: float = CHUNK_SECONDS, most_bytes: int = CHUNK_BYTES
) -> tuple[Chunk, ...]:
    """Pack `events`, which are in the order of their times, into chunks. The worker.

    A full snapshot and its Meta are alone in theirs; any other one is of up to `chunk_seconds`
    (`math.inf` where all may go at once) and `most_bytes`. An event that alone takes more is
    left out, and counted as a chunk in `dropped_before` of the next.
    """
    chunks: list[Chunk] = []
    dropped = 0
    for group in _cut(events, chunk_seconds):
        for part in _fitting(group, most_bytes):
            if part is None:
                dropped += 1
            else:
                data, held = part
                lasted = held[-1].timestamp_ms - held[0].timestamp_ms
                chunks.append(Chunk(data, len(held), lasted, dropped))
                dropped = 0
    return tuple(chunks)


def _cut(events: Sequence[Event], seconds: float) -> Iterator[list[Event]]:
    """Go through the events of each chunk, whatever it will weigh."""
    group: list[Event] = []
    for event in events:
        if group and _is_next(group, event, seconds):
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def _is_next(group: Sequence[Event], event: Event, seconds: float) -> bool:
    """Whether `event` begins a new chunk behind `group`."""
    if event.is_full_snapshot:
        return not (len(group) == 1 and group[0].is_meta)
    lasts = event.timestamp_ms - group[0].timestamp_ms
    return event.is_meta or group[-1].is_full_snapshot or lasts >= seconds * 1000


def _fitting(
    group: Sequence[Event], most_bytes: int
) -> Iterator[tuple[bytes, Sequence[Event]] | None]:
    """Go through the group packed, in halves where it is too large; None for what cannot be."""
    data = packed(group)
    if len(data) <= most_bytes:
        yield data, group
    elif len(group) == 1:
        yield None
    else:
        half = len(group) // 2
        yield from _fitting(group[:half], most_bytes)
        yield from _fitting(group[half:], most_bytes)


def packed(events: Sequence[Event]) -> bytes:
    """Return the gzip of a JSON array of `events`, the same for the same ones."""
    return gzip.compress(b"[" + b",".join(event.data for event in events) + b"]", LEVEL, mtime=0)
