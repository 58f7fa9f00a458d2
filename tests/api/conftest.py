from __future__ import annotations

import queue
from contextlib import ExitStack

import pytest

from usero_desktop.api.client import UseroClient
from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback

PATIENCE = 60


@pytest.fixture
def client_for():
    """Make a client; all are closed in the end."""
    made = []

    def make(url, **options):
        made.append(UseroClient(url, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()


class Story:
    """A Feedback of its own outbox, and what it tells."""

    def __init__(self, feedback):
        self.feedback = feedback
        self.events = queue.SimpleQueue()
        feedback.subscribe(self.events.put)

    def next(self, *kinds):
        """The next event of one of these kinds."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kinds):
                return event


@pytest.fixture
def story_of(tmp_path):
    """Make the whole product without a screen, pointed at a server."""
    with ExitStack() as stack:

        def make(url, **options):
            chosen = {"base_url": url, "data_dir": tmp_path / "data", **options}
            feedback = Feedback.from_options(
                Options.create("client_demo", **chosen),
                random=lambda: 0.0,  # the shortest wait the schedule allows
            )
            stack.callback(feedback.close)
            return Story(feedback)

        yield make
