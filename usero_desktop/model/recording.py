"""What happened before a report, recorded as rrweb events and ready to travel.

Written from the contract of the replay calls (POST /api/replay-sessions and what hangs on it),
which the web client speaks beyond the API reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from usero_desktop.model import limits
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

GZIP_MAGIC: Final = b"\x1f\x8b"
"""What every gzip file begins with (RFC 1952)."""

TEXT_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a recording, which travels in one request.

    `data` is the gzip of a JSON array of rrweb events, at most `limits.CHUNK_BYTES`; a full
    snapshot is alone in its chunk. `event_count` counts the events in it, `duration_ms` is the
    time between the first and the last in milliseconds. `dropped_before` counts the chunks that
    were left out between the one before and this.
    """

    data: bytes
    event_count: int
    duration_ms: int
    dropped_before: int = 0


def whole_seconds(milliseconds: int) -> int:
    """Return how many seconds a recording has, as a clock beside it counts them; 1 at least."""
    return max(milliseconds // 1000, 1)


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording, with the moment in it at which the report was given.

    `sdk_session_id` is a name that its recorder made up, a UUID say, of at most 128 characters:
    it marks the rare double where the server's answer was lost. `started_at` and `ended_at` are
    the times of its first and last event, with a time zone. `offset_ms` are the milliseconds
    from `started_at` to the moment of the report. `start_url` is the page or window it begins
    in, `user_agent` the program and the system it shows. It begins with the chunk of a full
    snapshot.
    """

    sdk_session_id: str
    started_at: datetime
    ended_at: datetime
    offset_ms: int
    start_url: str | None
    user_agent: str
    chunks: tuple[Chunk, ...]

    @property
    def size(self) -> int:
        """How many bytes travel."""
        return sum(len(chunk.data) for chunk in self.chunks)

    @property
    def duration_ms(self) -> int:
        """How long it is, in milliseconds."""
        return max(0, round((self.ended_at - self.started_at).total_seconds() * 1000))

    def without_data(self) -> Recording:
        """Return it with chunks that are named, and empty."""
        return replace(self, chunks=tuple(replace(it, data=b"") for it in self.chunks))


def problem(recording: Recording) -> str:
    """Return what a recording should be and is not, "" where it can be sent as it is.

    Anything may stand in its fields: it comes from a plugin.
    """
    if not _is_text(recording.sdk_session_id, limits.REPLAY_ID_CHARACTERS):
        return f"a recording whose id is a text of up to {limits.REPLAY_ID_CHARACTERS} characters"
    url = recording.start_url
    if not (url is None or _is_text(url)) or not _is_text(recording.user_agent):
        return f"a recording whose texts have up to {TEXT_CHARACTERS} characters"
    if not (_is_aware(recording.started_at) and _is_aware(recording.ended_at)):
        return "a recording whose times have a time zone"
    if not _is_count(recording.offset_ms):
        return "a recording whose offset is a whole number of milliseconds"
    return _problem_of(recording.chunks)


def _problem_of(chunks: Sequence[Chunk]) -> str:
    if not isinstance(chunks, tuple) or not 0 < len(chunks) <= limits.RECORDING_CHUNKS:
        return f"a recording of 1 to {limits.RECORDING_CHUNKS} chunks"
    for chunk in chunks:
        counts = (chunk.event_count, chunk.duration_ms, chunk.dropped_before)
        if not all(map(_is_count, counts)):
            return "a recording whose counts are whole numbers"
        if not isinstance(chunk.data, bytes) or not chunk.data.startswith(GZIP_MAGIC):
            return "a recording whose chunks are gzip"
        if len(chunk.data) > limits.CHUNK_BYTES:
            return f"a recording whose chunks have at most {limits.CHUNK_BYTES} bytes"
    if sum(len(chunk.data) for chunk in chunks) > limits.RECORDING_BYTES:
        return f"a recording of at most {limits.RECORDING_BYTES} bytes"
    return ""


def _is_text(value: object, most: int = TEXT_CHARACTERS) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and len(value) <= most
        and without_lone_surrogates(value) == value
    )


def _is_aware(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
