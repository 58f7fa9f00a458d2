"""The outbox without a window: keep, start with much in it, drain.

One of three jobs, named by `job`; each measures ours and the baseline in this one process,
turn about, so that a busy moment of the disk meets both.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Submission
from usero_desktop.model.wire import feedback_body
from usero_desktop.outbox.schema import PAGE_BYTES
from usero_desktop.outbox.store import Caps, Outbox
from usero_desktop.paths import outbox_path

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 15
WARM = 3
"""Turns before those that count: files are made, modules loaded, connections opened."""

PICTURE_BYTES = 1_500_000  # a 4K screen of text and windows as PNG
COMMENT = "The totals of September are not rounded as they are in the printed statement."
LIFTED = Caps(reports=1_000_000, total_bytes=10**12)
LATER = 3_600.0


def turn_about(ours: Callable[[], float], bare: Callable[[], float]) -> dict[str, float]:
    """Return the medians, in milliseconds, of TURNS of each."""
    times = [(ours(), bare()) for _ in range(WARM + TURNS)][WARM:]
    return {
        "ours": statistics.median(first for first, _ in times) * 1000,
        "bare": statistics.median(second for _, second in times) * 1000,
    }


def keep(data: Path, url: str, pictures: int) -> dict[str, float]:
    """submit() beside one INSERT of the same bytes, as safe on the disk."""
    feedback = Feedback("client_demo", base_url=url, data_dir=data)
    shots = [Picture(bytes([i]) * PICTURE_BYTES, "image/png", 3840, 2160) for i in range(pictures)]
    table = sqlite3.connect(data / "bare.sqlite3", isolation_level=None)
    pages = f"page_size = {PAGE_BYTES}"
    for pragma in (pages, "journal_mode = TRUNCATE", "synchronous = FULL"):
        table.execute(f"PRAGMA {pragma}")
    table.execute("CREATE TABLE report (id TEXT PRIMARY KEY, body)")
    table.execute("CREATE TABLE picture (data)")
    size = 0

    def ours() -> float:
        nonlocal size
        started = time.perf_counter()
        ticket = feedback.submit(rating=2, comment=COMMENT, screenshots=shots)
        seconds = time.perf_counter() - started
        ticket.result(timeout=60)  # nothing of it is to go on beside the other's turn
        size = size or len(feedback_body(_report(url), ()))
        time.sleep(0.02)  # the worker wipes the pictures of what is delivered
        return seconds

    def bare() -> float:
        body = "x" * size
        started = time.perf_counter()
        table.execute("BEGIN IMMEDIATE")
        table.execute("INSERT INTO report VALUES (?, ?)", (str(uuid.uuid4()), body))
        table.executemany("INSERT INTO picture VALUES (?)", ((shot.data,) for shot in shots))
        table.execute("COMMIT")
        return time.perf_counter() - started

    try:
        return turn_about(ours, bare)
    finally:
        feedback.close()


def fill(url: str, file: Path, count: int, *, later: bool) -> dict[str, int]:
    """Make an outbox that holds `count` reports; `later`, their next attempt is in an hour."""
    memory = Path("/dev/shm")  # there a sync costs nothing
    place = memory if memory.is_dir() else file.parent
    folder = place / f"usero-bench-{uuid.uuid4().hex}"
    outbox = Outbox(folder / file.name, SystemClock(), caps=LIFTED)
    try:
        for _ in range(count):
            outbox.put(_report(url))
        outbox.pending()  # an outbox of none is made as well
        outbox.close()
        if later:
            with sqlite3.connect(folder / file.name) as table:
                table.execute("UPDATE report SET attempts = 1, due_at = due_at + ?", (LATER,))
            table.close()
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / file.name, file)
    finally:
        shutil.rmtree(folder)
    return {"count": count}


def start(full: Path, empty: Path) -> dict[str, float]:
    """What the worker asks first of an outbox that holds much, and of an empty one."""

    def first_step(file: Path) -> float:
        started = time.perf_counter()
        outbox = Outbox(file, SystemClock(), caps=LIFTED)
        claim, seconds = outbox.claim("bench"), outbox.seconds_to_next()
        outbox.has_pending()
        spent = time.perf_counter() - started
        outbox.close()
        if claim is not None or (seconds or LATER) < LATER / 2:
            raise RuntimeError("Something is due in an outbox where all is to wait.")
        return spent

    return turn_about(lambda: first_step(full), lambda: first_step(empty))


def drain(data: Path, url: str, filled: Path, count: int) -> dict[str, float]:
    """All of `filled` to the server, beside a bare loop over one connection."""
    options = Options.create("client_demo", base_url=url, data_dir=data)
    file = outbox_path(options.client_id, options.data_dir)
    file.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(filled, file)
    body = feedback_body(_report(url), ())
    headers = {"Content-Type": "application/json"}
    with httpx.Client(trust_env=False) as client:
        client.post(f"{url}/api/feedback", content=body, headers=headers)
        started = time.perf_counter()
        for _ in range(count):
            client.post(f"{url}/api/feedback", content=body, headers=headers).json()
        bare = time.perf_counter() - started
    feedback = Feedback.from_options(options, pause_seconds=0)
    started = time.perf_counter()
    if not feedback.flush(100):
        raise RuntimeError("The outbox was not empty after 100 s.")
    ours = time.perf_counter() - started
    feedback.close()
    return {"ours": ours / count * 1000, "bare": bare / count * 1000}


def _report(url: str) -> Submission:
    submission_id = str(uuid.uuid4())
    return Submission(
        submission_id=submission_id,
        client_id="client_demo",
        base_url=url,
        created_at=datetime.now(UTC),
        rating=2,
        comment=COMMENT,
        metadata={"os": "Debian 12", "submissionId": submission_id},
    )


def main() -> None:
    asked: dict[str, Any] = json.loads(sys.argv[1])
    data = Path(asked["data_dir"])
    match asked["job"]:
        case "keep":
            told: object = keep(data, asked["url"], asked["pictures"])
        case "fill":
            told = fill(asked["url"], Path(asked["file"]), asked["count"], later=asked["later"])
        case "start":
            told = start(Path(asked["full"]), Path(asked["empty"]))
        case "drain":
            told = drain(data, asked["url"], Path(asked["filled"]), asked["count"])
        case unknown:
            raise ValueError(unknown)
    print(json.dumps(told))


main()
