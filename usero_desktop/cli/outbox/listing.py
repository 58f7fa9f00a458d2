"""``usero-desktop outbox list``."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.columns import cut, lasting, plain, screen_columns, table
from usero_desktop.cli.shelves import shortened
from usero_desktop.cli.wording import print_json
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.schedule import NEVER

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Kept, Shelves
    from usero_desktop.outbox.record import Record

HEADS: Final = ("ID", "PROGRAM", "STATE", "AGE", "RATING", "PICTURES", "COMMENT", "NEXT")
STATES: Final = {"queued": "waits", "sending": "sending", "rejected": "refused"}
RATINGS: Final = {1: "1 terrible", 2: "2 bad", 3: "3 good", 4: "4 amazing"}

COMMENT_COLUMNS: Final = 28
"""Of a comment so much is shown that one knows it again."""


def list_reports(chosen: argparse.Namespace, shelves: Shelves) -> int:
    """Print the reports that are not sent, as a table or as JSON."""
    found = shelves.kept()
    now = time.time()
    if chosen.ids:
        print("".join(f"{it.record.submission_id}\n" for it in found), end="")
    elif chosen.json:
        told = {"reports": [facts_of(it) for it in found], "troubles": shelves.troubles}
        print_json(told)
    elif found:
        ids = shortened([it.record.submission_id for it in found])
        rows = [(ids[it.record.submission_id], *_row(it, now)) for it in found]
        print("\n".join(table(HEADS, rows, screen_columns())))
    elif shelves.is_whole:
        print("No report waits here, and none was refused.")
    return 0


def facts_of(kept: Kept) -> dict[str, object]:
    """Return how a report stands, as JSON has it."""
    record, submission = kept.record, kept.record.submission
    failure = record.failure
    is_tried_again = record.due_at < NEVER and record.state is not ReportState.SENDING
    return {
        "submission_id": record.submission_id,
        "client_id": kept.shelf.client_id,
        "base_url": "" if submission is None else submission.base_url,
        "state": record.state,
        "created_at": _moment(record.created_at),
        "rating": None if submission is None else submission.rating,
        "comment": None if submission is None else submission.comment,
        "pictures": record.picture_count,
        "attempts": record.attempts,
        "next_attempt_at": _moment(record.due_at) if is_tried_again else None,
        "error": None if failure is None else failure.message,
        "code": None if failure is None else failure.code,
        "issues": {} if failure is None else dict(failure.issues),
    }


def outlook(record: Record, now: float) -> str:
    """Return when a report is sent next, or why it was refused."""
    why = "" if record.failure is None else plain(record.failure.message)
    if record.state is ReportState.SENDING:
        return "being sent now"
    left = record.due_at - now
    when = "now" if left < 1 else f"in {lasting(left)}"
    if record.state is ReportState.QUEUED:
        return f"{when}; {why}" if why else when
    return f"{why} Tried again {when}." if record.due_at < NEVER else why


def _row(kept: Kept, now: float) -> tuple[str, ...]:
    record, submission = kept.record, kept.record.submission
    rating = None if submission is None else submission.rating
    comment = "" if submission is None else plain(submission.comment or "")
    return (
        kept.shelf.client_id,
        STATES.get(record.state, record.state),
        lasting(now - record.created_at),
        RATINGS.get(rating or 0, "-"),
        str(record.picture_count or "-"),
        cut(comment, COMMENT_COLUMNS) or "-",
        outlook(record, now),
    )


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
