"""A report on its way into the tables, with what it takes there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.outbox import recordings, rows
from usero_desktop.outbox.record import ReportState

if TYPE_CHECKING:
    import sqlite3
    from typing import Self

    from usero_desktop.model.submission import Submission


class Parcel:
    """A report as it is put; made once, before the transaction.

    `text_bytes` are those of its words, `bytes` those of its pictures, too, and
    `recording_bytes` come on top.
    """

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._body = rows.encode_submission(submission)
        self.pictures = tuple(
            (submission.submission_id, i, p.mime, p.width, p.height, p.source, p.data,
             rows.digest(p.data))
            for i, p in enumerate(submission.pictures)
        )  # fmt: skip
        self.recording = submission.recording
        self.text_bytes = len(self._body)
        self.bytes = self.text_bytes + sum(len(p.data) for p in submission.pictures)
        self.recording_bytes = 0 if self.recording is None else self.recording.size

    @property
    def is_of_words(self) -> bool:
        """Whether there is nothing in it but words."""
        return not self.pictures and self.recording is None

    def without_recording(self) -> Self:
        """Return the same report without its recording."""
        return type(self)(replace(self._submission, recording=None))

    def insert(self, db: sqlite3.Connection, now: float) -> None:
        """Write it into the tables, inside the caller's transaction."""
        submission = self._submission
        db.execute(
            "INSERT INTO report (submission_id, state, created_at, body, digest, bytes,"
            " picture_count, stamped_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                submission.submission_id,
                ReportState.QUEUED,
                submission.created_at.timestamp(),
                self._body,
                rows.digest(self._body),
                self.bytes,
                len(self.pictures),
                now,
                now,
            ),
        )
        db.executemany(
            "INSERT INTO picture (submission_id, position, mime, width, height, source, data,"
            " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self.pictures,
        )
        if self.recording is not None:
            recordings.insert(db, submission, self.recording)
