"""Runs the programs of this room: hosts of their own, since what is looked for ends a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ui.process import environment

TESTS = Path(__file__).parents[1]
PROGRAMS = Path(__file__).parent / "programs"


LIMIT = 200
"""Seconds until a program counts as stuck; the longest takes a tenth of that here."""


def run(name, *arguments, timeout=LIMIT, **variables):
    """Run `programs/<name>.py` with this run's binding and wait for its end."""
    command = [sys.executable, "-W", "error", PROGRAMS / f"{name}.py", *arguments]
    return run_command(command, timeout=timeout, **variables)


def run_command(command, *, timeout=LIMIT, **variables):
    """Run `command` in which a program of this room is called, and wait for its end."""
    path = f"{TESTS}{os.pathsep}{TESTS.parent}"
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True, text=True, timeout=timeout, check=False,
        env=environment(**(variables | {"PYTHONPATH": path})),
    )  # fmt: skip
