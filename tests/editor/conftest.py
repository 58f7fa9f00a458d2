from __future__ import annotations

from pathlib import Path

import pytest
from editor.easel import Easel
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture

# What the offscreen platform says about itself, whatever the program does.
PLATFORM = r"This plugin does not support (raise|grabbing|propagateSizeHints|setParent)"
ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if ROOM in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


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
