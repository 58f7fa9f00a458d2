"""A short program whose system calls are made to fail: it keeps a report, or sends one.

    python keeper.py keep FOLDER      put a report with a picture and a recording into the outbox
    python keeper.py send FOLDER      claim one, note its upload, and have it delivered
    python keeper.py record FOLDER    go on with the recording of one, to its end
    python keeper.py wrong FOLDER     keep one in a file, wrongly on purpose
    python keeper.py piecemeal FOLDER keep one, and bring an old outbox up to date wrongly
    python keeper.py hasty FOLDER     keep one, and be done with a damaged outbox too early

After each step it says so ("kept"); an OutboxError is told in its own words ("told: …"). It is
always the same moment, so that what an outbox sets aside has a name that is known before.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.recording import Chunk, Recording
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.outbox import salvage, schema
from usero_desktop.outbox.store import Outbox

if TYPE_CHECKING:
    import sqlite3

    from usero_desktop.outbox.place import Place

STARTED = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
"""When the files of tests/outbox/released were left."""

REPORT = "6f2f8a36-4d5e-4a7c-9a55-0d5b5b1f8e11"
CHUNK = Chunk(b"\x1f\x8b" + bytes(range(256)) * 20, event_count=3, duration_ms=900)
RECORDING = Recording(
    "recording-1", STARTED, STARTED, 0, "app://keeper/", "usero-desktop/0.1", (CHUNK, CHUNK)
)
SHOT = UploadedScreenshot("screenshot-1.png", "/s/1", 5, "image/png", 30, 20)


class Still:
    """A clock on which it is always `moment`."""

    def __init__(self, moment: datetime = STARTED) -> None:
        self._moment = moment

    def now(self) -> float:
        return self._moment.timestamp()

    def monotonic(self) -> float:
        return time.monotonic()


def report(name: str = REPORT) -> Submission:
    return Submission(
        submission_id=name,
        client_id="client_demo",
        base_url="https://usero.io",
        created_at=STARTED,
        comment="Long thought over 😀",
        pictures=(Picture(bytes(range(256)) * 80, "image/png", 30, 20),),
        recording=RECORDING,
    )


def outbox_file(folder: Path) -> Path:
    return folder / "outbox" / "reports.sqlite3"


def keep(folder: Path, name: str = REPORT) -> None:
    outbox = Outbox(outbox_file(folder), Still())
    outbox.put(report(name))
    say("kept")
    outbox.close()


def send(folder: Path) -> None:
    outbox = Outbox(outbox_file(folder), Still())
    claim = outbox.claim("keeper")
    assert claim is not None
    say("claimed")
    outbox.save_upload(claim.submission_id, 0, SHOT)
    say("uploaded")
    outbox.recordings.keep_session(claim.submission_id, "rep_1")
    say("announced")
    outbox.done(Receipt(claim.submission_id, "fb_1", STARTED))
    say("done")
    outbox.sweep()
    outbox.close()


def record(folder: Path) -> None:
    outbox = Outbox(outbox_file(folder), Still())
    say("done")
    piece = outbox.recordings.claim("keeper")
    assert piece is not None
    outbox.recordings.advance(replace(piece, seq=1, position=1), "keeper")
    say("chunk")
    outbox.recordings.drop(piece.submission_id)
    say("sent")
    outbox.close()


def keep_wrongly(folder: Path) -> None:
    """One temporary name for ever, which has to be new; and nothing is synced."""
    temporary = folder / "report.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, report().pictures[0].data)
    os.close(handle)
    temporary.rename(folder / f"{REPORT}.report")
    say("kept")


def keep_piecemeal(folder: Path) -> None:
    """Bring the outbox up to date in as many transactions as there are statements."""
    for step, whole in schema._STEPS.items():
        schema._STEPS[step] = tuple(
            words for statement in whole for words in (statement, "COMMIT", "BEGIN IMMEDIATE")
        )
    keep(folder)


def keep_hastily(folder: Path) -> None:
    """Give a damaged outbox its last name before what is readable of it was saved."""
    take_in = salvage.take_in

    def take_in_late(source: Path, target: sqlite3.Connection, place: Place) -> None:
        take_in(place.set_aside(source, "corrupt"), target, place)

    salvage.take_in = take_in_late
    keep(folder)


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


STORIES = {
    "keep": keep,
    "send": send,
    "record": record,
    "wrong": keep_wrongly,
    "piecemeal": keep_piecemeal,
    "hasty": keep_hastily,
}


if __name__ == "__main__":
    try:
        STORIES[sys.argv[1]](Path(sys.argv[2]))
    except OutboxError as error:
        say(f"told: {error.code}: {error}")
