"""Events become what travels with a report."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.api.product import user_agent
from usero_desktop.model.recording import Recording
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.cutting import moment_of
from usero_desktop.rrweb.events import feedback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.rrweb.events import Event


def recording_of(events: Sequence[Event], moment_ms: int) -> Recording:
    """Return a recording of `events`, one at the least, with the moment of a report in it.

    For the recording's own thread: to pack them takes some milliseconds.
    """
    first = events[0].timestamp_ms
    moment_ms = max(moment_ms, first)
    # Behind whatever is of the same time: the first two are what all else builds upon.
    marked = sorted((*events, feedback(moment_ms)), key=lambda each: each.timestamp_ms)
    return Recording(
        sdk_session_id=str(uuid.uuid4()),
        started_at=moment_of(first),
        ended_at=moment_of(marked[-1].timestamp_ms),
        offset_ms=moment_ms - first,
        start_url=_address(events[0]),
        user_agent=user_agent(),
        chunks=pack(marked),
    )


def once_more(recording: Recording) -> Recording:
    """Return the same one under another name: it may have gone out with a report before."""
    return replace(recording, sdk_session_id=str(uuid.uuid4()))


def _address(meta: Event) -> str | None:
    """Return where a recording begins that begins with `meta`."""
    href = json.loads(meta.data)["data"].get("href")
    return href if isinstance(href, str) and href else None
