"""``usero-desktop outbox retry``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.cli.exits import KEPT, LOST, REFUSED, SENT, WORDS, sentence_of, status_of
from usero_desktop.cli.following import Following
from usero_desktop.cli.outbox.choosing import chosen_reports
from usero_desktop.cli.progress import ProgressLine
from usero_desktop.cli.shelves import UNIQUE
from usero_desktop.cli.target import warn_on
from usero_desktop.cli.wording import print_json
from usero_desktop.core.events import Deferred, Delivered, Rejected
from usero_desktop.outbox.record import ReportState

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Kept, Shelf, Shelves

BADNESS = (SENT, KEPT, REFUSED, LOST)
"""Of several reports the worst counts."""


def retry_reports(chosen: argparse.Namespace, shelves: Shelves) -> int:
    """Have reports sent now, stay as long as is wanted, and say what became of each."""
    found = chosen_reports(chosen, shelves)
    line = ProgressLine() if chosen.wait else None
    told: list[dict[str, object]] = []
    worst = SENT
    for shelf in shelves.all:
        reports = [kept for kept in found if kept.shelf is shelf]
        for facts, status in _retried(shelf, reports, line, wait=chosen.wait) if reports else ():
            told.append(facts)
            worst = max(worst, status, key=BADNESS.index)
            if not chosen.json and status == SENT:
                print(f"Sent: {facts['feedback_id']}")
            elif status != SENT:
                short = str(facts["submission_id"])[:UNIQUE]
                warn_on("outbox retry")(f"{short}: {facts['error']}")
    if chosen.json:
        print_json({"reports": told})
    elif not told:
        print("No report waits here, and none was refused.")
    return worst


def _retried(
    shelf: Shelf, reports: list[Kept], line: ProgressLine | None, *, wait: bool
) -> list[tuple[dict[str, object], int]]:
    following = Following(line)
    ids = [kept.record.submission_id for kept in reports]
    with shelf.feedback() as feedback:
        feedback.subscribe(following.hear)
        for submission_id in ids:
            feedback.retry(submission_id)  # False for one that another program is just sending
        for number, submission_id in enumerate(ids, 1):
            prefix = f"{number} of {len(ids)}: " if len(ids) > 1 else ""
            _follow(following, shelf, submission_id, prefix, wait=wait)
    return [_outcome(following, shelf, submission_id) for submission_id in ids]


def _follow(
    following: Following, shelf: Shelf, submission_id: str, prefix: str, *, wait: bool
) -> None:
    def is_settled() -> bool:
        """Whether another program has brought it to an end."""
        record = shelf.outbox.find(submission_id)
        return record is None or record.state in {ReportState.DONE, ReportState.REJECTED}

    following.follow(submission_id, wait=wait, look=is_settled, prefix=prefix)


def _outcome(
    following: Following, shelf: Shelf, submission_id: str
) -> tuple[dict[str, object], int]:
    """Return what became of a report, by what was heard, or else by what the outbox says."""
    facts: dict[str, object] = {"submission_id": submission_id}
    end = following.ends.get(submission_id)
    record = shelf.outbox.find(submission_id)
    if isinstance(end, Delivered):
        return facts | {"status": WORDS[SENT], "feedback_id": end.receipt.feedback_id}, SENT
    if record is not None and record.receipt is not None:
        return facts | {"status": WORDS[SENT], "feedback_id": record.receipt.feedback_id}, SENT
    if isinstance(end, Rejected):
        status = status_of(end.error)
        return facts | {"status": WORDS[status], "error": sentence_of(end.error)} | _issues(
            end.error
        ), status
    if record is None:
        return facts | {"status": WORDS[LOST], "error": "The report was deleted meanwhile."}, LOST
    if record.state is ReportState.REJECTED and record.failure is not None:
        error = record.failure.as_refused()
        return facts | {"status": WORDS[REFUSED], "error": sentence_of(error)} | _issues(
            error
        ), REFUSED
    return facts | {"status": WORDS[KEPT], "error": _why_kept(end, record.state)}, KEPT


def _issues(error: object) -> dict[str, object]:
    issues = getattr(error, "issues", None)
    return {"issues": dict(issues)} if issues else {}


def _why_kept(end: object, state: ReportState) -> str:
    if isinstance(end, Deferred):
        return f"{sentence_of(end.error)} The report is kept and will be sent."
    if state is ReportState.SENDING:
        return "Another program is sending it just now."
    return "It is not sent yet. The report is kept and will be sent."
