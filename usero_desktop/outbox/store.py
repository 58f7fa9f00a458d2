"""The outbox: every report from the moment it is written until the server has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError
from usero_desktop.logs import guest_logger
from usero_desktop.outbox import recordings, rows, turn
from usero_desktop.outbox.database import Database
from usero_desktop.outbox.drafts import Drafts
from usero_desktop.outbox.history import History, remember
from usero_desktop.outbox.parcel import Parcel
from usero_desktop.outbox.reading import read_claim, read_submission
from usero_desktop.outbox.recordings import Recordings
from usero_desktop.outbox.room import Caps, make_room
from usero_desktop.outbox.schedule import NEVER

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
    from usero_desktop.outbox.record import Claim, Failure, Record, ReportState

log = guest_logger()

__all__ = ["Caps", "Outbox"]

LEASE_SECONDS: Final = 60.0
"""A claim holds this long; a process that died gives its report back by then."""

RECEIPT_SECONDS: Final = 7 * 86_400.0
"""How long the receipt of a delivered report is kept."""

CAPS: Final = Caps()

_IS_HELD: Final = "submission_id = :id AND state = 'sending' AND lease_owner = :owner"


class Outbox:
    """Reports on disk; every method may be called on any thread and waits for the disk.

    `path` is the database's file; nothing is made before the first use. Without one, reports
    are kept in memory, until `close`. Every method raises OutboxError where the file cannot be
    read or written. `lease_seconds` is how long a claim holds without being renewed. What was sent
    is remembered in `history` where it `keeps_history`.
    """

    def __init__(
        self,
        path: Path | None,
        clock: Clock,
        *,
        caps: Caps = CAPS,
        lease_seconds: float = LEASE_SECONDS,
        keeps_history: bool = True,
    ) -> None:
        self._database = Database(path, clock)
        self.drafts = Drafts(self._database, clock)
        self.history = History(self._database)
        self.recordings = Recordings(self._database, clock, lease_seconds=lease_seconds)
        self._keeps_history = keeps_history
        self._clock = clock
        self._caps = caps
        self._lease = lease_seconds

    def put(self, submission: Submission, *, replaces: str | None = None) -> None:
        """Keep a report with all that is in it, in one transaction that has reached the disk.

        `replaces` names an earlier report that goes with it: this is that one, edited. A
        recording for which there is no room is left out. Raises OutboxError where the report
        cannot be kept: nothing of it is kept then.
        """
        parcel = Parcel(submission)
        try:
            self._put(parcel, replaces)
        except OutboxError as error:
            if parcel.recording is None or error.code != "outbox_disk_full":
                raise
            log.info("The disk is too full for a recording: the report is kept without it.")
            self._put(parcel.without_recording(), replaces)

    def _put(self, parcel: Parcel, replaces: str | None) -> None:
        def work(db: sqlite3.Connection) -> None:
            if replaces is not None:
                db.execute("DELETE FROM report WHERE submission_id = ?", (replaces,))
            kept = make_room(db, self._caps, parcel)
            kept.insert(db, self._clock.now())

        try:
            # On a full disk, what is left is for words.
            self._database.run(work, spend_reserve=parcel.is_of_words)
        except OutboxError as error:
            if parcel.pictures and not parcel.recording and error.code == "outbox_disk_full":
                raise OutboxError(
                    "The disk is too full for screenshots; send it without them, or free some "
                    "space.",
                    code="outbox_disk_full_pictures",
                ) from error
            raise

    def claim(self, owner: str, *, only: str | None = None) -> Claim | None:
        """Take the next due report for `owner`, or None: new ones first, then the longest due.

        `only` names the one report that may be taken. A report whose words are damaged is not
        sent by itself: it is parked, for somebody to look at.
        """
        return self._database.run(lambda db: self._claim(db, owner, only))

    def _claim(self, db: sqlite3.Connection, owner: str, only: str | None = None) -> Claim | None:
        now = self._clock.now()
        while (found := turn.next_turn(db, now, lease=self._lease, only=only)) is not None:
            try:
                claim = read_claim(db, found)
            except rows.DamagedError:
                turn.park(db, found, now, rows.encode_failure(rows.DAMAGED))
            else:
                turn.take(db, found, now, owner, now + self._lease)
                return claim
        return None

    def renew(self, submission_id: str, owner: str) -> bool:
        """Make `owner`'s lease whole again; False where it has gone to somebody else."""
        until = self._clock.now() + self._lease
        return self._change_held(submission_id, owner, "lease_until = :until", until=until)

    def holds(self, submission_id: str, owner: str) -> bool:
        """Whether `owner` still has the lease; False once the report was deleted, too."""
        return self._database.run(
            lambda db: (
                db.execute(
                    f"SELECT 1 FROM report WHERE {_IS_HELD}",
                    {"id": submission_id, "owner": owner},
                ).fetchone()
                is not None
            ),
            write=False,
        )

    def save_upload(self, submission_id: str, position: int, shot: UploadedScreenshot) -> None:
        """Keep the server's answer for one picture, so that it is never uploaded again.

        Does nothing where the report was deleted meanwhile.
        """
        self._change(
            "INSERT OR REPLACE INTO upload (submission_id, position, answer)"
            " SELECT submission_id, :position, :answer FROM report WHERE submission_id = :id",
            id=submission_id,
            position=position,
            answer=rows.encode_uploaded(shot),
        )

    def done(
        self, *receipts: Receipt, next_for: str | None = None, most: int = 1
    ) -> tuple[Claim, ...]:
        """Keep receipts and let their reports go; the pictures go with the next `sweep`.

        A recording that the server has a name for stays until it is sent. The owner of the
        lease does not matter: the server has them. In the same transaction up to `most` due
        reports, one with pictures as the last, are claimed for `next_for`.
        """
        kept = [
            (r.feedback_id, r.pictures_left_out, r.delivered_at.timestamp(), r.submission_id)
            for r in receipts
        ]

        def work(db: sqlite3.Connection) -> tuple[Claim, ...]:
            if self._keeps_history:
                remember(db, receipts)
            db.executemany(
                "UPDATE report SET state = 'done', body = '', digest = NULL, bytes = 0,"
                " feedback_id = ?, pictures_left_out = ?, stamped_at = ?, lease_owner = NULL,"
                " lease_until = NULL, failure = NULL WHERE submission_id = ?",
                kept,
            )
            claims: list[Claim] = []
            while next_for is not None and len(claims) < most:
                claim = self._claim(db, next_for)
                if claim is None:
                    break
                claims.append(claim)
                if claim.submission.pictures:
                    break  # three may take 30 MB of memory
            return tuple(claims)

        return self._database.run(work)

    def sweep(self, submission_id: str | None = None) -> None:
        """Wipe the pictures of delivered reports from the disk, or of one of them.

        And their recordings, where the server does not know of them. Apart from `done`, because
        overwriting three screenshots takes longer than all the rest, and somebody waits to read
        "Thank you!".
        """
        which = "state = 'done'" + ("" if submission_id is None else " AND submission_id = :id")
        delivered = f"submission_id IN (SELECT submission_id FROM report WHERE {which})"

        def work(db: sqlite3.Connection) -> None:
            for table in ("picture", "upload"):
                db.execute(f"DELETE FROM {table} WHERE {delivered}", {"id": submission_id})
            unknown = f"session IS NULL AND {delivered}"
            db.execute(f"DELETE FROM recording WHERE {unknown}", {"id": submission_id})

        self._database.run(work)

    def defer(self, submission_id: str, owner: str, failure: Failure, *, seconds: float) -> None:
        """Put a report back, to be tried again in `seconds`, and keep why it failed."""
        self._change_held(
            submission_id,
            owner,
            "state = 'queued', attempts = attempts + 1, due_at = :due_at, failure = :failure,"
            " lease_owner = NULL, lease_until = NULL",
            due_at=self._clock.now() + seconds,
            failure=rows.encode_failure(failure),
        )

    def release(self, submission_id: str, owner: str) -> None:
        """Put a report back as if it had not been claimed."""
        self._change_held(
            submission_id,
            owner,
            "state = 'queued', due_at = :now, lease_owner = NULL, lease_until = NULL",
        )

    def release_all(self, owner: str) -> None:
        """Put back whatever `owner` has claimed, in one transaction."""
        self._change(
            f"UPDATE report SET state = 'queued', {turn.STAMP}, due_at = :now,"
            " lease_owner = NULL, lease_until = NULL"
            " WHERE state = 'sending' AND lease_owner = :owner",
            owner=owner,
        )

    def reject(
        self, submission_id: str, owner: str, failure: Failure, *, again_in: float | None = None
    ) -> None:
        """Park a report that the server will not take; it stays, with its reason.

        It is tried once more by itself in `again_in` seconds, where that is given: what was
        wrong may be mended by others.
        """
        self._change_held(
            submission_id,
            owner,
            "state = 'rejected', attempts = attempts + 1, due_at = :due_at, failure = :failure,"
            " lease_owner = NULL, lease_until = NULL",
            due_at=NEVER if again_in is None else self._clock.now() + again_in,
            failure=rows.encode_failure(failure),
        )

    def retry(self, submission_id: str) -> bool:
        """Queue a rejected or waiting report for now; False where there is no such report.

        Whoever asks has seen it: damaged words are sent as they stand, if they can be read.
        """
        return self._change(
            f"UPDATE report SET state = 'queued', attempts = 0, {turn.STAMP}, due_at = :now,"
            " digest = CASE WHEN state = 'rejected' THEN NULL ELSE digest END"
            " WHERE submission_id = :id AND state IN ('queued', 'rejected')",
            id=submission_id,
        )

    def hurry(self) -> None:
        """Make every waiting report due now, and every recording: the network may be back."""
        self._change(f"UPDATE report SET {turn.STAMP}, due_at = :now WHERE state = 'queued'")
        self.recordings.hurry()

    def delete(self, submission_id: str) -> bool:
        """Remove a report or a receipt for good; False where there is no such thing.

        Where it was sent meanwhile, it is not remembered either.
        """

        def work(db: sqlite3.Connection) -> bool:
            deleted = [
                db.execute(f"DELETE FROM {table} WHERE submission_id = ?", (submission_id,))
                for table in ("report", "sent")
            ]
            return any(it.rowcount > 0 for it in deleted)

        return self._database.run(work)

    def withdraw(self, submission_id: str) -> bool:
        """Remove a report that is not being sent; False where it is, or was."""
        return self._change(
            "DELETE FROM report WHERE submission_id = :id AND state IN ('queued', 'rejected')",
            id=submission_id,
        )

    def read(self, submission_id: str) -> Submission | None:
        """Return the whole report, with its pictures' data; None where it is not here.

        What is damaged of its pictures and its recording is left out; of damaged words there
        is what can be read.
        """
        return self._database.run(lambda db: read_submission(db, submission_id), write=False)

    def wipe(self) -> None:
        """Remove every report and every file of the outbox; the next use makes it anew."""
        self._database.wipe()

    def find(self, submission_id: str) -> Record | None:
        """Return how a report stands, or None where it is not known (any more)."""
        found = self._records("WHERE submission_id = ?", (submission_id,))
        return found[0] if found else None

    def list(self, state: ReportState | None = None) -> tuple[Record, ...]:
        """Return the reports in `state`, or all, the oldest first."""
        # Not asked of the database: what damage did to a state counts as rejected.
        return tuple(it for it in self._records("", ()) if state is None or it.state is state)

    def has_pending(self) -> bool:
        """Whether any report or recording is to be sent; costs the same however many there are."""
        one = "SELECT 1 FROM report WHERE state IN ('queued', 'sending') LIMIT 1"
        return self._database.run(
            lambda db: db.execute(one).fetchone() is not None or recordings.has_pending(db),
            write=False,
        )

    def pending(self) -> int:
        """Count the reports that are still to be sent."""
        count = "SELECT count(*) FROM report WHERE state IN ('queued', 'sending')"
        return self._database.run(lambda db: int(db.execute(count).fetchone()[0]), write=False)

    def seconds_to_next(self) -> float | None:
        """Return the seconds until something can be claimed, 0 for now, None for none at all."""

        def look(db: sqlite3.Connection) -> float | None:
            now = self._clock.now()
            report = turn.seconds_to_next(db, now, lease=self._lease)
            recording = recordings.seconds_to_next(db, now, lease=self._lease)
            return min((it for it in (report, recording) if it is not None), default=None)

        return self._database.run(look, write=False)

    def tidy(self) -> bool:
        """Do what has time: let old receipts go, give free pages back, look for damage.

        What lies beside the file is taken in; returns whether an older program is at work there.
        """
        self.sweep()
        self._change(
            "DELETE FROM report WHERE state = 'done' AND stamped_at < :before",
            before=self._clock.now() - RECEIPT_SECONDS,
        )
        self.drafts.tidy()
        if not self._keeps_history:
            self.history.forget()
        self._database.run(_vacuum)
        return self._database.tend()

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._database.close()

    def hold(self, seconds: float) -> bool:
        """Wait up to `seconds` until nothing is under way, and keep it so; True where it is."""
        return self._database.hold(seconds)

    def let_go(self) -> None:
        """End what `hold` has begun, on the same thread."""
        self._database.let_go()

    def _change(self, statement: str, **values: object) -> bool:
        named = {"now": self._clock.now(), **values}
        return self._database.run(lambda db: db.execute(statement, named).rowcount > 0)

    def _change_held(self, submission_id: str, owner: str, what: str, **values: object) -> bool:
        """Change a report that `owner` has the lease of; False where that is no longer so."""
        statement = f"UPDATE report SET {turn.STAMP}, {what} WHERE {_IS_HELD}"
        return self._change(statement, id=submission_id, owner=owner, **values)

    def _records(self, where: str, values: tuple[object, ...]) -> tuple[Record, ...]:
        statement = f"SELECT {rows.RECORD_COLUMNS} FROM report {where} ORDER BY created_at"
        found = self._database.run(lambda db: db.execute(statement, values).fetchall(), write=False)
        return tuple(rows.decode_record(*row) for row in found)


def _vacuum(db: sqlite3.Connection) -> None:
    """Give free pages back to the disk."""
    if db.execute("PRAGMA freelist_count").fetchone()[0]:
        # A row that is changed has the journal looked for; see transaction.py.
        db.execute("UPDATE schema_version SET version = version")
        db.execute("PRAGMA incremental_vacuum").fetchall()
