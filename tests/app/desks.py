"""Starts the portal of `desk_portal.py` on a bus of a test's own."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path

from services import stood_in

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
    with stood_in(STAND_IN, address, how) as process:
        yield Portal(process)
