"""Starts the portal of `screenshot_portal.py` on a bus of a test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from processes import running

STAND_IN = Path(__file__).parent / "screenshot_portal.py"


@contextmanager
def screenshot_portal(address, uri, how="ok", version=2, targets=0):
    """Yield what gives, each time it is called, the next thing that the portal heard."""
    command = [sys.executable, STAND_IN, address, uri, how, version, targets]
    pipes = {"stdout": subprocess.PIPE, "stderr": None}
    with running(command, os.environ, text=True, **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        yield lambda: json.loads(process.stdout.readline())
