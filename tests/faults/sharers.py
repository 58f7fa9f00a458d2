"""Programs that share one outbox, and what becomes of one while it holds a report.

`share` is a story for `faults.sender.start`. Its fates, met once the third report is held:
"dies" at once, "stops" before the request, or "asks" for leave before the request is made.
"""

from __future__ import annotations

import signal
import threading
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from faults.sender import PATIENCE, WRONG, feedback_for

from usero_desktop.core.events import Sending
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Submission
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import outbox_path

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from usero_desktop.core.events import Event

REPORTS = 50
HELD = 3
LEASE_SECONDS = 12.0
"""Far more than a report takes, on a slow machine too."""


def share(tell: Connection, url: str, data_dir: Path, fate: str, wrong: str) -> None:
    """Keep half of the reports, and after leave the others while sending whatever there is."""
    if wrong:
        WRONG[wrong]()
    later = 0 if fate else REPORTS // 2
    _put(url, data_dir, REPORTS - later)
    tell.send("kept")
    tell.recv()
    held = 0

    def meet(event: Event) -> None:
        nonlocal held
        held += isinstance(event, Sending)
        if fate and isinstance(event, Sending) and held == HELD:
            tell.send(f"holding {event.submission_id}")
            _meet(fate, tell)

    with feedback_for(url, data_dir, LEASE_SECONDS) as feedback:
        feedback.subscribe(meet)
        feedback.start()
        for number in range(later):
            feedback.submit(comment=f"report {number}")
        tell.send("all kept")
        if feedback.flush(PATIENCE):
            tell.send("drained")


def _put(url: str, data_dir: Path, reports: int) -> None:
    outbox = Outbox(outbox_path("client_demo", data_dir), SystemClock())
    for number in range(reports):
        name = str(uuid.uuid4())
        outbox.put(
            Submission(
                submission_id=name,
                client_id="client_demo",
                base_url=url,
                created_at=datetime.now(UTC),
                comment=f"report {number}",
                metadata={"submissionId": name},
            )
        )
    outbox.close()


def _meet(fate: str, tell: Connection) -> None:
    # To this thread: another one would come to it some time later.
    if fate == "dies":
        signal.pthread_kill(threading.get_ident(), signal.SIGKILL)
    elif fate == "stops":
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    else:
        tell.recv()
