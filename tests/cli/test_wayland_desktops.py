"""On a Wayland desktop its portal takes the pictures: for `send --capture`, and for the doctor."""

import pytest
from capture.portals import screenshot_portal
from flows.desk import newest
from identity.buses import private_bus
from PIL import Image

pytestmark = pytest.mark.keyring  # it needs a private bus, too

WAYLAND = {"WAYLAND_DISPLAY": "wayland-of-nobody", "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def bus():
    with private_bus() as made:
        yield {"DBUS_SESSION_BUS_ADDRESS": made.environment["DBUS_SESSION_BUS_ADDRESS"]}


@pytest.fixture
def shot(tmp_path):
    """A picture as a portal makes one, and what it shows."""
    path = tmp_path / "shot.png"
    Image.effect_noise((60, 40), 50).convert("RGB").save(path)
    return path


@pytest.fixture
def send(usero, inbox, bus):
    def run(*what):
        words = ("--client-id", "client_demo", "--base-url", inbox.url, "--rating", "3")
        return usero("send", *words, "--capture", *what, **WAYLAND, **bus)

    return run


@pytest.mark.parametrize("what, interactive", [("screen", False), ("region", True)])
def test_the_desktop_is_asked_and_its_picture_goes_with_the_report(
    send, inbox, bus, shot, what, interactive
):
    pixels = Image.open(shot).convert("RGB").tobytes()
    with screenshot_portal(bus["DBUS_SESSION_BUS_ADDRESS"], shot.as_uri()) as heard:
        done = send(what)
        asked = heard()
    assert (done.returncode, done.stderr) == (0, b"")
    assert asked["interactive"] == interactive
    _, [picture] = newest(inbox)
    assert picture.tobytes() == pixels


@pytest.mark.parametrize(
    "how, said",
    [
        ("cancel", "The picture was called off."),
        ("unknown", "This desktop (Wayland) offers no way to take a picture of the screen."),
    ],
)
def test_a_desktop_that_gives_none_is_said_in_a_sentence(send, inbox, bus, shot, how, said):
    with screenshot_portal(bus["DBUS_SESSION_BUS_ADDRESS"], shot.as_uri(), how):
        done = send("region")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"usero-desktop send: {said}")
    assert "Choose" not in done.stderr.decode()
    assert inbox.store.entries() == ()


def test_a_monitor_cannot_be_told_there(send):
    done = send("monitor", "1")
    assert done.returncode == 2
    assert "does not tell its monitors apart; use --capture screen" in done.stderr.decode()


@pytest.mark.parametrize(
    "how, status, state, said",
    [
        ("ok", 0, "ok", "A picture of 60 by 40 pixels was taken"),
        ("other", 0, "warning", "Allow it in the settings"),
        ("unknown", 1, "failed", "offers no way to take a picture"),
    ],
)
def test_the_doctor_asks_the_portal_for_real(told, bus, shot, how, status, state, said):
    with screenshot_portal(bus["DBUS_SESSION_BUS_ADDRESS"], shot.as_uri(), how):
        ended, facts = told("doctor", "--offline", **WAYLAND, **bus)
    found = {check["name"]: check for check in facts["checks"]}
    assert (ended, found["capture_portal"]["state"]) == (status, state)
    assert said in found["capture_portal"]["sentence"]
    assert found["capture_screen"]["state"] == "skipped"
