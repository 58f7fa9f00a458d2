"""The command ``usero-desktop inbox`` as a process: how it starts, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

SECONDS = 30
KEPT = {"images", "inbox.sqlite3"}
"""What a closed inbox leaves in its folder: no -wal, no -shm."""


@contextmanager
def inbox(folder, *arguments):
    """Run the command; it is killed at the end of the block if it still runs."""
    command = [sys.executable, "-m", "usero_desktop", "inbox", "--port", "0", "--data", folder]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*map(str, command), *arguments], stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            told = [process.stdout.readline() for _ in range(5)]
            assert told[0], process.stderr.read()
            yield SimpleNamespace(process=process, told=told, url=told[0].split()[-1].rstrip("/"))
        finally:
            process.kill()


def send(url):
    reply = httpx.post(f"{url}/api/feedback", json={"clientId": "client_demo", "rating": 3})
    return reply.json()["feedbackId"]


def ended(process):
    """The exit status, and what was said on standard error."""
    _, complaints = process.communicate(timeout=SECONDS)
    return process.returncode, complaints


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_it_says_where_it_listens_for_whom_and_what_it_is(tmp_path):
    with inbox(tmp_path) as running:
        assert httpx.get(running.told[0].split()[-1]).status_code == 200
        assert "client_demo" in running.told[1]
        assert str(tmp_path) in running.told[2]
        assert "developer's tool" in running.told[3]
        assert "hosted Usero" in running.told[3]
        assert "Ctrl+C" in running.told[4]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not this machine")
def test_unless_it_is_told_otherwise_it_listens_on_the_loopback_address_alone(tmp_path):
    def answers(host, port):
        with socket.socket() as probe:
            return probe.connect_ex((host, port)) == 0

    with inbox(tmp_path) as running:
        address = urlsplit(running.url)
        assert address.hostname == "127.0.0.1"
        assert answers("127.0.0.1", address.port)
        assert not answers("127.0.0.2", address.port), "any other address of this machine"
    with inbox(tmp_path, "--host", "0.0.0.0", "--allow-public") as running:
        assert answers("127.0.0.2", urlsplit(running.url).port), "the probe can tell"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order_and_the_reports_stay(tmp_path, number):
    with inbox(tmp_path) as running:
        feedback_id = send(running.url)
        assert names(tmp_path) > KEPT, "the database is open"
        running.process.send_signal(number)
        assert ended(running.process) == (0, "")
    assert names(tmp_path) == KEPT

    with inbox(tmp_path) as again:
        kept = httpx.get(f"{again.url}/inbox/api/feedback/{feedback_id}")
        assert kept.json()["rating"] == 3


def test_a_page_that_listens_does_not_hold_it_up(tmp_path):
    with (
        inbox(tmp_path) as running,
        httpx.stream("GET", f"{running.url}/inbox/events", timeout=SECONDS) as events,
    ):
        assert next(events.iter_lines()).startswith("retry")
        running.process.send_signal(signal.SIGTERM)
        assert ended(running.process) == (0, "")
    assert names(tmp_path) == KEPT


def test_the_end_of_its_input_ends_it_where_that_was_asked_for(tmp_path):
    with inbox(tmp_path, "--until-input-ends") as running:
        feedback_id = send(running.url)
        assert ended(running.process) == (0, ""), "communicate() closes its input"
    assert names(tmp_path) == KEPT
    with inbox(tmp_path) as again:
        assert httpx.get(f"{again.url}/inbox/api/feedback/{feedback_id}").status_code == 200


def processes(folder):
    """The ids of the processes that have `folder` on their command line."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            if str(folder).encode() in path.read_bytes():
                found.add(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_demo_that_is_killed_takes_its_inbox_along(tmp_path):
    # Without a screen it sends a sample, which takes long enough to be killed in between.
    command = [sys.executable, "-m", "usero_desktop", "demo", "--port", "0", "--data", tmp_path]
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as demo:
        assert demo.stdout.readline().startswith("Inbox: ")
        assert len(processes(tmp_path)) == 2, "the demo and its inbox"
        demo.kill()
        assert demo.wait(SECONDS) == -signal.SIGKILL
    deadline = time.monotonic() + SECONDS
    while (left := processes(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in left:
        os.kill(process, signal.SIGKILL)
    assert left == set()
    assert names(tmp_path / "inbox") == KEPT
