"""X11's libraries where the system has not got them and the frozen program has."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys
from pathlib import Path

import pytest
from screens import start_xvfb, x11_environment

pytestmark = pytest.mark.screen

# The program of a user whose system has libxcb and no more of it, as a bare Debian has.
PROGRAM = """
import ctypes.util, sys
of_system = ctypes.util.find_library
bare = ctypes.util.find_library = lambda name: of_system(name) if name == "xcb" else None
if sys.argv[1:]:
    sys._MEIPASS = sys.argv[1]
from usero_desktop.capture.screen import ScreenGrabber
[monitor] = ScreenGrabber().monitors()
assert ctypes.util.find_library is bare
print(monitor.width, monitor.height)
"""


def grab(*arguments):
    with start_xvfb(640, 480, wm="") as display:
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            env=x11_environment(display), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip


def test_they_are_found_in_the_bundle_and_nothing_of_python_is_left_changed(tmp_path):
    for name in ("xcb-randr", "xcb-render", "xcb-shm", "xcb-xfixes"):
        found = ctypes.util.find_library(name)
        assert found is not None
        (tmp_path / found).symlink_to(place(found))
    done = grab(str(tmp_path))
    assert (done.stdout, done.returncode) == ("640 480\n", 0), done.stderr


def test_without_a_bundle_a_system_that_lacks_them_gives_no_picture():
    done = grab()
    assert "CaptureUnavailable" in done.stderr


def place(name):
    """The path of a library that the system has."""
    told = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True)
    return next(
        Path(line.split(" => ")[1])
        for line in told.stdout.splitlines()
        if line.strip().startswith(f"{name} ")
    )
