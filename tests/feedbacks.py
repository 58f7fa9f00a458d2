"""Feedbacks of a test's own, and what they tell."""

from __future__ import annotations

import queue
from contextlib import ExitStack, contextmanager
from typing import Final

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback

PATIENCE: Final = 60


class Heard:
    """The events of one Feedback, in order."""

    def __init__(self, feedback):
        self.feedback = feedback
        self.events = queue.SimpleQueue()
        self.leave = feedback.subscribe(self.events.put)

    def next(self, *kinds):
        """The next event of one of these kinds."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kinds):
                return event


@contextmanager
def feedbacks(folder):
    """What makes Feedbacks that keep their reports in `folder`, closed in the end."""
    with ExitStack() as stack:

        def make(url="http://127.0.0.1:9", *, lease_seconds=None, **options):
            chosen = {"base_url": url, "data_dir": folder, **options}
            feedback = Feedback.from_options(
                Options.create("client_demo", **chosen),
                random=lambda: 0.0,  # the shortest wait the schedule allows
                lease_seconds=lease_seconds,
            )
            stack.callback(feedback.close)
            return feedback

        yield make
