"""Starts the portal of `screenshot_portal.py` on a bus of a test's own."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path

from services import stood_in

STAND_IN = Path(__file__).parent / "screenshot_portal.py"


@contextmanager
def screenshot_portal(address, uri, how="ok", version=2, targets=0):
    """Yield what gives, each time it is called, the next thing that the portal heard."""
    with stood_in(STAND_IN, address, uri, how, version, targets) as process:
        yield lambda: json.loads(process.stdout.readline())
