"""Recordings to send, small ones; what is in them is rrweb's, as the contract has it."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import UTC, datetime, timedelta

from usero_desktop.model.recording import Chunk, Recording

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def events(number):
    """The events of one chunk: the snapshot's, or a click."""
    at = 1_772_366_400_000 + number * 1000
    if number == 0:
        page = {"type": 0, "id": 1, "childNodes": []}
        meta = {"href": "app://x", "width": 9, "height": 9}
        return [
            {"type": 4, "timestamp": at, "data": meta},
            {"type": 2, "timestamp": at, "data": {"node": page, "initialOffset": {}}},
        ]
    return [{"type": 5, "timestamp": at, "data": {"tag": "chunk", "payload": number}}]


def chunk(number, *, padding=0):
    """Chunk `number`; `padding` bytes of it are noise that does not shrink."""
    content = events(number)
    if padding:
        noise = uuid.uuid5(uuid.NAMESPACE_URL, str(number)).hex
        content[-1]["data"]["noise"] = noise * (padding // len(noise))
    raw = gzip.compress(json.dumps(content).encode(), compresslevel=0 if padding else 9, mtime=0)
    return Chunk(raw, event_count=len(content), duration_ms=1000 * (number > 0))


def recording(chunks=3, *, padding=0, name=None):
    """A recording of 30 s."""
    return Recording(
        sdk_session_id=name or str(uuid.uuid4()),
        started_at=START,
        ended_at=START + timedelta(seconds=30),
        offset_ms=29_000,
        start_url="app://ledger/3",
        user_agent="usero-desktop/0.1",
        chunks=tuple(chunk(number, padding=padding) for number in range(chunks)),
    )
