"""A short program whose system calls are made to fail: it keeps a report, or sends one.

    python keeper.py keep FOLDER      put a report with a picture into the outbox
    python keeper.py send FOLDER      claim one, note its upload, and have it delivered
    python keeper.py wrong FOLDER     keep one in a file, wrongly on purpose

After each step it says so ("kept"); an OutboxError is told in its own words ("told: …").
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from usero_desktop.errors import OutboxError
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.outbox.store import Outbox

REPORT = "6f2f8a36-4d5e-4a7c-9a55-0d5b5b1f8e11"
SHOT = UploadedScreenshot("screenshot-1.png", "/s/1", 5, "image/png", 30, 20)


def report(name: str = REPORT) -> Submission:
    return Submission(
        submission_id=name,
        client_id="client_demo",
        base_url="https://usero.io",
        created_at=datetime(2026, 11, 25, tzinfo=UTC),
        comment="Long thought over 😀",
        pictures=(Picture(bytes(range(256)) * 80, "image/png", 30, 20),),
    )


def outbox_file(folder: Path) -> Path:
    return folder / "outbox" / "reports.sqlite3"


def keep(folder: Path, name: str = REPORT) -> None:
    outbox = Outbox(outbox_file(folder), SystemClock())
    outbox.put(report(name))
    say("kept")
    outbox.close()


def send(folder: Path) -> None:
    outbox = Outbox(outbox_file(folder), SystemClock())
    claim = outbox.claim("keeper")
    assert claim is not None
    say("claimed")
    outbox.save_upload(claim.submission_id, 0, SHOT)
    say("uploaded")
    outbox.done(Receipt(claim.submission_id, "fb_1", datetime.now(UTC)))
    say("done")
    outbox.sweep()
    outbox.close()


def keep_wrongly(folder: Path) -> None:
    """One temporary name for ever, which has to be new; and nothing is synced."""
    temporary = folder / "report.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, report().pictures[0].data)
    os.close(handle)
    temporary.rename(folder / f"{REPORT}.report")
    say("kept")


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


STORIES = {"keep": keep, "send": send, "wrong": keep_wrongly}


if __name__ == "__main__":
    try:
        STORIES[sys.argv[1]](Path(sys.argv[2]))
    except OutboxError as error:
        say(f"told: {error.code}: {error}")
