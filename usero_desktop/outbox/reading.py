"""Reading whole reports, whatever damage made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.outbox import recordings, rows
from usero_desktop.outbox.record import Claim
from usero_desktop.outbox.schema import ForeignError

if TYPE_CHECKING:
    import sqlite3

    from usero_desktop.model.picture import Picture
    from usero_desktop.model.submission import Submission, UploadedScreenshot
    from usero_desktop.outbox.turn import Turn

MOST_PICTURES: Final = 100
"""No report has so many; a larger number is damage."""


def read_claim(db: sqlite3.Connection, found: Turn) -> Claim:
    """Read a report to be sent; raises rows.DamagedError where its words are damaged."""
    rowid, submission_id, body, digest, picture_count, attempts, waited = found
    known = db.execute("SELECT rowid FROM report WHERE submission_id = ?", (submission_id,))
    if known.fetchone() != (rowid,):
        # What happens to it from here on would be written to no row.
        raise ForeignError("a report is not found by its id")
    if not rows.is_whole(body, digest) or not _is_number(attempts):
        raise rows.DamagedError
    pictures: list[Picture] = []
    uploaded: list[UploadedScreenshot | None] = []
    damaged: list[int] = []
    for position in _positions(picture_count):
        shot = _read_answer(db, submission_id, position)
        # A picture that is uploaded is not read again: it may be ten megabytes.
        picture = _read_picture(db, submission_id, position, with_data=shot is None)
        if picture is None and shot is None:
            damaged.append(position)
        pictures.append(picture or rows.missing_picture())
        uploaded.append(shot)
    submission = rows.decode_submission(body, pictures)
    if submission.submission_id != submission_id or not _is_number(waited):
        raise rows.DamagedError
    return Claim(
        submission,
        tuple(uploaded),
        attempts,
        tuple(damaged),
        float(waited),
        recordings.read_kept(db, submission_id),
    )


def read_submission(db: sqlite3.Connection, submission_id: str) -> Submission | None:
    """Read a report without what of its pictures and its recording is damaged.

    Of damaged words there is what can be read.

    None where there is no such report.
    """
    found = db.execute(
        "SELECT body, created_at, picture_count FROM report WHERE submission_id = ? AND body != ''",
        (submission_id,),
    ).fetchone()
    if found is None:
        return None
    body, created_at, count = found
    pictures: list[Picture] = []
    try:
        whole = (_read_picture(db, submission_id, it) for it in _positions(count))
        pictures = [it for it in whole if it is not None]
        submission = rows.decode_submission(body, pictures)
        return replace(submission, recording=recordings.read_whole(db, submission_id))
    except rows.DamagedError:
        return rows.rescue_submission(submission_id, body, created_at, pictures)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _positions(picture_count: object) -> range:
    if not isinstance(picture_count, int) or not 0 <= picture_count <= MOST_PICTURES:
        raise rows.DamagedError
    return range(picture_count)


def _read_answer(
    db: sqlite3.Connection, submission_id: str, position: int
) -> UploadedScreenshot | None:
    found = db.execute(
        "SELECT answer FROM upload WHERE submission_id = ? AND position = ?",
        (submission_id, position),
    ).fetchone()
    try:
        return rows.decode_uploaded(found[0]) if found else None
    except rows.DamagedError:
        return None  # it goes up once more


def _read_picture(
    db: sqlite3.Connection, submission_id: str, position: int, *, with_data: bool = True
) -> Picture | None:
    """Read a picture; None where it is missing or damaged."""
    columns = "data, mime, width, height, source, digest"
    if not with_data:
        columns = "NULL, mime, width, height, source, NULL"
    found = db.execute(
        f"SELECT {columns} FROM picture WHERE submission_id = ? AND position = ?",
        (submission_id, position),
    ).fetchone()
    try:
        return rows.decode_picture(*found) if found else None
    except rows.DamagedError:
        return None
