"""Runs the programs of this room: hosts of their own, since what is looked for ends a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ui.process import environment

TESTS = Path(__file__).parents[1]
PROGRAMS = Path(__file__).parent / "programs"


def run(name, *arguments, timeout=60, **variables):
    """Run `programs/<name>.py` with this run's binding and wait for its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", PROGRAMS / f"{name}.py", *map(str, arguments)],
        capture_output=True, text=True, timeout=timeout, check=False,
        env=environment(PYTHONPATH=f"{TESTS}{os.pathsep}{TESTS.parent}", **variables),
    )  # fmt: skip
