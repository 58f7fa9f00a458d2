"""The demo, as a newcomer starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from rights import run_as_ordinary
from servers import serving

from usero_desktop.qt import BINDING

LIMIT = 100


def said(done):
    """Standard error without what the offscreen platform says of itself."""
    lines = done.stderr.splitlines()
    return [line for line in lines if not line.startswith("This plugin does not support")]


def command(*arguments):
    return [sys.executable, "-m", "usero_desktop", "demo", *map(str, arguments)]


def environment(**more):
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_API"}
    return {name: value for name, value in os.environ.items() if name not in hidden} | more


def demo(*arguments, **more):
    return subprocess.run(
        command(*arguments),
        capture_output=True, text=True, timeout=LIMIT, check=False, env=environment(**more),
    )  # fmt: skip


def test_without_a_screen_one_sample_goes_the_whole_way_and_is_shown(tmp_path):
    done = demo("--binding", BINDING.lower(), "--port", 0, "--data", tmp_path)

    assert done.returncode == 0, done.stderr
    assert said(done) == []
    first, why, heading, *rest = done.stdout.splitlines()
    assert first.startswith("Inbox: http://127.0.0.1:")
    assert why.startswith("No screen here")
    assert heading == "The inbox received:"
    report = json.loads("\n".join(rest))
    assert report["rating"] == 4
    assert report["comment"].startswith("The table is lovely.")
    assert len(report["screenshots"]) == 1
    assert report["metadata"]["plan"] == "demo"
    assert report["metadata"]["binding"].startswith(BINDING)


def test_a_port_in_use_is_said_in_one_line(tmp_path):
    from socket import create_server

    with create_server(("127.0.0.1", 0)) as taken:
        done = demo("--port", taken.getsockname()[1], "--data", tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(said(done)) == 1
    assert "is in use" in done.stderr


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    done = demo("--port", 0, "--data", file)

    assert done.returncode == 2
    assert len(said(done)) == 1
    assert "cannot write" in done.stderr


def test_without_a_folder_for_an_outbox_the_sample_goes_straight_to_the_inbox(tmp_path):
    state = tmp_path / "state"
    state.mkdir(mode=0o500)
    env = environment(XDG_STATE_HOME=str(state), XDG_DATA_HOME=str(tmp_path / "data"))
    env.pop("USERO_DESKTOP_DATA_DIR", None)
    done = run_as_ordinary(command("--binding", BINDING.lower(), "--port", 0), env=env)

    assert done.returncode == 0, done.stderr
    assert "The inbox received:" in done.stdout
    assert not any(state.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="displays have addresses on Linux alone")
@pytest.mark.parametrize(
    "displays",
    [
        {"DISPLAY": ":987"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-987"},
        {"DISPLAY": ":987", "WAYLAND_DISPLAY": "wayland-987", "XDG_SESSION_TYPE": "wayland"},
    ],
)
def test_a_display_that_is_not_there_is_no_screen_and_said_in_one_line(tmp_path, displays):
    done = demo("--binding", BINDING.lower(), "--port", 0, "--data", tmp_path, **displays)

    assert done.returncode == 0, done.stderr
    assert said(done) == []
    _, why, heading, *_ = done.stdout.splitlines()
    assert why.startswith("No screen here (Qt can open no window on ")
    assert all(f"{name}={displays[name]}" in why for name in displays if name[:3] != "XDG")
    assert heading == "The inbox received:"


def test_nothing_of_the_sample_goes_through_a_proxy(tmp_path):
    with serving() as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        done = demo("--port", 0, "--data", tmp_path, HTTP_PROXY=address, http_proxy=address)

    assert done.returncode == 0, done.stderr
    assert proxy.connections == 0


@pytest.mark.parametrize("launcher", ["tab", "button", "none"])
def test_every_launcher_and_language_starts(tmp_path, launcher):
    done = demo(
        "--port", 0, "--data", tmp_path, "--launcher", launcher, "--position", "left",
        "--locale", "ar", "--dark",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert said(done) == []
