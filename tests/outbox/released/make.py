"""Make the fixture of the present schema: `python tests/outbox/released/make.py`, once a release.

The file is what a program leaves that was killed while it sent: a report in every state, with
pictures and uploads. The JSON beside it says what has to be found in it for ever.
"""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from usero_desktop.model.picture import Picture, PictureSource
from usero_desktop.model.recording import Chunk, Recording
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.model.user import Person, User
from usero_desktop.outbox import schema
from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.store import Outbox

MADE_AT = 1_790_000_000.0
OWNER = "a program that was killed"


class StillClock:
    def now(self):
        return MADE_AT

    def monotonic(self):
        return 0.0


def report(name, pictures, chance):
    return Submission(
        submission_id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        client_id="client_demo",
        base_url="https://usero.io",
        created_at=datetime.fromtimestamp(MADE_AT - 60, UTC),
        rating=3,
        comment=f"A report that is {name}, ünïcödé 😀",
        user_email="somebody@example.org",
        page_url="app://fixture/",
        metadata={"state": name},
        automatic_keys=("state",),
        referrer="app://fixture/before/",
        session_replay_id="replay-1",
        replay_offset_ms=1500,
        recording=recording(chance, name) if pictures > 1 else None,
        person=Person("anonymous-1", User("user-1", traits={"plan": "pro"})),
        pictures=tuple(
            Picture(chance.randbytes(9000 + i), "image/png", 30 + i, 20, PictureSource.SCREEN)
            for i in range(pictures)
        ),
    )


def recording(chance, name):
    at = datetime.fromtimestamp(MADE_AT - 90, UTC)
    chunks = tuple(
        Chunk(b"\x1f\x8b" + chance.randbytes(5000 + i), 10 + i, 900 + i, dropped_before=i)
        for i in range(2)
    )
    return Recording(f"recording-{name}", at, at + timedelta(seconds=30), 29_000, "app://fixture/",
                     "usero-desktop/0.1", chunks)  # fmt: skip


def shot(position):
    return UploadedScreenshot(f"screenshot-{position}.png", f"/s/{position}", 9000, "image/png")


def fill(outbox):
    """Return what stands in `outbox` now, by state."""
    chance = random.Random(1)
    made = {
        name: report(name, pictures, chance)
        for name, pictures in [("done", 1), ("rejected", 1), ("deferred", 3), ("sending", 2)]
    }
    for name, submission in made.items():
        outbox.put(submission)
        outbox.claim(OWNER)
        if name == "done":
            at = datetime.fromtimestamp(MADE_AT, UTC)
            outbox.done(Receipt(submission.submission_id, "feedback-1", at, 1))
        elif name == "rejected":
            failure = Failure("refused", "No.", 400, "Invalid", {"rating": ("Bad",)})
            outbox.reject(submission.submission_id, OWNER, failure)
        elif name == "deferred":
            outbox.save_upload(submission.submission_id, 1, shot(1))
            trouble = Failure("unreachable", "No network.")
            outbox.defer(submission.submission_id, OWNER, trouble, seconds=3600)
        else:
            outbox.save_upload(submission.submission_id, 0, shot(0))
            outbox.recordings.keep_session(submission.submission_id, "session-1")
    made["queued"] = report("queued", 2, chance)
    outbox.put(made["queued"])
    return made


def facts(submission):
    told = asdict(submission)
    told["created_at"] = submission.created_at.isoformat()
    told["pictures"] = [sha256(picture.data).hexdigest() for picture in submission.pictures]
    kept = submission.recording
    told["recording"] = kept and sha256(repr(kept).encode()).hexdigest()
    return told


def main():
    path = Path(__file__).with_name(f"schema-{schema.VERSION}.sqlite3")
    with TemporaryDirectory() as folder:  # an outbox closes its folder to everybody else
        outbox = Outbox(Path(folder) / "outbox" / path.name, StillClock())
        made = fill(outbox)
        outbox.close()
        path.write_bytes((Path(folder) / "outbox" / path.name).read_bytes())
    told = {name: facts(submission) for name, submission in made.items()}
    path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
