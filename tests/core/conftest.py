import queue
from contextlib import ExitStack

import pytest

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback

PATIENCE = 30


class Heard:
    """The events of one Feedback, in order."""

    def __init__(self, feedback):
        self.events = queue.SimpleQueue()
        self.leave = feedback.subscribe(self.events.put)

    def next(self, kind):
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kind):
                return event


@pytest.fixture
def feedback_for(tmp_path):
    with ExitStack() as stack:

        def make(url="http://127.0.0.1:9", *, lease_seconds=None, **options):
            chosen = {"base_url": url, "data_dir": tmp_path, **options}
            feedback = Feedback.from_options(
                Options.create("client_demo", **chosen),
                random=lambda: 0.0,
                lease_seconds=lease_seconds,
            )
            stack.callback(feedback.close)
            return feedback

        yield make


@pytest.fixture
def heard():
    return Heard
