from __future__ import annotations

from pathlib import Path

import pytest

# The same window, inbox and widget as where the widget itself is tested.
from ui.conftest import (  # noqa: F401
    PLATFORM,
    attach,
    clean_clipboard,
    inbox,
    no_faults,
    server,
    window,
)

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if ROOM in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))
