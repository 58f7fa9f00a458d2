from __future__ import annotations

from contextlib import ExitStack

import pytest
from flows.recorded import Records

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running


@pytest.fixture(scope="module")
def inbox():
    """One inbox a module; a test reads its newest report."""
    with running(InboxConfig()) as inbox:
        yield inbox


@pytest.fixture
def recorded_for(tmp_path):
    """Make a Feedback that sends a recording with each report."""
    with ExitStack() as stack:

        def make(url, *, lease_seconds=None, **options):
            chosen = {"base_url": url, "data_dir": tmp_path / "data", "plugins": [Records()]}
            feedback = Feedback.from_options(
                Options.create("client_demo", **chosen | options),
                random=lambda: 0.0,  # the shortest wait the schedule allows
                lease_seconds=lease_seconds,
            )
            stack.callback(feedback.close)
            return feedback

        yield make
