from __future__ import annotations

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from replay.recorder.conftest import PLATFORM
from replay.recorder.conftest import record as record  # noqa: PLC0414 - a fixture

from usero_desktop.core.pool import Pool
from usero_desktop.qt import QtCore
from usero_desktop.ui.process.bridge import Bridge


def pytest_collection_modifyitems(items):
    for item in items:
        if "playback" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


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
