from __future__ import annotations

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - fixtures
from replay.hosts import host, threads_of_ours
from ui.conftest import attach as attach  # noqa: PLC0414
from ui.conftest import inbox as inbox  # noqa: PLC0414
from ui.conftest import server as server  # noqa: PLC0414

from usero_desktop.replay import tape

# What the offscreen platform says about itself, whatever the program does.
PLATFORM = r"This plugin does not support (raise|grabbing|propagateSizeHints|setParent)"


def pytest_collection_modifyitems(items):
    for item in items:
        if "session" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


@pytest.fixture
def window(qtbot):
    """A host's window, of whose recording nothing is left behind."""
    yield host(qtbot)
    if tape._tape is not None:
        tape._tape.stop()
        tape._tape = None
    qtbot.waitUntil(lambda: not threads_of_ours())
