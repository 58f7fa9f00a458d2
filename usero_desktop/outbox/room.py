"""How much an outbox takes, and what it says when that is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.errors import OutboxError
from usero_desktop.logs import guest_logger
from usero_desktop.model import limits
from usero_desktop.outbox import recordings

if TYPE_CHECKING:
    import sqlite3

    from usero_desktop.outbox.parcel import Parcel

log = guest_logger()


@dataclass(frozen=True, slots=True)
class Caps:
    """What the outbox holds at most; beyond it new reports are refused, none is evicted."""

    reports: int = limits.OUTBOX_REPORTS
    total_bytes: int = limits.OUTBOX_BYTES


def make_room(db: sqlite3.Connection, caps: Caps, parcel: Parcel) -> Parcel:
    """Return what of a report fits; raises OutboxError where that is not it itself.

    A recording is the first thing that is left out; and those of earlier reports, that wait
    for their chunks to be sent, take no room from words and pictures either: they go.
    """
    used = _check_room(db, caps, text=parcel.text_bytes, size=parcel.bytes)
    free = caps.total_bytes - used - parcel.bytes - recordings.total_bytes(db)
    if free >= parcel.recording_bytes:
        return parcel
    if free < 0:
        db.execute("DELETE FROM recording")
    if parcel.recording is None:
        return parcel
    log.info("The outbox has no room for a recording: the report is kept without it.")
    return parcel.without_recording()


def _check_room(db: sqlite3.Connection, caps: Caps, *, text: int, size: int) -> int:
    """Raise OutboxError where a report of `size` bytes, `text` of them its words, does not fit.

    Receipts do not count, nor do recordings. Returns the bytes that are in use.
    """
    # All of it is in the index report_weight.
    count, used = db.execute(
        "SELECT count(*), coalesce(sum(bytes), 0) FROM report"
        " WHERE state IN ('queued', 'sending', 'rejected')"
    ).fetchone()
    if count >= caps.reports:
        raise OutboxError(
            f"{count} reports are already waiting to be sent, and no more can be kept; go "
            "online so that they are sent, or delete some.",
            code="outbox_full",
            count=count,
        )
    if used + text > caps.total_bytes:
        raise OutboxError(
            "The reports waiting to be sent fill the outbox; go online so that they are sent, "
            "or delete some.",
            code="outbox_full_bytes",
        )
    if used + size > caps.total_bytes:
        raise OutboxError(
            "The reports waiting to be sent leave no room for these screenshots; send it "
            "without them, or go online so that the others are sent.",
            code="outbox_full_pictures",
        )
    return int(used)
