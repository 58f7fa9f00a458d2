"""``usero-desktop outbox show``."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from usero_desktop.cli.columns import lasting
from usero_desktop.cli.outbox.listing import STATES, facts_of, outlook
from usero_desktop.cli.wording import print_json
from usero_desktop.errors import OutboxError
from usero_desktop.model import wire

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Kept, Shelves
    from usero_desktop.model.submission import Submission


def show_report(chosen: argparse.Namespace, shelves: Shelves) -> int:
    """Print everything that would be sent of a report, and how it stands."""
    from usero_desktop.core.preview import written_out

    [kept] = shelves.find([chosen.id])
    submission = read(kept)
    person = _identity(submission)
    if chosen.json:
        facts = facts_of(kept) | {"report": json.loads(written_out(submission))}
        facts["identity"] = json.loads(person) if person else None
        print_json(facts)
        return 0
    record, now = kept.record, time.time()
    print(f"Report:  {record.submission_id}")
    print(f"To:      {submission.base_url}")
    print(f"State:   {STATES.get(record.state, record.state)}; {outlook(record, now)}")
    print(f"Age:     {lasting(now - record.created_at)}; {_tried(record.attempts)}")
    print("Sent as:")
    print(_harmless(written_out(submission)))
    if person:
        print("And, in a request of its own, who is speaking:")
        print(_harmless(person))
    return 0


def _tried(attempts: int) -> str:
    return "tried once" if attempts == 1 else f"tried {attempts} times"


def read(kept: Kept) -> Submission:
    """Return the whole report, as far as it may be sent; raises UseroError where it is gone."""
    with kept.shelf.feedback() as feedback:
        submission = feedback.read(kept.record.submission_id)
    if submission is None:
        raise OutboxError("The report is not in the outbox any more.", code="outbox_gone")
    return submission


def _identity(submission: Submission) -> str:
    person = submission.person
    if person is None or person.user is None:
        return ""
    raw = wire.identify_body(submission.client_id, person.anonymous_id, person.user)
    return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)


def _harmless(text: str) -> str:
    """Return lines without what a terminal would take for a command; JSON has spelled most."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
