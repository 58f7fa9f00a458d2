"""The files that earlier versions have left, and what has to be found in them for ever."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.store import LEASE_SECONDS

MADE_AT = 1_790_000_000.0
FILES = sorted((Path(__file__).parent / "released").glob("schema-*.sqlite3"))


def content(file):
    """Return what was put into `file`, by the state in which it was left."""
    return json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))


def facts(submission):
    told = asdict(submission)
    told["created_at"] = submission.created_at.isoformat()
    told["pictures"] = [sha256(picture.data).hexdigest() for picture in submission.pictures]
    kept = submission.recording
    told["recording"] = kept and sha256(repr(kept).encode()).hexdigest()
    return json.loads(json.dumps(told))


def check(outbox, expected, clock):
    """Find everything that a released file holds, in the state in which it was left."""
    states = {record.submission_id: record for record in outbox.list()}
    assert len(states) == len(expected)
    for name, told in expected.items():
        record = states[told["submission_id"]]
        assert record.state == {"deferred": "queued"}.get(name, name)
        if name == "done":
            assert record.receipt.feedback_id == "feedback-1"
            assert record.receipt.pictures_left_out == 1
        else:
            found = facts(outbox.read(told["submission_id"]))
            assert {name: found[name] for name in told} == told
            # What that version did not know of yet is absent, and not made up.
            assert not any(value for name, value in found.items() if name not in told)
        if name == "rejected":
            assert record.failure.as_refused().issues == {"rating": ("Bad",)}
    queued = outbox.claim("me")
    assert queued.submission_id == expected["queued"]["submission_id"]
    outbox.defer(queued.submission_id, "me", Failure("unreachable", "No."), seconds=1_000)
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert outbox.claim("me") is None  # the other process may still be sending its own
    clock.pass_seconds(2)
    taken = outbox.claim("you")
    assert taken.submission_id == expected["sending"]["submission_id"]
    assert [shot is not None for shot in taken.uploaded] == [True, False]
    assert taken.damaged == ()
