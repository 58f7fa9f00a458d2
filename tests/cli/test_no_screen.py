"""Where there is no screen, usero-desktop says so, and what to do instead."""

import subprocess
import sys

import pytest
from screens import start_xvfb, x11_environment

from usero_desktop.cli.screen import why_none

NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens have no sockets")


@linux
@pytest.mark.parametrize(
    "named, told",
    [
        ({}, "DISPLAY and WAYLAND_DISPLAY are not set."),
        ({"DISPLAY": ":8731"}, "nobody answers at DISPLAY=:8731."),
        ({"WAYLAND_DISPLAY": "wayland-8731"}, "nobody answers at WAYLAND_DISPLAY=wayland-8731."),
    ],
)
def test_without_a_screen_it_is_one_sentence_and_no_crash(tmp_path, monkeypatch, named, told):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    done = subprocess.run(
        [sys.executable, "-m", "usero_desktop"], capture_output=True, text=True, check=False
    )

    instead = "To send a report without one, use usero-desktop send."
    assert done.stderr == f"usero-desktop: There is no screen here: {told} {instead}\n"
    assert done.returncode == 69


@linux
@pytest.mark.screen
def test_a_screen_that_is_there_is_found(monkeypatch):
    with start_xvfb(64, 64, wm="") as display:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DISPLAY", x11_environment(display)["DISPLAY"])
        assert why_none() == ""
