from __future__ import annotations

from pathlib import Path

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from guarded import run_offscreen
from replay.recorder.conftest import record as record  # noqa: PLC0414 - a fixture

from usero_desktop.core.pool import Pool
from usero_desktop.qt import QtCore
from usero_desktop.ui.process.bridge import Bridge

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


class Works:
    """The worker threads, and the way back from them."""

    def __init__(self):
        self.owner = QtCore.QObject()
        self.pool, self.bridge = Pool(), Bridge(self.owner)


@pytest.fixture
def works(qapp):
    made = Works()
    yield made
    made.pool.close(5)
    made.bridge.close()
