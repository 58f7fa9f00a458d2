"""The outbox: every report from the moment it is written until the server has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import rows
from usero_desktop.outbox.database import Database
from usero_desktop.outbox.record import Claim, Failure, Record, ReportState

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import Submission, UploadedScreenshot

LEASE_SECONDS: Final = 60.0
"""A claim holds this long; a process that died gives its report back by then."""

RECEIPT_SECONDS: Final = 7 * 86_400.0
"""How long the receipt of a delivered report is kept."""

BOGUS_SECONDS: Final = 86_400.0
"""No due time lies further ahead; a stamp beyond was written by a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What the outbox holds at most; beyond it new reports are refused, none is evicted."""

    reports: int = 1_000
    total_bytes: int = 250_000_000


class Outbox:
    """Reports on disk; every method may be called on any thread and waits for the disk.

    `path` is the database's file; nothing is made before the first use. Without one, reports
    are kept in memory, until `close`. Every method raises OutboxError where the file cannot be
    read or written. `lease_seconds` is how long a claim
    holds without being renewed.
    """

    def __init__(
        self,
        path: Path | None,
        clock: Clock,
        *,
        caps: Caps = Caps(),
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._database = Database(path, clock)
        self._clock = clock
        self._caps = caps
        self._lease = lease_seconds

    def put(self, submission: Submission, *, replaces: str | None = None) -> None:
        """Keep a report with its pictures, in one transaction that has reached the disk.

        `replaces` names an earlier report that goes with it: this is that one, edited.
        Raises OutboxError where it cannot be kept: nothing of it is kept then.
        """
        body = rows.encode_submission(submission)
        size = len(body) + sum(len(picture.data) for picture in submission.pictures)

        def work(db: sqlite3.Connection) -> None:
            if replaces is not None:
                db.execute("DELETE FROM report WHERE submission_id = ?", (replaces,))
            self._check_room(db, text=len(body), size=size)
            now = self._clock.now()
            db.execute(
                "INSERT INTO report (submission_id, state, created_at, body, bytes,"
                " picture_count, stamped_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    submission.submission_id,
                    ReportState.QUEUED,
                    submission.created_at.timestamp(),
                    body,
                    size,
                    len(submission.pictures),
                    now,
                    now,
                ),
            )
            db.executemany(
                "INSERT INTO picture VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (submission.submission_id, i, p.mime, p.width, p.height, p.source, p.data)
                    for i, p in enumerate(submission.pictures)
                ),
            )

        self._database.run(work)

    def claim(self, owner: str, *, only: str | None = None) -> Claim | None:
        """Take the next due report for `owner`, or None: new ones first, then the longest due.

        `only` names the one report that may be taken.
        """
        return self._database.run(lambda db: self._claim(db, owner, only))

    def _claim(self, db: sqlite3.Connection, owner: str, only: str | None = None) -> Claim | None:
        now = self._clock.now()
        found = db.execute(
            f"SELECT submission_id, body, attempts FROM report WHERE ({_DUE})"  # noqa: S608
            " AND (:only IS NULL OR submission_id = :only)"
            # By due time, so that one which always fails does not keep the others back.
            " ORDER BY attempts > 0, due_at, created_at LIMIT 1",
            {**self._moment(now), "only": only},
        ).fetchone()
        if found is None:
            return None
        submission_id, body, attempts = found
        db.execute(
            "UPDATE report SET state = 'sending', lease_owner = ?, lease_until = ?,"
            " stamped_at = ? WHERE submission_id = ?",
            (owner, now + self._lease, now, submission_id),
        )
        # A picture that is uploaded is not read again: it may be ten megabytes.
        pictures = db.execute(
            "SELECT CASE WHEN answer IS NULL THEN data END, mime, width, height, source,"
            " answer FROM picture LEFT JOIN upload USING (submission_id, position)"
            " WHERE submission_id = ? ORDER BY position",
            (submission_id,),
        ).fetchall()
        submission = rows.decode_submission(
            body, (rows.decode_picture(*row[:5]) for row in pictures)
        )
        uploaded = tuple(rows.decode_uploaded(row[5]) for row in pictures)
        return Claim(submission, uploaded, attempts)

    def renew(self, submission_id: str, owner: str) -> bool:
        """Make `owner`'s lease whole again; False where it has gone to somebody else."""
        now = self._clock.now()
        return self._change(
            "UPDATE report SET lease_until = ?, stamped_at = ?"
            " WHERE submission_id = ? AND state = 'sending' AND lease_owner = ?",
            (now + self._lease, now, submission_id, owner),
        )

    def holds(self, submission_id: str, owner: str) -> bool:
        """Whether `owner` still has the lease; False once the report was deleted, too."""

        def work(db: sqlite3.Connection) -> bool:
            found = db.execute(
                "SELECT 1 FROM report"
                " WHERE submission_id = ? AND state = 'sending' AND lease_owner = ?",
                (submission_id, owner),
            )
            return found.fetchone() is not None

        return self._database.run(work, write=False)

    def save_upload(self, submission_id: str, position: int, shot: UploadedScreenshot) -> None:
        """Keep the server's answer for one picture, so that it is never uploaded again."""
        self._change(
            "INSERT OR REPLACE INTO upload VALUES (?, ?, ?)",
            (submission_id, position, rows.encode_uploaded(shot)),
        )

    def done(self, receipt: Receipt, *, next_for: str | None = None) -> Claim | None:
        """Keep the receipt and let the report go; its pictures go with the next `sweep`.

        The owner of the lease does not matter: the server has the report. In the same
        transaction the next due report is claimed for `next_for`, where that is given.
        """

        def work(db: sqlite3.Connection) -> Claim | None:
            db.execute(
                "UPDATE report SET state = 'done', body = '', bytes = 0, feedback_id = ?,"
                " pictures_left_out = ?, stamped_at = ?, lease_owner = NULL, lease_until = NULL,"
                " failure = NULL WHERE submission_id = ?",
                (
                    receipt.feedback_id,
                    receipt.pictures_left_out,
                    receipt.delivered_at.timestamp(),
                    receipt.submission_id,
                ),
            )
            return None if next_for is None else self._claim(db, next_for)

        return self._database.run(work)

    def sweep(self) -> None:
        """Wipe the pictures of delivered reports from the disk.

        Apart from `done`, because overwriting three screenshots takes longer than all the
        rest, and somebody waits to read "Thank you!".
        """
        delivered = "submission_id IN (SELECT submission_id FROM report WHERE state = 'done')"

        def work(db: sqlite3.Connection) -> None:
            for table in ("picture", "upload"):
                db.execute(f"DELETE FROM {table} WHERE {delivered}")  # noqa: S608 - our own words

        self._database.run(work)

    def defer(self, submission_id: str, owner: str, failure: Failure, *, seconds: float) -> None:
        """Put a report back, to be tried again in `seconds`, and keep why it failed."""
        now = self._clock.now()
        self._change(
            "UPDATE report SET state = 'queued', attempts = attempts + 1, stamped_at = ?,"
            " due_at = ?, failure = ?, lease_owner = NULL, lease_until = NULL"
            " WHERE submission_id = ? AND state = 'sending' AND lease_owner = ?",
            (now, now + seconds, rows.encode_failure(failure), submission_id, owner),
        )

    def release(self, submission_id: str, owner: str) -> None:
        """Put a report back as if it had not been claimed."""
        now = self._clock.now()
        self._change(
            "UPDATE report SET state = 'queued', stamped_at = ?, due_at = ?,"
            " lease_owner = NULL, lease_until = NULL"
            " WHERE submission_id = ? AND state = 'sending' AND lease_owner = ?",
            (now, now, submission_id, owner),
        )

    def reject(
        self, submission_id: str, owner: str, failure: Failure, *, again_in: float | None = None
    ) -> None:
        """Park a report that the server will not take; it stays, with its reason.

        It is tried once more by itself in `again_in` seconds, where that is given: what was
        wrong may be mended by others.
        """
        now = self._clock.now()
        again_at = None if again_in is None else now + again_in
        self._change(
            "UPDATE report SET state = 'rejected', attempts = attempts + 1, stamped_at = ?,"
            " failure = ?, lease_owner = NULL, lease_until = ?"
            " WHERE submission_id = ? AND state = 'sending' AND lease_owner = ?",
            (now, rows.encode_failure(failure), again_at, submission_id, owner),
        )

    def retry(self, submission_id: str) -> bool:
        """Queue a rejected or waiting report for now; False where there is no such report."""
        now = self._clock.now()
        return self._change(
            "UPDATE report SET state = 'queued', attempts = 0, stamped_at = ?, due_at = ?,"
            " lease_until = NULL WHERE submission_id = ? AND state IN ('queued', 'rejected')",
            (now, now, submission_id),
        )

    def hurry(self) -> None:
        """Make every waiting report due now: the network may be back."""
        now = self._clock.now()
        self._change(
            "UPDATE report SET stamped_at = ?, due_at = ? WHERE state = 'queued'", (now, now)
        )

    def delete(self, submission_id: str) -> bool:
        """Remove a report or a receipt for good; False where there is no such thing."""
        return self._change("DELETE FROM report WHERE submission_id = ?", (submission_id,))

    def read(self, submission_id: str) -> Submission | None:
        """Return the whole report, with its pictures' data; None where it is not here."""

        def work(db: sqlite3.Connection) -> Submission | None:
            found = db.execute(
                "SELECT body FROM report WHERE submission_id = ? AND body != ''", (submission_id,)
            ).fetchone()
            if found is None:
                return None
            pictures = db.execute(
                "SELECT data, mime, width, height, source FROM picture"
                " WHERE submission_id = ? ORDER BY position",
                (submission_id,),
            )
            return rows.decode_submission(found[0], (rows.decode_picture(*row) for row in pictures))

        return self._database.run(work, write=False)

    def wipe(self) -> None:
        """Remove every report and every file of the outbox; the next use makes it anew."""
        self._database.wipe()

    def find(self, submission_id: str) -> Record | None:
        """Return how a report stands, or None where it is not known (any more)."""
        found = self._records("WHERE submission_id = ?", (submission_id,))
        return found[0] if found else None

    def list(self, state: ReportState | None = None) -> tuple[Record, ...]:
        """Return the reports in `state`, or all, the oldest first."""
        if state is None:
            return self._records("", ())
        return self._records("WHERE state = ?", (state,))

    def pending(self) -> int:
        """Count the reports that are still to be sent."""
        return self._number("SELECT count(*) FROM report WHERE state IN ('queued', 'sending')")

    def seconds_to_next(self) -> float | None:
        """Return the seconds until a report can be claimed, 0 for now, None for none at all."""

        def work(db: sqlite3.Connection) -> float | None:
            now = self._clock.now()
            moments = self._moment(now)
            due = f"SELECT 1 FROM report WHERE {_DUE} LIMIT 1"  # noqa: S608 - our own words
            if db.execute(due, moments).fetchone():
                return 0.0
            found = db.execute(
                "SELECT min(CASE state WHEN 'queued' THEN due_at ELSE lease_until END)"
                " FROM report WHERE state != 'done'"
            ).fetchone()
            return None if found[0] is None else max(0.0, float(found[0]) - now)

        return self._database.run(work, write=False)

    def tidy(self) -> None:
        """Let receipts go that have served their time, and give free pages back to the disk."""
        self.sweep()
        self._change(
            "DELETE FROM report WHERE state = 'done' AND stamped_at < ?",
            (self._clock.now() - RECEIPT_SECONDS,),
        )
        self._database.run(lambda db: db.execute("PRAGMA incremental_vacuum").fetchall())

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._database.close()

    def hold(self, seconds: float) -> bool:
        """Wait up to `seconds` until nothing is under way, and keep it so; True where it is."""
        return self._database.hold(seconds)

    def let_go(self) -> None:
        """End what `hold` has begun, on the same thread."""
        self._database.let_go()

    def _moment(self, now: float) -> dict[str, float]:
        return {"now": now, "bogus": now + BOGUS_SECONDS + 60, "lease": now + 2 * self._lease}

    def _check_room(self, db: sqlite3.Connection, *, text: int, size: int) -> None:
        count, used = db.execute(
            "SELECT count(*), coalesce(sum(bytes), 0) FROM report WHERE state != 'done'"
        ).fetchone()
        if count >= self._caps.reports:
            raise OutboxError(
                f"{count} reports are already waiting to be sent, and no more can be kept; go "
                "online so that they are sent, or delete some.",
                code="outbox_full",
                count=count,
            )
        if used + text > self._caps.total_bytes:
            raise OutboxError(
                "The reports waiting to be sent fill the outbox; go online so that they are "
                "sent, or delete some.",
                code="outbox_full_bytes",
            )
        if used + size > self._caps.total_bytes:
            raise OutboxError(
                "The reports waiting to be sent leave no room for these screenshots; send it "
                "without them, or go online so that the others are sent.",
                code="outbox_full_pictures",
            )

    def _change(self, statement: str, values: tuple[object, ...]) -> bool:
        return self._database.run(lambda db: db.execute(statement, values).rowcount > 0)

    def _number(self, statement: str) -> int:
        return self._database.run(lambda db: int(db.execute(statement).fetchone()[0]), write=False)

    def _records(self, where: str, values: tuple[object, ...]) -> tuple[Record, ...]:
        statement = f"SELECT {_RECORD} FROM report {where} ORDER BY created_at"  # noqa: S608
        found = self._database.run(lambda db: db.execute(statement, values).fetchall(), write=False)
        return tuple(_record(*row) for row in found)


# A clock that was set back must not park anything: a stamp of the future proves nothing.
_DUE: Final = (
    "(state = 'queued' AND (due_at <= :now OR due_at > :bogus OR stamped_at > :now + 60))"
    " OR (state = 'sending' AND (lease_until <= :now OR lease_until > :lease))"
    " OR (state = 'rejected' AND (lease_until <= :now OR lease_until > :bogus))"
)
_RECORD: Final = (
    "submission_id, state, created_at, attempts, due_at, picture_count, body, failure,"
    " feedback_id, stamped_at, pictures_left_out"
)


def _record(
    submission_id: str,
    state: str,
    created_at: float,
    attempts: int,
    due_at: float,
    picture_count: int,
    body: str,
    failure: str | None,
    feedback_id: str | None,
    stamped_at: float,
    pictures_left_out: int,
) -> Record:
    receipt = None
    if feedback_id is not None:
        receipt = Receipt(submission_id, feedback_id, rows.moment(stamped_at), pictures_left_out)
    return Record(
        submission_id=submission_id,
        state=ReportState(state),
        created_at=created_at,
        attempts=attempts,
        due_at=due_at,
        picture_count=picture_count,
        submission=rows.decode_submission(body, ()) if body else None,
        failure=rows.decode_failure(failure),
        receipt=receipt,
    )
