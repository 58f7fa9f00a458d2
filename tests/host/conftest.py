from __future__ import annotations

from pathlib import Path

from guarded import run_offscreen

# The same window, inbox and widget as where the widget itself is tested.
from ui.conftest import (  # noqa: F401
    attach,
    clean_clipboard,
    inbox,
    no_faults,
    server,
    window,
)

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)
