"""Starts the programs of `keyed.py`, and says to them what to do."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from processes import running

KEYED = Path(__file__).with_name("keyed.py")
LIMIT = 30


@contextmanager
def keyed(env, *words):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
    with running([sys.executable, KEYED, *words], env, stderr=None, **pipes) as process:
        program = Program(process)
        program.hear("ready")
        yield program


class Program:
    def __init__(self, process):
        self._process = process
        self.end = process.wait

    def line(self):
        return self._process.stdout.readline().decode().strip()

    def hear(self, wanted):
        """Return what was said before `wanted`, which has to be said some time."""
        before = []
        while (line := self.line()) != wanted:
            assert line, f"it has ended, after {before}"
            before.append(line)
        return before

    def type(self, env, name, wanted):
        """Press the key until it comes here: one may fall between two windows."""
        until = time.monotonic() + LIMIT
        while True:
            xdotool(env, "key", name)
            while select.select([self._process.stdout], [], [], 1)[0]:
                if self.line() == wanted:
                    return
            assert time.monotonic() < until, f"no {wanted}"

    def set(self, text):
        """Use that key; return what the system calls it, and the code of the trouble."""
        self._process.stdin.write(f"{text}\n".encode())
        last, *others = self.hear("done")[::-1]
        assert not others or text, others
        return json.loads(last)

    def news(self):
        """Have it done what the server has told it by now; nothing is said in that time."""
        for _ in range(2):  # the first may be looked at before the server's
            self._process.stdin.write(b"hello\n")
            assert self.hear("done") == []

    def quit(self):
        self._process.stdin.close()
        assert self._process.wait(LIMIT) == 0

    def pressed(self):
        line = self.line()
        assert line.startswith("pressed"), line
        return line.removeprefix("pressed").strip()


def xdotool(env, *words):
    subprocess.run(["xdotool", *words], env=env, check=True, timeout=LIMIT)
