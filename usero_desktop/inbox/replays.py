"""Session replays on disk: who was recorded when, and the chunks as they came.

They stand in the store's database, so that a chunk is there whole or not at all, and go with
it. Every method may be called on any thread; it blocks for disk.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    import threading

SESSION_BYTES: Final = 256 * 1024 * 1024
"""Most that one session may send, gzipped; what goes on then is stopped."""

TOTAL_BYTES: Final = 2 * 1024 * 1024 * 1024
"""Most that is kept of all sessions; beyond it the oldest ones go."""

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS replay_session (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    sdk_session_id TEXT NOT NULL,
    anonymous_id TEXT NOT NULL,
    start_url TEXT,
    user_agent TEXT,
    started_at TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    ended_at TEXT,
    stopped INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS replay_session_again
    ON replay_session (client_id, sdk_session_id, started_at);
CREATE INDEX IF NOT EXISTS replay_session_change ON replay_session (change);
CREATE TABLE IF NOT EXISTS replay_chunk (
    session_id TEXT NOT NULL REFERENCES replay_session (id),
    seq INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    dropped_before INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (session_id, seq)
);
"""

_SESSION = (
    "SELECT id, client_id, sdk_session_id, anonymous_id, started_at, start_url, user_agent,"
    " ended_at, stopped, bytes, updated_ms FROM replay_session"
)


@dataclass(frozen=True, slots=True)
class NewSession:
    """What POST /api/replay-sessions said, after its rules; times as they were written."""

    client_id: str
    sdk_session_id: str
    anonymous_id: str
    started_at: str
    start_url: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was accepted. `bytes` counts its chunks, gzipped.

    `ended_at` is there once it was finalised; `stopped` says that it was too long. `updated_at`
    is when something of it came last.
    """

    session_id: str
    said: NewSession
    ended_at: str | None
    stopped: bool
    bytes: int
    updated_at: datetime

    @property
    def closed(self) -> bool:
        """Whether it takes no more chunks."""
        return self.stopped or self.ended_at is not None


@dataclass(frozen=True, slots=True)
class ChunkFacts:
    """What was said of a chunk beside its body; `size` is its bytes, gzipped."""

    seq: int
    event_count: int
    duration_ms: int
    dropped_before: int
    size: int


class Replays:
    """The part of the store that holds session replays."""

    def __init__(self, db: sqlite3.Connection, lock: threading.Lock) -> None:
        """Share the store's connection and its lock; make the tables where they are missing."""
        self._db = db
        self._lock = lock
        db.executescript(SCHEMA)

    def create(self, said: NewSession) -> str:
        """Return the id of a new session; the very same call again gets the same one.

        Raises sqlite3.Error.
        """
        with self._lock, self._db:
            self._db.execute(
                "INSERT OR IGNORE INTO replay_session (id, client_id, sdk_session_id,"
                " anonymous_id, start_url, user_agent, started_at, received_ms, updated_ms,"
                " change) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    str(uuid.uuid4()),
                    said.client_id,
                    said.sdk_session_id,
                    said.anonymous_id,
                    said.start_url,
                    said.user_agent,
                    said.started_at,
                    _now(),
                    _now(),
                    self._next_change(),
                ),
            )
            (session_id,) = self._db.execute(
                "SELECT id FROM replay_session"
                " WHERE client_id = ? AND sdk_session_id = ? AND started_at = ?",
                (said.client_id, said.sdk_session_id, said.started_at),
            ).fetchone()
        return str(session_id)

    def session(self, session_id: str) -> Session | None:
        """Return the session with this id, or None."""
        with self._lock:
            row = self._db.execute(f"{_SESSION} WHERE id = ?", (session_id,)).fetchone()
        return _session(row) if row else None

    def has_chunk(self, session_id: str, seq: int) -> bool:
        """Whether this chunk is here."""
        with self._lock:
            return self._has(session_id, seq)

    def add_chunk(self, session_id: str, chunk: ChunkFacts, data: bytes) -> bool:
        """Keep a chunk; False where the session is closed, or is stopped by it for its length.

        A chunk that is here already stays as it is, and counts as kept. Raises sqlite3.Error.
        """
        with self._lock, self._db:
            row = self._db.execute(f"{_SESSION} WHERE id = ?", (session_id,)).fetchone()
            session = _session(row) if row else None
            if session is None or session.closed:
                return False
            if self._has(session_id, chunk.seq):
                return True
            if session.bytes + chunk.size > SESSION_BYTES:
                self._touch("stopped = 1", session_id)
                return False
            self._make_room(chunk.size, session_id)
            self._db.execute(
                "INSERT INTO replay_chunk VALUES (?,?,?,?,?,?,?)",
                (
                    session_id,
                    chunk.seq,
                    chunk.event_count,
                    chunk.duration_ms,
                    chunk.dropped_before,
                    chunk.size,
                    data,
                ),
            )
            self._touch("bytes = bytes + ?", session_id, chunk.size)
        return True

    def finalise(self, session_id: str, ended_at: str) -> None:
        """Say that a session is whole; said again, the first end stays. Raises sqlite3.Error."""
        with self._lock, self._db:
            self._touch("ended_at = coalesce(ended_at, ?)", session_id, ended_at)

    def chunks(self, session_id: str) -> tuple[ChunkFacts, ...]:
        """List what is here of a session, in the order of seq."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, event_count, duration_ms, dropped_before, bytes FROM replay_chunk"
                " WHERE session_id = ? ORDER BY seq",
                (session_id,),
            ).fetchall()
        return tuple(ChunkFacts(*row) for row in rows)

    def data(self, session_id: str, seq: int) -> bytes | None:
        """Return a chunk as it came (gzip), or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT data FROM replay_chunk WHERE session_id = ? AND seq = ?", (session_id, seq)
            ).fetchone()
        return bytes(row[0]) if row else None

    def since(self, change: int | None) -> tuple[int, tuple[str, ...]]:
        """Return up to where sessions changed, and the ids of those behind `change`.

        None asks for no ids.
        """
        with self._lock:
            latest = self._next_change() - 1
            found = self._db.execute(
                "SELECT id FROM replay_session WHERE change > ? ORDER BY change",
                (latest if change is None else change,),
            ).fetchall()
        return latest, tuple(row[0] for row in found)

    def _has(self, session_id: str, seq: int) -> bool:
        found = self._db.execute(
            "SELECT 1 FROM replay_chunk WHERE session_id = ? AND seq = ?", (session_id, seq)
        )
        return found.fetchone() is not None

    def _touch(self, assignment: str, session_id: str, *values: str | int) -> None:
        self._db.execute(
            f"UPDATE replay_session SET {assignment}, updated_ms = ?, change = ? WHERE id = ?",  # noqa: S608 - fixed texts
            (*values, _now(), self._next_change(), session_id),
        )

    def _make_room(self, size: int, session_id: str) -> None:
        """Let the oldest sessions go until `size` bytes more are within the limit of all."""
        (total,) = self._db.execute("SELECT coalesce(sum(bytes), 0) FROM replay_session").fetchone()
        if total + size <= TOTAL_BYTES:
            return
        oldest = self._db.execute(
            "SELECT id, bytes FROM replay_session WHERE id <> ? AND bytes > 0 ORDER BY received_ms",
            (session_id,),
        ).fetchall()
        for old, its_bytes in oldest:
            if total + size <= TOTAL_BYTES:
                return
            self._db.execute("DELETE FROM replay_chunk WHERE session_id = ?", (old,))
            self._touch("stopped = 1, bytes = 0", old)
            total -= its_bytes

    def _next_change(self) -> int:
        (latest,) = self._db.execute(
            "SELECT coalesce(max(change), 0) FROM replay_session"
        ).fetchone()
        return int(latest) + 1


def _session(
    row: tuple[str, str, str, str, str, str | None, str | None, str | None, int, int, int],
) -> Session:
    session_id, client, sdk, anonymous, started, url, agent, ended, stopped, size, updated = row
    said = NewSession(client, sdk, anonymous, started, url, agent)
    updated_at = datetime.fromtimestamp(updated / 1000, UTC)
    return Session(session_id, said, ended, bool(stopped), size, updated_at)


def _now() -> int:
    return time.time_ns() // 1_000_000
