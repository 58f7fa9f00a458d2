"""What was sent, remembered in the outbox's file for who wrote it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.outbox import recordings, rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from usero_desktop.model.submission import Receipt
    from usero_desktop.outbox.database import Database

MOST: Final = 100
"""So many are remembered, some 5 KB each at most; the oldest goes."""


@dataclass(frozen=True, slots=True)
class SentEntry:
    """A report that the server has, as far as it is remembered here.

    `sent_at` is in UTC. `picture_count` counts the screenshots that were written with it;
    `pictures_left_out` of them the server would not take. `recording_ms` is the length of the
    recording that went with it, in milliseconds, and `recording_bytes` its size; None where there
    was none. Neither pictures nor recording are kept, nor the email address or any metadata.
    """

    submission_id: str
    feedback_id: str
    sent_at: datetime
    rating: int | None
    comment: str | None
    picture_count: int
    pictures_left_out: int
    recording_ms: int | None = None
    recording_bytes: int | None = None


class History:
    """What was sent from an outbox; any thread, waits for the disk.

    Every method raises OutboxError where the file cannot be read or written. What is damaged is
    not shown.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> tuple[SentEntry, ...]:
        """Return what is remembered, the last that was sent first."""
        return self._database.run(_read, write=False)

    def forget(self, submission_id: str | None = None) -> bool:
        """Forget one report, or all of them; False where none was remembered."""
        which = "" if submission_id is None else " WHERE submission_id = :id"
        statement, named = f"DELETE FROM sent{which}", {"id": submission_id}
        return self._database.run(lambda db: db.execute(statement, named).rowcount > 0)


def remember(db: sqlite3.Connection, receipts: Iterable[Receipt]) -> None:
    """Remember the reports of `receipts` before they go, inside the caller's transaction.

    One that is here no more is not remembered: it was deleted, or another process has done so.
    """
    for receipt in receipts:
        found = db.execute(
            "SELECT body, picture_count FROM report WHERE submission_id = ? AND body != ''",
            (receipt.submission_id,),
        ).fetchone()
        if found is not None:
            kept = recordings.read_announced(db, receipt.submission_id)
            body = _encode(receipt, found[0], found[1], kept)
            db.execute(
                "INSERT OR REPLACE INTO sent (submission_id, sent_at, body, digest)"
                " VALUES (?, ?, ?, ?)",
                (receipt.submission_id, receipt.delivered_at.timestamp(), body, rows.digest(body)),
            )
    # By their order: a clock that was wrong must not keep one for ever.
    db.execute(
        "DELETE FROM sent WHERE rowid <="
        " (SELECT rowid FROM sent ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
        (MOST,),
    )


def _encode(
    receipt: Receipt, report: str, picture_count: int, recording: tuple[int, int] | None
) -> str:
    try:
        written = rows.decode_submission(report, ())
    except rows.DamagedError:
        written = rows.rescue_submission(receipt.submission_id, report, 0.0)
    return json.dumps(
        {
            "feedback_id": receipt.feedback_id,
            "rating": written.rating,
            "comment": written.comment,
            "pictures": picture_count,
            "left_out": receipt.pictures_left_out,
            "recording": recording,
        }
    )


def _read(db: sqlite3.Connection) -> tuple[SentEntry, ...]:
    found = db.execute("SELECT submission_id, sent_at, body, digest FROM sent ORDER BY rowid DESC")
    entries = [_decode(*row) for row in found]
    return tuple(entry for entry in entries if entry is not None)


def _decode(submission_id: Any, sent_at: Any, body: Any, digest: Any) -> SentEntry | None:
    """Return what a row says, None where that is not what was written there."""
    try:
        if not rows.is_whole(body, digest):
            return None
        facts: dict[str, Any] = json.loads(body)
        rating = facts["rating"]
        recording = facts.get("recording") or (None, None)
        return SentEntry(
            submission_id=str(submission_id),
            feedback_id=str(facts["feedback_id"]),
            sent_at=rows.moment(sent_at),
            rating=None if rating is None else int(rating),
            comment=facts["comment"],
            picture_count=int(facts["pictures"]),
            pictures_left_out=int(facts["left_out"]),
            recording_ms=recording[0],
            recording_bytes=recording[1],
        )
    except rows.NONSENSE:
        return None
