"""Recordings, kept with their reports and sent behind them: a chunk at a time, under a lease."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.outbox import rows
from usero_desktop.outbox.record import KeptRecording, RecordingClaim
from usero_desktop.outbox.schema import ForeignError
from usero_desktop.outbox.turn import AHEAD_SECONDS, BOGUS_SECONDS

if TYPE_CHECKING:
    import sqlite3

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.recording import Chunk, Recording
    from usero_desktop.model.submission import Submission
    from usero_desktop.outbox.database import Database

_SECONDS: Final = BOGUS_SECONDS + AHEAD_SECONDS

# Only what the server has the report of and has a name for.
_WAITS: Final = (
    "session IS NOT NULL AND EXISTS (SELECT 1 FROM report"
    " WHERE report.submission_id = recording.submission_id AND state = 'done')"
)
# A stamp of a clock that was wrong parks none; see turn.py.
_IS_DUE: Final = f"(due_at <= :now OR due_at > :now + {_SECONDS})"
_IS_FREE: Final = "(owner IS NULL OR until IS NULL OR until <= :now OR until > :now + 2 * :lease)"
_NEXT: Final = (
    "SELECT rowid, submission_id, body, digest, session, seq, position, attempts"
    f" FROM recording WHERE {_WAITS} AND {_IS_DUE} AND {_IS_FREE} ORDER BY due_at LIMIT 1"
)
_IS_HELD: Final = "submission_id = :id AND owner = :owner"
_FREE: Final = "owner = NULL, until = NULL"


class Recordings:
    """The recordings in an outbox's file; any thread, waits for the disk.

    Every method raises OutboxError where the file cannot be read or written. `lease_seconds` is
    how long a claim holds after the last chunk that arrived.
    """

    def __init__(self, database: Database, clock: Clock, *, lease_seconds: float) -> None:
        self._database, self._clock, self._lease = database, clock, lease_seconds

    def keep_session(self, submission_id: str, session_id: str) -> None:
        """Keep what the server calls a report's recording, so that it is announced once."""
        self._change(
            "session = :session WHERE submission_id = :id AND session IS NOT :session",
            submission_id,
            session=session_id,
        )

    def drop(self, submission_id: str) -> None:
        """Wipe a report's recording from the disk; nothing where there is none."""
        statement = "DELETE FROM recording WHERE submission_id = ?"
        self._database.run(lambda db: db.execute(statement, (submission_id,)))

    def claim(self, owner: str) -> RecordingClaim | None:
        """Take the recording of a delivered report that is due the longest, or None.

        One that is damaged is dropped.
        """
        now = self._clock.now()
        named = {"now": now, "lease": self._lease}
        if self._database.run(lambda db: db.execute(_NEXT, named).fetchone(), write=False) is None:
            return None  # as nearly always, and then without the lock

        def work(db: sqlite3.Connection) -> RecordingClaim | None:
            while found := db.execute(_NEXT, named).fetchone():
                rowid, submission_id, *facts = found
                known = "SELECT rowid FROM recording WHERE submission_id = ?"
                if db.execute(known, (submission_id,)).fetchone() != (rowid,):
                    raise ForeignError("a recording is not found by its report's id")
                try:
                    claim = _decode_claim(submission_id, *facts)
                except rows.DamagedError:
                    db.execute("DELETE FROM recording WHERE rowid = ?", (rowid,))
                    continue
                db.execute(
                    "UPDATE recording SET owner = ?, until = ? WHERE rowid = ?",
                    (owner, now + self._lease, rowid),
                )
                return claim
            return None

        return self._database.run(work)

    def next_chunk(self, claim: RecordingClaim) -> tuple[int, Chunk] | None:
        """Return the next chunk that is whole, with its place; None behind the last.

        Those before it that are damaged are counted in its `dropped_before`.
        """
        from usero_desktop.model.recording import Chunk

        def work(db: sqlite3.Connection) -> tuple[int, Chunk] | None:
            dropped = 0
            for position in range(claim.position, len(claim.recording.chunks)):
                named = claim.recording.chunks[position]
                dropped += named.dropped_before
                data = _read_data(db, claim.submission_id, position)
                if data is not None:
                    return position, Chunk(data, named.event_count, named.duration_ms, dropped)
                dropped += 1
            return None

        return self._database.run(work, write=False)

    def advance(self, claim: RecordingClaim, owner: str) -> bool:
        """Keep how far a recording is, and renew the lease; False where it is not ours any more."""
        return self._change(
            f"seq = :seq, position = :position, attempts = 0, until = :until WHERE {_IS_HELD}",
            claim.submission_id,
            owner=owner,
            seq=claim.seq,
            position=claim.position,
            until=self._clock.now() + self._lease,
        )

    def defer(self, submission_id: str, owner: str, *, seconds: float) -> None:
        """Put a recording back, to be gone on with in `seconds`."""
        self._change(
            f"attempts = attempts + 1, due_at = :due_at, {_FREE} WHERE {_IS_HELD}",
            submission_id,
            owner=owner,
            due_at=self._clock.now() + seconds,
        )

    def release_all(self, owner: str) -> None:
        """Put back whatever `owner` has claimed, as it is."""
        self._change(f"{_FREE} WHERE owner = :owner", "", owner=owner)

    def hurry(self) -> None:
        """Make every recording due now."""
        self._change("due_at = 0 WHERE due_at != 0", "")

    def _change(self, what: str, submission_id: str, **values: object) -> bool:
        named = {"id": submission_id, **values}
        statement = f"UPDATE recording SET {what}"
        return self._database.run(lambda db: db.execute(statement, named).rowcount > 0)


def seconds_to_next(db: sqlite3.Connection, now: float, *, lease: float) -> float | None:
    """Return the seconds until one can be claimed, 0 for now, None for none at all."""
    moments = []
    for due_at, owner, until in db.execute(
        f"SELECT due_at, owner, until FROM recording WHERE {_WAITS}"
    ):
        due = _sooner(due_at, now, _SECONDS)
        held = now if owner is None else _sooner(until, now, 2 * lease)
        moments.append(max(due, held, now))
    return min(moments) - now if moments else None


def has_pending(db: sqlite3.Connection) -> bool:
    """Whether any recording is still to be sent."""
    return db.execute(f"SELECT 1 FROM recording WHERE {_WAITS} LIMIT 1").fetchone() is not None


def total_bytes(db: sqlite3.Connection) -> int:
    """Return what all recordings take, without reading them."""
    return int(db.execute("SELECT coalesce(sum(length(data)), 0) FROM chunk").fetchone()[0])


def insert(db: sqlite3.Connection, submission: Submission, recording: Recording) -> None:
    """Put the recording of a report that is there already."""
    body = _encode(submission, recording)
    db.execute(
        "INSERT INTO recording (submission_id, body, digest, seq, position, attempts, due_at)"
        " VALUES (?, ?, ?, 0, 0, 0, 0)",
        (submission.submission_id, body, rows.digest(body)),
    )
    db.executemany(
        "INSERT INTO chunk (submission_id, position, digest, data) VALUES (?, ?, ?, ?)",
        (
            (submission.submission_id, position, rows.digest(chunk.data), chunk.data)
            for position, chunk in enumerate(recording.chunks)
        ),
    )


def read_kept(db: sqlite3.Connection, submission_id: str) -> KeptRecording | None:
    """Read what a report's recording is; None where there is none, or it is of no use any more.

    Without its first chunk, the snapshot, nothing of it can be played.
    """
    found = db.execute(
        "SELECT body, digest, session FROM recording WHERE submission_id = ?", (submission_id,)
    ).fetchone()
    if found is None or _read_data(db, submission_id, 0) is None:
        return None
    try:
        recording, _ = _decode(*found[:2])
    except rows.DamagedError:
        return None
    return KeptRecording(recording, found[2] if isinstance(found[2], str) else None)


def read_announced(db: sqlite3.Connection, submission_id: str) -> tuple[int, int] | None:
    """Return the length, in milliseconds, and the size of a recording that the server knows of."""
    kept = read_kept(db, submission_id)
    if kept is None or kept.session_id is None:
        return None
    size = "SELECT sum(length(data)) FROM chunk WHERE submission_id = ?"
    return kept.recording.duration_ms, int(db.execute(size, (submission_id,)).fetchone()[0])


def read_whole(db: sqlite3.Connection, submission_id: str) -> Recording | None:
    """Read a report's recording with its data; chunks that are damaged are left out."""
    kept = read_kept(db, submission_id)
    if kept is None:
        return None
    whole: list[Chunk] = []
    dropped = 0
    for position, named in enumerate(kept.recording.chunks):
        dropped += named.dropped_before
        data = _read_data(db, submission_id, position)
        if data is None:
            dropped += 1
        else:
            whole.append(replace(named, data=data, dropped_before=dropped))
            dropped = 0
    return replace(kept.recording, chunks=tuple(whole))


def _sooner(moment: object, now: float, most: float) -> float:
    """Return `moment`, or now where it lies further ahead than any can."""
    is_known = isinstance(moment, int | float) and moment <= now + most
    return float(moment) if is_known else now  # type: ignore[arg-type]  # it is a number


def _read_data(db: sqlite3.Connection, submission_id: str, position: int) -> bytes | None:
    """Read a chunk; None where it is missing or damaged."""
    found = db.execute(
        "SELECT data, digest FROM chunk WHERE submission_id = ? AND position = ?",
        (submission_id, position),
    ).fetchone()
    if found is None or not isinstance(found[0], bytes) or rows.digest(found[0]) != found[1]:
        return None
    return found[0]


def _encode(submission: Submission, recording: Recording) -> str:
    facts: dict[str, Any] = asdict(recording.without_data())
    facts["started_at"] = recording.started_at.isoformat()
    facts["ended_at"] = recording.ended_at.isoformat()
    facts["chunks"] = [
        (chunk.event_count, chunk.duration_ms, chunk.dropped_before) for chunk in recording.chunks
    ]
    # What it takes to send it once the report itself is gone.
    way = (submission.client_id, submission.base_url, submission.allow_insecure)
    return json.dumps({"way": way, **facts})


def _decode(body: object, known: object) -> tuple[Recording, tuple[str, str, bool]]:
    from usero_desktop.model.recording import Chunk, Recording

    try:
        if not isinstance(body, str) or rows.digest(body) != known:
            raise rows.DamagedError
        facts: dict[str, Any] = json.loads(body)
        client_id, base_url, allow_insecure = facts.pop("way")
        facts["started_at"] = datetime.fromisoformat(facts["started_at"])
        facts["ended_at"] = datetime.fromisoformat(facts["ended_at"])
        facts["chunks"] = tuple(Chunk(b"", *counts) for counts in facts["chunks"])
        return Recording(**facts), (client_id, base_url, allow_insecure)
    except rows.NONSENSE as error:
        raise rows.DamagedError from error


def _decode_claim(
    submission_id: Any,
    body: Any,
    known: Any,
    session: Any,
    seq: Any,
    position: Any,
    attempts: Any,
) -> RecordingClaim:
    recording, way = _decode(body, known)
    numbers = (seq, position, attempts)
    if not isinstance(session, str) or not all(isinstance(it, int) and it >= 0 for it in numbers):
        raise rows.DamagedError
    return RecordingClaim(submission_id, session, *way, recording, *numbers)
