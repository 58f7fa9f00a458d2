"""A program that tries to deliver, under whatever clock its environment gives it.

    python patient.py submit URL FOLDER     keep a report and try it once
    python patient.py once URL FOLDER       try what is there once
    python patient.py until URL FOLDER      try what is there until it is delivered or given up
    python patient.py trusting URL FOLDER   as "once", but wrong: it believes every stamp
    python patient.py aging URL FOLDER      as "once", but wrong: a leap makes a report old

It says the name of each event that ends an attempt.
"""

from __future__ import annotations

import os
import queue
import sys

from usero_desktop.config import Options
from usero_desktop.core.events import Deferred, Delivered, Rejected
from usero_desktop.core.feedback import Feedback
from usero_desktop.outbox import turn

ENDS = (Deferred, Delivered, Rejected)


def main(story: str, url: str, folder: str) -> None:
    if story == "trusting":
        turn._IS_BOGUS = ()
    if story == "aging":
        turn.STAMP = "waited = waited + max(0, :now - stamped_at), stamped_at = :now"
    ends: queue.SimpleQueue[object] = queue.SimpleQueue()
    options = Options.create("client_demo", base_url=url, data_dir=folder)
    feedback = Feedback.from_options(options, random=lambda: 0.0)
    feedback.subscribe(lambda event: isinstance(event, ENDS) and ends.put(event))
    if story == "submit":
        feedback.submit(comment="of whatever time")
    else:
        feedback.start()
    while True:
        event = ends.get()
        print(type(event).__name__, flush=True)  # noqa: T201
        if story != "until" or not isinstance(event, Deferred):
            os._exit(0)  # an orderly end waits, which may take for ever under such a clock


if __name__ == "__main__":
    main(*sys.argv[1:])
