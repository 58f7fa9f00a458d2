"""What the desktop says about motion reaches the slide: asked over a real, private bus."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from usero_desktop.qt import QtCore
from usero_desktop.ui.style.motion import Slide

# A settings portal as GNOME's or KDE's: it owns the name and answers ReadAll.
PORTAL = """
import json, sys, threading
from jeepney import DBusAddress, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

settings = json.loads(sys.argv[1])
signatures = {bool: "b", int: "u", str: "s"}
bus = open_dbus_connection()
bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))

def serve():
    while True:
        call = bus.receive()
        if call.header.message_type is MessageType.method_call:
            answer = {
                space: {key: (signatures[type(value)], value)} for space, key, value in settings
            }
            bus.send(new_method_return(call, "a{sa{sv}}", (answer,)))

if settings is not None:
    threading.Thread(target=serve, daemon=True).start()

from usero_desktop.ui.desktop import reduces_motion
print(reduces_motion())
"""


def asked(settings):
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", PORTAL, json.dumps(settings)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip() == "True"


@pytest.mark.parametrize(
    "settings, still",
    [
        ([["org.gnome.desktop.interface", "enable-animations", False]], True),
        ([["org.gnome.desktop.interface", "enable-animations", True]], False),
        ([["org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"]], True),
        ([["org.kde.kdeglobals.KDE", "AnimationDurationFactor", "1.0"]], False),
        ([["org.freedesktop.appearance", "reduced-motion", 1]], True),
        ([], False),
    ],
)
def test_the_desktops_wish_for_less_motion_is_heard(settings, still):
    assert asked(settings) is still


def test_a_portal_that_never_answers_is_not_waited_for():
    assert asked(None) is False


def test_without_a_session_bus_things_move():
    code = "from usero_desktop.ui.desktop import reduces_motion; print(reduces_motion())"
    clean = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | {"XDG_RUNTIME_DIR": "/nowhere"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


def test_a_slide_goes_all_the_way_and_only_forward(qtbot):
    owner = QtCore.QObject()
    slide, seen = Slide(owner, 60), []
    slide.moved.connect(seen.append)
    with qtbot.waitSignal(slide.finished, timeout=20_000):
        slide.run(0.0, 1.0)

    assert seen[0] > 0  # the first frame shows something
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_systems_word_ends_a_slide_that_is_under_way(qtbot, window, attach):
    widget = attach(window, reduced_motion=None)
    widget.open()
    widget._overlay.show_still(True)

    assert widget._overlay._shown == 1.0
    assert widget._overlay._is_still
