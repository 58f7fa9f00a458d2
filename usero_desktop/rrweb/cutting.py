"""A recording that is ready to travel, opened once more: its events, and a part of it."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.events import Event, feedback
from usero_desktop.rrweb.reading import part, whole
from usero_desktop.rrweb.tree import Unfit
from usero_desktop.rrweb.trimming import trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from usero_desktop.model.recording import Chunk, Recording

_scan = json.JSONDecoder().raw_decode
_BETWEEN = re.compile(r"\s*,?\s*")


def events_of(recording: Recording) -> tuple[Event, ...]:
    """Return the events of a recording, each of the very bytes that travel.

    For a thread that nobody waits for. Raises Unfit where it holds something else.
    """
    return tuple(event for chunk in recording.chunks for event in _unpacked(chunk))


def cut(recording: Recording, begin_ms: int, end_ms: int) -> Recording | None:
    """Return what of a recording is between two moments, in milliseconds behind its beginning.

    None where that is no recording. What was left out of the whole is still counted: behind a
    place where something is missing, it is missing from the part as well. For a thread that
    nobody waits for. Raises Unfit as `events_of` does.
    """
    kept = trim(events_of(recording), begin_ms, end_ms)
    if not kept:
        return None
    first, begin = _milliseconds(recording.started_at), kept[0].timestamp_ms
    end = max(min(first + end_ms, _milliseconds(recording.ended_at)), kept[-1].timestamp_ms)
    moment = min(max(first + recording.offset_ms, begin), end)
    mark = feedback(moment)
    if mark not in kept:
        # It was cut off: the part has its own, at the end that is nearest.
        kept = tuple(sorted((*kept, mark), key=lambda each: each.timestamp_ms))
    chunks = pack(kept)
    if chunks[0].dropped_before:
        return None
    return replace(
        recording,
        started_at=moment_of(begin),
        ended_at=moment_of(end),
        offset_ms=moment - begin,
        chunks=_counting_dropped(chunks, recording.chunks, first + end_ms),
    )


def moment_of(milliseconds: int) -> datetime:
    """Return a time of 1970's milliseconds, as a recording has it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _unpacked(chunk: Chunk) -> Iterator[Event]:
    try:
        text = gzip.decompress(chunk.data).decode("utf-8").strip()
        if not (text.startswith("[") and text.endswith("]")):
            raise Unfit("a chunk is a JSON array")
        at = _BETWEEN.match(text, 1).end()  # type: ignore[union-attr] # nothing matches as well
        while at < len(text) - 1:
            told, end = _scan(text, at)
            yield Event(whole(part(told).get("timestamp")), text[at:end].encode("utf-8"))
            at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    except (OSError, EOFError, ValueError, RecursionError) as error:
        raise Unfit("a chunk is the gzip of a JSON array") from error


def _counting_dropped(
    part_: Sequence[Chunk], whole_: Sequence[Chunk], end_ms: int
) -> tuple[Chunk, ...]:
    """Return the chunks of a part, knowing what is missing from the whole up to `end_ms`.

    Each is counted at the chunk in which it would be.
    """
    begins = [_begin_of(chunk) for chunk in part_]
    counts = [chunk.dropped_before for chunk in part_]
    for chunk in whole_:
        if chunk.dropped_before and (begin := _begin_of(chunk)) <= end_ms:
            counts[max(bisect_right(begins, begin) - 1, 0)] += chunk.dropped_before
    return tuple(
        replace(chunk, dropped_before=count) for chunk, count in zip(part_, counts, strict=True)
    )


def _begin_of(chunk: Chunk) -> int:
    return next(_unpacked(chunk)).timestamp_ms
