"""The demo's own command on a real screen, from the first click to the inbox."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from flows.desk import host
from screens import start_xvfb, x11_environment

from usero_desktop.qt import BINDING

pytestmark = pytest.mark.screen

LIMIT = 60.0


def test_the_demo_is_started_clicked_filled_in_and_sent(tmp_path):
    with start_xvfb(1400, 1000) as display:
        env = x11_environment(display)
        command = [sys.executable, "-m", "usero_desktop", "demo", "--port", "0"]
        command += ["--binding", BINDING.lower(), "--data", str(tmp_path / "data")]
        with host(command, env) as process:
            url = process.stdout.readline().removeprefix("Inbox: ").strip()
            left, top, width, height = _window(env)
            threading.Event().wait(0.5)  # its first frame: nothing tells when that is shown
            _x(env, "mousemove", left + width - 16, top + height // 2, "click", 1)
            threading.Event().wait(0.8)  # the slide, and the panel takes the keyboard
            _x(env, "type", "--delay", 5, "from a real screen")
            _x(env, "key", "ctrl+Return")
            deadline = time.monotonic() + LIMIT
            while not _items(url):
                assert time.monotonic() < deadline, "nothing arrived"
                threading.Event().wait(0.1)
            [item] = _items(url)
            assert item["comment"] == "from a real screen"
            # A shortcut of the host, typed while the cursor is in the panel.
            _x(env, "key", "ctrl+q")
            assert process.wait(LIMIT) == 0


def _items(url):
    with urllib.request.urlopen(f"{url}/inbox/api/feedback", timeout=10) as reply:
        return json.load(reply)["items"]


def _window(env):
    """Left, top, width and height of the window that the window manager has made active."""
    deadline = time.monotonic() + LIMIT
    pause = threading.Event()
    while True:
        asked = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowgeometry", "--shell"],
            env=env, check=False, timeout=LIMIT, capture_output=True, text=True,
        )  # fmt: skip
        known = dict(line.split("=") for line in asked.stdout.split() if "=" in line)
        if asked.returncode == 0 and "HEIGHT" in known:
            return [int(known[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")]
        assert time.monotonic() < deadline, "the demo's window is not there"
        pause.wait(0.05)


def _x(env, *arguments):
    command = ["xdotool", *map(str, arguments)]
    return subprocess.run(
        command, env=env, check=True, timeout=LIMIT, capture_output=True, text=True
    ).stdout
