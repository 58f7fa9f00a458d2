"""How much an outbox takes, and what it says when that is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.errors import OutboxError
from usero_desktop.model import limits

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Caps:
    """What the outbox holds at most; beyond it new reports are refused, none is evicted."""

    reports: int = limits.OUTBOX_REPORTS
    total_bytes: int = limits.OUTBOX_BYTES


def check_room(db: sqlite3.Connection, caps: Caps, *, text: int, size: int) -> None:
    """Raise OutboxError where a report of `size` bytes, `text` of them its words, does not fit.

    Receipts do not count.
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
