"""The body of a chunk: gzip of a JSON array of rrweb events, within limits when it is unpacked."""

from __future__ import annotations

import json
import threading
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from usero_desktop.model.submission import JsonValue

UNPACKED_BYTES: Final = 32 * 1024 * 1024
"""Largest chunk once unpacked: 4 MiB of gzip can hold a thousand times as much of nothing."""

LATEST_MS: Final = 8_640_000_000_000_000
"""Latest moment that JavaScript's Date knows, in milliseconds since 1970."""

_GZIP: Final = zlib.MAX_WBITS | 16

_parsing = threading.Lock()  # one at a time: 32 MB take some 300 once parsed


class BadChunk(ValueError):
    """A chunk that no player could play; the text is for a developer."""


def count_events(data: bytes) -> int:
    """Return how many events a chunk holds. Any thread. Raises BadChunk for what is none."""
    with _parsing:
        return len(_events(unpack(data)))


def unpack(data: bytes) -> bytes:
    """Return the JSON out of a chunk. Raises BadChunk."""
    inflate = zlib.decompressobj(_GZIP)
    try:
        text = inflate.decompress(data, UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise BadChunk("Must be gzip") from error
    if len(text) > UNPACKED_BYTES:
        raise BadChunk(f"Must unpack to at most {UNPACKED_BYTES // 1024 // 1024}MB")
    if not inflate.eof or inflate.unused_data:
        raise BadChunk("Must be one whole gzip")
    return text


def _events(text: bytes) -> list[Any]:
    try:
        # Strictly: what a browser could not read would be no recording.
        events = json.loads(text.decode("utf-8"), parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise BadChunk("Must hold JSON") from error
    if not isinstance(events, list):
        raise BadChunk("Must hold a JSON array")
    if not all(map(_is_event, events)):
        raise BadChunk("Must hold rrweb events, each with a type and a timestamp")
    return events


def _is_event(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    kind, moment = value.get("type"), value.get("timestamp")
    return (
        isinstance(kind, int)
        and not isinstance(kind, bool)
        and isinstance(moment, int | float)
        and not isinstance(moment, bool)
        and 0 <= moment <= LATEST_MS
    )


def _no_json(name: str) -> JsonValue:
    message = f"{name} is not JSON"
    raise ValueError(message)
