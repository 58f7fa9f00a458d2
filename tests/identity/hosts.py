"""Starts `program.py` on a bus and tells how it went."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

PROGRAM = Path(__file__).with_name("program.py")
SILENCE = 20
"""Seconds without a word after which a host is held to hang."""

EXIT_LIMIT = 5


class Hanging(AssertionError):
    """The host program stands still."""


def run_host(bus, inbox, folder, *actions, binding="pyside6", wrong="", variables=None, **options):
    """Run the program through `actions` and return what it said, its `exit_s` and its `log`."""
    log = folder / "host.log"
    wishes = {
        "url": inbox.url, "data": str(folder / "data"), "log": str(log),
        "options": options, "actions": actions, "wrong": wrong,
    }  # fmt: skip
    env = bus.environment | {"QT_API": binding, "QT_QPA_PLATFORM": "offscreen"} | (variables or {})
    command = [sys.executable, "-W", "error", str(PROGRAM), json.dumps(wishes)]
    with subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            return _story(process) | {"log": log.read_text(encoding="utf-8")}
        finally:
            process.kill()


def _story(process):
    silence = threading.Timer(SILENCE, process.kill)
    silence.start()
    try:
        lines = [process.stdout.readline() for _ in range(2)]
    finally:
        silence.cancel()
    if lines[1] != "ending\n":
        process.kill()
        raise Hanging(process.stderr.read())
    ending = time.monotonic()
    try:
        status = process.wait(EXIT_LIMIT)
    except subprocess.TimeoutExpired:
        status = None
    exit_s = time.monotonic() - ending
    process.kill()
    return json.loads(lines[0]) | {
        "exit_s": exit_s, "status": status, "errors": process.stderr.read(),
    }  # fmt: skip
