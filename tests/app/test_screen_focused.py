"""The title of the window in front, on a real X server with a window manager."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from app.keyboards import LIMIT, keyed
from screens import start_xvfb, x11_environment

from usero_desktop.app.desktop.focused import MAX_CHARACTERS, clean


@pytest.fixture(scope="module")
def env():
    with start_xvfb() as display:
        yield x11_environment(display)


def title(env):
    code = (
        "import json; from usero_desktop.app.desktop.focused import focused_title;"
        "print(json.dumps(focused_title()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env, check=True, capture_output=True, text=True, timeout=LIMIT,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.screen
def test_it_is_that_of_the_window_that_has_the_focus(env):
    assert title(env) is None
    with keyed(env, "window", "Rechnung, März.ods 🎉"):
        assert title(env) == "Rechnung, März.ods 🎉"
        with keyed(env, "window", "Another"):
            assert title(env) == "Another"
    assert title(env | {"WAYLAND_DISPLAY": "wayland-0"}) is None
    assert title(env | {"DISPLAY": ":nowhere"}) is None


@pytest.mark.screen
def test_ours_is_none(env):
    code = (
        "from usero_desktop.qt import QtCore, QtWidgets\n"
        "from usero_desktop.app.desktop.focused import focused_title\n"
        "application = QtWidgets.QApplication([])\n"
        "window = QtWidgets.QWidget()\n"
        "def look():\n"
        "    if window.isActiveWindow():\n"
        "        print(focused_title())\n"
        "        application.quit()\n"
        "window.windowHandle() or window.show()\n"
        "application.focusWindowChanged.connect(look)\n"
        "application.exec()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env, check=True, capture_output=True, text=True, timeout=LIMIT,
    )  # fmt: skip
    assert done.stdout.split() == ["None"]


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("  Two\n lines\t", "Two lines"),
        ("a\u202eevil\u202c\x1b[31m\0b", "aevil [31m b"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\ud800", None),
        ("", None),
        ("x" * MAX_CHARACTERS, "x" * MAX_CHARACTERS),
        ("x" * 1000, "x" * (MAX_CHARACTERS - 1) + "…"),
    ],
)
def test_what_cannot_be_seen_is_left_out_and_a_long_one_is_cut(raw, shown):
    assert clean(raw) == shown
