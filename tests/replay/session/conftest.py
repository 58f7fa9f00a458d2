from __future__ import annotations

from pathlib import Path

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - fixtures
from guarded import run_offscreen
from replay.hosts import host, threads_of_ours
from ui.conftest import attach as attach  # noqa: PLC0414
from ui.conftest import inbox as inbox  # noqa: PLC0414
from ui.conftest import server as server  # noqa: PLC0414

from usero_desktop.replay import tape

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


@pytest.fixture
def window(qtbot):
    """A host's window, of whose recording nothing is left behind."""
    yield host(qtbot)
    if tape._tape is not None:
        tape._tape.stop()
        tape._tape = None
    qtbot.waitUntil(lambda: not threads_of_ours())
