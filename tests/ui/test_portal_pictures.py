"""The entire screen of a Wayland desktop: its portal is asked, and ours are back in time."""

from __future__ import annotations

import sys

import pytest
from capture.portals import screenshot_portal
from identity.buses import private_bus
from PIL import Image

from usero_desktop.qt import QtGui
from usero_desktop.ui.capture import aside

pytestmark = [
    pytest.mark.promise("F2", "F3"),
    pytest.mark.keyring,  # it needs a private bus, too
    pytest.mark.skipif(sys.platform != "linux", reason="the portal is a Linux matter"),
]

OR_WINDOW = " Or choose “This window”, which needs no picture of the screen."
LATE = (
    "The picture of the screen took too long. Try again, or take the screenshot with the system's"
    f" own tool and attach the file.{OR_WINDOW}"
)
LOCKED = (
    "The picture of the screen came out all black. Check that the screen is on and not locked"
    f", and try again.{OR_WINDOW}"
)


@pytest.fixture(scope="module")
def address():
    with private_bus() as made:
        yield made.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def wayland(address, monkeypatch):
    """Have this process take its desktop for a Wayland one, and speak on the bus of the test."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    return address


@pytest.fixture
def shot(tmp_path):
    path = tmp_path / "Screenshot.png"
    Image.effect_noise((60, 40), 50).convert("RGB").save(path)
    return path


def is_back(form):
    return form.panel.isVisible() and form.panel.x() >= 0


def test_the_entire_screen_comes_through_the_portal(wayland, form, shot):
    with screenshot_portal(wayland, shot.as_uri()):
        form.add_picture("screen")
        assert not is_back(form)
        form.wait_for_pictures(1)
    assert is_back(form)
    assert not shot.exists()


def test_who_calls_it_off_hears_nothing_of_it(qtbot, wayland, form, shot):
    before = form.words
    with screenshot_portal(wayland, shot.as_uri(), "cancel") as heard:
        form.add_picture("screen")
        assert not is_back(form)
        qtbot.waitUntil(lambda: is_back(form) and form.words == before, timeout=20_000)
        assert heard()["interactive"] is False
    assert form.thumbnails == []


def test_while_the_desktop_asks_ours_stay_away_until_the_user_turns_to_the_window(
    qtbot, wayland, form, shot, monkeypatch
):
    monkeypatch.setattr(aside, "ASKED_BACK_MS", 300)
    with screenshot_portal(wayland, shot.as_uri(), "hang") as heard:
        form.add_picture("screen")
        qtbot.wait(600)
        # Off screen nothing is active once a menu was open: as if the desktop asked something.
        assert QtGui.QGuiApplication.focusWindow() is None
        assert not is_back(form)

        form.window.activateWindow()
        qtbot.waitUntil(lambda: is_back(form), timeout=20_000)
        form.wait_for(LATE)
        assert [*heard(), *heard()][-1] == "closed"


def test_a_black_picture_is_a_sentence_and_the_panel_is_back(wayland, form, shot):
    Image.new("RGB", (60, 40)).save(shot)
    with screenshot_portal(wayland, shot.as_uri()):
        form.add_picture("screen")
        form.wait_for(LOCKED)
    assert is_back(form)
    assert form.thumbnails == []
