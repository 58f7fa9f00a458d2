from __future__ import annotations

from pathlib import Path

import pytest
from editor.easel import Easel
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from guarded import run_offscreen

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


@pytest.fixture
def easel(qtbot):
    """Make an easel in sight, with a picture on it."""

    def make(width=320, height=240, **options):
        made = Easel(width, height, **options)
        qtbot.addWidget(made.window)
        made.window.show()
        qtbot.waitExposed(made.window)
        made.window.activateWindow()
        made.canvas.setFocus()
        qtbot.waitUntil(made.canvas.hasFocus)
        return made

    return make
