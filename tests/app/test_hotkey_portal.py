"""The key on Wayland: a real, private bus, with a portal that speaks the documented interface."""

from __future__ import annotations

import sys
from contextlib import contextmanager

import pytest
from app.desks import desk_portal
from identity.buses import private_bus

from usero_desktop.app.hotkey import Hotkey
from usero_desktop.app.hotkey import hotkey as hotkey_room

pytestmark = [
    pytest.mark.keyring,  # it needs a private bus, too
    pytest.mark.skipif(sys.platform != "linux", reason="the portal is a Linux matter"),
]
LIMIT = 30_000


@pytest.fixture(scope="module")
def address():
    with private_bus() as made:
        yield made.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def hotkey(address, qapp, monkeypatch):
    """The key as on a Wayland desktop; this process's Qt itself draws off screen."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setattr(hotkey_room, "_platform", lambda: "wayland")
    made = Hotkey(description="Open feedback")
    yield made
    made.release()


@contextmanager
def waited(qtbot, signal):
    with qtbot.waitSignal(signal, timeout=LIMIT) as heard:
        yield heard


def given(hotkey, qtbot, text="Ctrl+Alt+F"):
    """Set the key, and wait for what the desktop says of it."""
    hotkey.set(text)
    qtbot.waitUntil(lambda: bool(hotkey.shown or hotkey.trouble), timeout=LIMIT)
    return hotkey.shown, hotkey.trouble.code if hotkey.trouble else None


@pytest.mark.parametrize("how", ["ok", "early"])
def test_the_key_is_asked_for_and_pressed(hotkey, address, qtbot, how):
    with desk_portal(address, how) as portal:
        assert given(hotkey, qtbot) == ("Strg+Alt+F", None)
        assert portal.asked("Register") == ["io.usero.Desktop", {}]
        wish = {"description": "Open feedback", "preferred_trigger": "CTRL+ALT+f"}
        _, shortcuts, window, _ = portal.asked("BindShortcuts")
        assert (shortcuts, window) == ([["feedback", wish]], "")
        for line, token in (("press", ""), ("press leave-7", "leave-7")):
            with waited(qtbot, hotkey.pressed) as heard:
                portal.tell("foreign")  # another program's key is not ours
                portal.tell(line)
            assert heard.args == [token]


def test_what_the_user_makes_of_it_in_the_settings_is_shown(hotkey, address, qtbot):
    with desk_portal(address) as portal:
        given(hotkey, qtbot)
        with waited(qtbot, hotkey.changed):
            portal.tell("rename")
        assert (hotkey.shown, hotkey.trouble) == ("Super+Z", None)
        with waited(qtbot, hotkey.changed):
            portal.tell("close")
        assert (hotkey.shown, hotkey.trouble.code) == ("", "hotkey_declined")


@pytest.mark.parametrize(
    "how, code",
    [
        ("cancel", "hotkey_declined"),
        ("other", "hotkey_declined"),
        ("unchecked", "hotkey_declined"),
        ("unknown", "hotkey_absent"),
        ("gone", "hotkey_absent"),
    ],
)
def test_who_does_not_get_it_is_told_why(hotkey, address, qtbot, how, code):
    with desk_portal(address, how):
        assert given(hotkey, qtbot) == ("", code)


def test_without_a_portal_and_without_a_bus_it_is_told_what_to_do(
    hotkey, address, qtbot, monkeypatch
):
    for where in (address, "unix:path=/nowhere", ""):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", where)
        assert given(hotkey, qtbot) == ("", "hotkey_absent")
        assert "usero-desktop open feedback" in str(hotkey.trouble)


def test_another_key_is_asked_for_in_a_new_session(hotkey, address, qtbot):
    with desk_portal(address) as portal:
        given(hotkey, qtbot)
        portal.asked("BindShortcuts")
        assert given(hotkey, qtbot, "Meta+Shift+PgUp") == ("SHIFT+LOGO+Page_Up", None)
        _, [[_, wish]], *_ = portal.asked("BindShortcuts")
        assert wish["preferred_trigger"] == "SHIFT+LOGO+Page_Up"


def test_the_same_key_again_asks_nobody_again_unless_it_was_refused(hotkey, address, qtbot):
    with desk_portal(address) as portal:
        given(hotkey, qtbot)
        hotkey.set("Ctrl+Alt+F")
        assert hotkey.shown == "Strg+Alt+F"
        with waited(qtbot, hotkey.pressed):
            portal.tell("press")
        with waited(qtbot, hotkey.changed):
            portal.tell("close")
        hotkey.set("Ctrl+Alt+F")
        qtbot.waitUntil(lambda: hotkey.shown == "Strg+Alt+F", timeout=LIMIT)


def test_what_comes_after_it_was_let_go_is_not_heard(hotkey, address, qtbot):
    with desk_portal(address, "silent") as portal:
        hotkey.set("Ctrl+Alt+F")
        portal.asked("CreateSession")
        hotkey.set("")
        assert (hotkey.shown, hotkey.trouble) == ("", None)
    # The portal has gone, and its line to it before that: nothing was said.
    assert (hotkey.shown, hotkey.trouble) == ("", None)
