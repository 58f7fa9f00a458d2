"""A desk at which somebody listens: the host on a real screen, a real AT-SPI bus, a reader."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flows.desk import LIMIT, desk
from identity.buses import private_bus
from processes import running

needs_reader = [
    pytest.mark.screen,
    pytest.mark.reader,
    pytest.mark.timeout(300),
]

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PYTHON = "/usr/bin/python3"
"""Debian's own, for which pyatspi is packaged."""
OF_THE_BUS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
HEARD = {
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    # Qt says there what it has not got, and what has gone, whatever the program does.
    "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
}
LISTENER = Path(__file__).with_name("listener.py")


def nodes(tree):
    """Yield what stands in `tree`, as the reader told of it, and the whole first."""
    yield tree
    for child in tree["children"]:
        yield from nodes(child)


class Reader:
    """The screen reader: what it finds, presses, writes and hears."""

    def __init__(self, process):
        self._process = process
        self.heard = []

    def ask(self, *command):
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the reader ended with {self._process.wait(LIMIT)}"
        return json.loads(line).get("answer")

    def until(self, holds, what, limit=LIMIT):
        pause = threading.Event()
        deadline = time.monotonic() + limit
        while not (found := holds()):
            assert time.monotonic() < deadline, f"waited {limit} s for {what}"
            pause.wait(0.05)
        return found

    def find(self, role, name):
        """The node of that role and name, once it is there."""
        return self.until(lambda: self.ask("node", role, name), f"{role} {name!r}")

    def act(self, role, name, action):
        self.find(role, name)
        assert self.ask("act", role, name, action), (role, name, action)

    def write(self, name, words):
        self.find("text", name)
        assert self.ask("write", "text", name, words)

    def focus(self):
        """Where the focus went last."""
        return self.ask("focus")

    def reads(self, role, name):
        """Whether that is what has the focus."""
        part = self.focus()
        return part is not None and (part["role"], part["name"]) == (role, name)

    def hears(self, words):
        """The events that said `words`, once there is one."""

        def found():
            self.heard += self.ask("events")
            return [event for event in self.heard if words in event[1].split("\n")]

        return self.until(found, f"{words!r} to be said; heard {self.heard}")

    def has_heard_all(self):
        """Forget what was said until now, once all of it has come.

        What the host says comes before its answer to a later question.
        """
        self.ask("tree")
        self.ask("events")
        self.heard.clear()


@contextmanager
def read_desk(url, data, **options):
    """A desk with a reader; yields both."""
    make = lambda environment: desk(url, data, environment=environment, **options)  # noqa: E731
    with read(make, "driven.py") as both:
        yield both


@contextmanager
def read(make, program):
    """The desk that `make` opens with an environment, and a reader of `program`; yields both."""
    with ExitStack() as stack:
        bus = stack.enter_context(private_bus())
        stack.enter_context(running([LAUNCHER, "--launch-immediately"], bus.environment))
        told = {name: bus.environment[name] for name in OF_THE_BUS}
        user = stack.enter_context(make(HEARD | told))
        env = bus.environment | {"DISPLAY": user.display}
        command = [PYTHON, "-I", str(LISTENER), program]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        process = stack.enter_context(running(command, env, **pipes))
        reader = Reader(process)
        reader.until(lambda: reader.ask("here"), "the host on the bus")
        yield user, reader
        process.stdin.close()
        process.wait(LIMIT)
