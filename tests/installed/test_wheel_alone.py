"""The wheel in an environment of its own, with the pins it asks for and no source in sight."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import httpx
import pytest
from installed.debian import ROOT
from screens import start_xvfb, x11_environment

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [pytest.mark.faults, pytest.mark.screen, pytest.mark.timeout(600)]

MAKE = """\
import sys
from pathlib import Path
sys.path.insert(0, "packaging")
import artefacts, wheels
from clean import Clean
from environment import ROOT, Environment
env = Environment(ROOT)
wheels.make(env)
Clean(env, Path(sys.argv[1]), "app").prepare(artefacts.wheel())
"""


@pytest.fixture(scope="module")
def program():
    """The installed command; the environment is kept from one run to the next."""
    folder = ROOT / "build" / "wheel-alone"
    made = subprocess.run(
        [sys.executable, "-c", MAKE, folder], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder / "bin" / "usero-desktop"


@pytest.fixture(scope="module")
def inbox():
    with running(InboxConfig()) as inbox:
        yield inbox


def run(program, folder, *words, env=os.environ):
    kept = {name: value for name, value in env.items() if not name.startswith(("PYTHON", "USERO_"))}
    return subprocess.run(
        [program, *words], cwd=folder, env=kept, check=False, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


def test_its_own_doctor_finds_nothing_that_fails(program, inbox, tmp_path):
    with start_xvfb(800, 600) as display:
        env = x11_environment(display)
        asked = run(program, tmp_path, "doctor", "--json", "--base-url", inbox.url, env=env)
    assert asked.stderr == ""
    told = {one["name"]: one for one in json.loads(asked.stdout)["checks"]}
    failed = {name: one for name, one in told.items() if one["state"] == "failed"}
    assert failed == {}
    assert asked.returncode == 0
    assert {told[name]["state"] for name in ("program", "qt", "window", "outbox")} == {"ok"}
    # It is the wheel's, and not this checkout's.
    assert str(ROOT / "build" / "wheel-alone") in json.dumps(told["program"])
    assert str(ROOT / "usero_desktop") not in asked.stdout


def test_one_report_is_sent_to_the_inbox_and_waited_for(program, inbox, tmp_path):
    words = ("send", "--client-id", "client_demo", "--base-url", inbox.url, "--rating", "4")
    sent = run(program, tmp_path, *words, "--comment", "from a wheel", "--wait", "--json")
    assert sent.returncode == 0, sent.stderr
    with httpx.Client(base_url=inbox.url) as client:
        [item] = client.get("/inbox/api/feedback").json()["items"]
    assert (item["comment"], item["rating"]) == ("from a wheel", 4)
