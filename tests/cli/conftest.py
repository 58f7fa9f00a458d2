"""The command as a user starts it: in a process and a home folder of its own."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest
from screens import start_xvfb, x11_environment
from servers import free_port

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

PATIENCE = 100
HIDDEN = ("USERO", "QT_", "DISPLAY", "WAYLAND_", "XDG_", "DBUS_", "SSL_CERT", "PYTHON_KEYRING")
COMMAND = (sys.executable, "-m", "usero_desktop")


@pytest.fixture
def home(tmp_path):
    """An environment with a home of its own and nothing that a user may have set."""
    folder = tmp_path / "home"
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        kept[f"XDG_{name}_HOME"] = str(folder / name.lower())
    return kept | {
        "HOME": str(folder),
        "USERO_DESKTOP_DATA_DIR": str(tmp_path / "data"),
        "USERO_DESKTOP_CONFIG_DIR": str(tmp_path / "config"),
    }


@pytest.fixture
def usero(home):
    """Run the command; what is given by name is its environment."""

    def run(*arguments, typed=b"", **environment):
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=home | {name: str(value) for name, value in environment.items()},
            input=typed, capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    return run


@pytest.fixture
def told(usero):
    """Run the command with ``--json`` and return its status and what it printed."""

    def run(*arguments, **environment):
        done = usero(*arguments, "--json", **environment)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, json.loads(done.stdout)

    return run


@pytest.fixture
def noise():
    """Give rows of BGRX in which every pixel is its own."""
    return lambda width, height: random.Random(width * height).randbytes(width * height * 4)


@pytest.fixture
def inbox(tmp_path):
    with running(InboxConfig(data_dir=tmp_path / "inbox")) as inbox:
        yield inbox


@pytest.fixture
def display():
    """The variables of an X server of 1000 x 600 with a window manager on it."""
    with start_xvfb(1000, 600) as name:
        yield {"DISPLAY": x11_environment(name)["DISPLAY"]}


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def keep(usero, port):
    """Write a report that waits, since its server is away; return its id."""

    def write(comment, *arguments, client_id="client_demo"):
        done = usero(
            "send", "--client-id", client_id, "--base-url", f"http://127.0.0.1:{port}",
            "--comment", comment, "--json", *arguments,
        )  # fmt: skip
        assert done.returncode == 75, done.stderr.decode()
        return json.loads(done.stdout)["submission_id"]

    return write
