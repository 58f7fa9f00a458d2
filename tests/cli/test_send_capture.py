"""Pictures of a real screen by `send --capture`, a region chosen by hand among them."""

import json
import subprocess
import sys

import pytest
from capture.xclient import XClient
from flows.desk import newest
from PIL import Image
from policy.machines import Machine
from screens import x11_environment

pytestmark = pytest.mark.screen

LIMIT = 60
WIDTH, HEIGHT = 1000, 600


@pytest.fixture
def painted(display, noise):
    """A screen on which every pixel is its own; what is on it as a picture."""
    pixels = noise(WIDTH, HEIGHT)
    with XClient(display["DISPLAY"]) as painter:
        painter.paint(pixels)
        yield Image.frombuffer("RGB", (WIDTH, HEIGHT), pixels, "raw", "BGRX", 0, 1)


@pytest.fixture
def send(home, display, inbox):
    """Start `send` on that screen; it waits for whoever chooses a region."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "usero_desktop", "send", "--client-id", "client_demo"]
        command += ["--base-url", inbox.url, "--json", *map(str, arguments)]
        started.append(
            subprocess.Popen(
                command, env=home | display, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def hand(display):
    """Do what a user does with mouse and keys."""

    def act(*arguments):
        subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=x11_environment(display["DISPLAY"]), check=True, timeout=LIMIT,
            capture_output=True,
        )  # fmt: skip

    return act


def ended(process):
    out, err = process.communicate(timeout=LIMIT)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, json.loads(out), err.decode()


def test_the_screen_and_a_monitor_of_it_go_with_a_report(send, inbox, display, painted):
    with XClient(display["DISPLAY"]) as client:
        client.split(("left", 0, 0, 400, 600), ("right", 400, 0, 600, 600))
    shots = ("--capture", "screen", "--capture", "monitor", 2)
    status, facts, _ = ended(send("--rating", 4, "--wait", *shots))
    assert (status, facts["status"]) == (0, "sent")
    _, [whole, right] = newest(inbox)
    assert whole.tobytes() == painted.tobytes()
    assert right.tobytes() == painted.crop((400, 0, 1000, 600)).tobytes()


@pytest.mark.parametrize("binding, scale", [("pyside6", "1"), ("pyqt6", "1"), ("pyside6", "1.5")])
def test_a_region_is_chosen_by_hand_and_arrives_to_the_pixel(
    send, inbox, painted, hand, home, binding, scale
):
    home |= {"QT_API": binding, "QT_SCALE_FACTOR": scale}
    process = send("--comment", "Look at this corner", "--capture", "region")
    hand("search", "--sync", "--onlyvisible", "--class", "usero-desktop")
    hand("mousemove", 100, 50, "mousedown", 1, "mousemove", 200, 100, "mousemove", 299, 169)
    hand("mouseup", 1, "key", "Return")
    status, facts, _ = ended(process)
    assert (status, facts["status"]) == (0, "sent")
    report, [part] = newest(inbox)
    assert report["comment"] == "Look at this corner"
    assert part.size == (200, 120)
    assert part.tobytes() == painted.crop((100, 50, 300, 170)).tobytes()


def test_a_region_that_is_called_off_sends_nothing(send, inbox, painted, hand, tmp_path):
    process = send("--rating", 1, "--capture", "region")
    hand("search", "--sync", "--onlyvisible", "--class", "usero-desktop")
    hand("key", "Escape")
    status, facts, said = ended(process)
    assert (status, facts["status"]) == (2, "invalid")
    assert said == "usero-desktop send: The picture was called off.\n"
    assert inbox.store.entries() == ()
    assert not (tmp_path / "data").exists()


def test_a_monitor_that_is_not_there_is_said_with_how_many_there_are(send):
    status, _, said = ended(send("--rating", 1, "--capture", "monitor", 3))
    assert status == 2
    assert said == "usero-desktop send: There is no monitor 3; there is 1.\n"


def test_a_region_is_not_asked_for_where_the_report_would_not_be_taken(send):
    status, facts, said = ended(send("--capture", "region"))
    assert status == 2
    assert "Give a rating or write a comment." in said
    assert facts["problems"]


def test_where_an_administrator_forbids_pictures_none_is_taken(home, tmp_path):
    machine = Machine(tmp_path)
    machine.has("screenshots = false\n")
    words = ("send", "--client-id", "client_demo", "--rating", "1", "--capture", "region")
    done = machine.run(sys.executable, "-m", "usero_desktop", *words, env=home)
    assert done.returncode == 2
    assert "administrator lets no screenshot be sent" in done.stderr


@pytest.mark.parametrize("what", [("screen",), ("region",), ("monitor", "1")])
def test_without_a_display_it_says_why(usero, what):
    done = usero("send", "--client-id", "client_demo", "--rating", "1", "--capture", *what)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "usero-desktop send: There is no screen to take a picture of here: DISPLAY is not set."
        " Attach a picture file instead.\n"
    )


@pytest.mark.parametrize(
    "what, said",
    [
        (["window"], "--capture 'window' must be screen, region or monitor N."),
        (["monitor"], "--capture 'monitor' needs the number of one monitor"),
        (["monitor", "0"], "--capture 'monitor 0' needs the number of one monitor"),
        (["screen", "2"], "--capture 'screen 2' must be screen, region or monitor N."),
    ],
)
def test_a_wish_that_makes_no_sense_is_said_before_anything_is_taken(usero, what, said):
    done = usero("send", "--client-id", "client_demo", "--rating", "1", "--capture", *what)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_sending_loads_no_qt(home, inbox):
    code = (
        "import sys; from usero_desktop.cli.main import main;"
        "status = main(sys.argv[1:]);"
        "print([n for n in sys.modules if n.startswith(('PySide6', 'PyQt6'))], status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "send", "--client-id", "client_demo", "--base-url", inbox.url,
         "--rating", "4"],
        env=home, capture_output=True, check=True, timeout=LIMIT, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[] 0"
