"""A program with feedback in it, in whatever environment it was started with.

    python reporter.py URL FOLDER [JSON options]

It logs everything there is to log, submits one report and waits for what becomes of it. Lines
of JSON: ["started"], then what became of it with whatever words and traces there are, then
what is in the outbox after the end.
"""

from __future__ import annotations

import json
import logging
import queue
import sys
import threading
import traceback

from usero_desktop.config import Options
from usero_desktop.core.events import Deferred, Delivered, Rejected
from usero_desktop.core.feedback import Feedback

PATIENCE = 60


def say(*values):
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def note_where_clients_are_made(places):
    from usero_desktop.api.client import UseroClient

    made = UseroClient.__init__

    def noting(self, *arguments, **options):
        places.append(threading.current_thread().name)
        made(self, *arguments, **options)

    UseroClient.__init__ = noting


def words_of(event):
    error = getattr(event, "error", None)
    trace = "".join(traceback.format_exception(error)) if error else ""
    values = getattr(error, "values", {})
    return {
        "kind": type(event).__name__,
        "code": getattr(error, "code", ""),
        "sentence": str(error or ""),
        "all": f"{event!r} {values!r} {trace}",
    }


def main():
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    url, folder = sys.argv[1:3]
    more = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
    options = Options.create("client_demo", base_url=url, data_dir=folder, **more)
    places, events = [], queue.SimpleQueue()
    note_where_clients_are_made(places)
    with Feedback.from_options(options) as feedback:
        feedback.subscribe(events.put)
        feedback.submit(rating=3, comment="what somebody wrote")
        say("started", threading.current_thread().name)
        while True:
            event = events.get(timeout=PATIENCE)
            if isinstance(event, Delivered | Deferred | Rejected):
                break
        say("became", words_of(event), places)
    with Feedback.from_options(options) as feedback:
        say("kept", [record.submission.comment for record in feedback.reports()])


if __name__ == "__main__":
    main()
