"""For rooms whose tests call handlers of ours: one that fails is seen, though a guard hides it.

And what the offscreen platform says about itself, whatever the program does, is no failure there.
"""

from __future__ import annotations

import pytest

from usero_desktop.ui import guard

PLATFORM = r"This plugin does not support (raise|grabbing|propagateSizeHints|setParent)"


def run_offscreen(items, room):
    """Let the platform say it in those of the tests that are in the folder `room`."""
    for item in items:
        if room in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


@pytest.fixture(autouse=True)
def no_faults(caplog):
    """No handler of ours fails, but where the test has said `caplog.faults_expected = True`."""
    guard._seen.clear()
    yield
    # By the phase: `caplog.records` are those of the teardown alone by now.
    records = [r.getMessage() for phase in ("setup", "call") for r in caplog.get_records(phase)]
    faults = [message for message in records if "usero_desktop failed in" in message]
    assert not faults or getattr(caplog, "faults_expected", False), faults
