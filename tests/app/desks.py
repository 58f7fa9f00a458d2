"""Starts the portal of `desk_portal.py` on a bus of a test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from processes import running

STAND_IN = Path(__file__).with_name("desk_portal.py")


class Portal:
    def __init__(self, process):
        self._process = process

    def asked(self, member):
        """What it was asked by that name, once it was."""
        while line := self._process.stdout.readline():
            name, body = json.loads(line)
            if name == member:
                return body
        raise AssertionError(f"it has ended, and never heard {member}")

    def tell(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@contextmanager
def desk_portal(address, how="ok"):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": None}
    with running([sys.executable, STAND_IN, address, how], os.environ, text=True, **pipes) as made:
        assert made.stdout.readline() == "ready\n"
        yield Portal(made)
