"""A recording that begins somewhere within: at what the page was by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.rrweb.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from usero_desktop.rrweb.events import Event


def trim(events: Sequence[Event], begin_ms: int, end_ms: int) -> tuple[Event, ...]:
    """Return what of a recording is between two moments; () where that is no recording.

    Both are in milliseconds behind its first event, as it is played. What was before is gone:
    of it there is no more than is to be seen on the page at the beginning. Any thread, though
    not the GUI's: everything up to `end_ms` is read.
    """
    if not events:
        return ()
    first_ms = events[0].timestamp_ms
    begin, end = first_ms + begin_ms, first_ms + end_ms
    document = Document()
    at = 0
    for event in events:
        if event.timestamp_ms > begin and not document.is_empty:
            break
        document.apply(event)
        at += 1
    if document.is_empty:
        return ()
    begin = max(begin, events[at - 1].timestamp_ms)
    return going_on(document, begin, (event for event in events[at:] if event.timestamp_ms <= end))


def going_on(document: Document, begin_ms: int, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return a recording that begins with `document` at `begin_ms`, of 1970, and goes on so.

    `document` is changed by it: it is what there is at the end, and what does not fit is
    left out.
    """
    mouse = document.mouse(begin_ms)
    told = [*document.snapshot(begin_ms), *([] if mouse is None else [mouse])]
    told += filter(None, map(document.apply, events))
    return tuple(told)
