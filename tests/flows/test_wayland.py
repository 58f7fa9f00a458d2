"""A person with a keyboard on a real Wayland desktop: the picture comes from its portal."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from flows.desk import DRIVEN, LIMIT, Desk, host, newest
from flows.pattern import differing, pattern
from wayland import wayland_session

pytestmark = [
    pytest.mark.promise("F2"),
    pytest.mark.wayland,
]

SIZE = (1280, 800)
COPY = Path("/tmp/out.png")  # where xdg-desktop-portal-wlr puts its copy


PART = (100, 120, 400, 270)
"""What the desktop's own way to choose a part is answered with."""


@pytest.fixture(scope="module")
def hand(tmp_path_factory):
    """Who chooses a part in the desktop's own way: what they `chose` stands beside it, if any.

    A stand-in for the program that has the mouse draw it, since no mouse can be had here.
    """
    folder = tmp_path_factory.mktemp("hand")
    slurp = folder / "slurp"
    slurp.write_text(f"#!/bin/sh\nexec cat {folder}/chose 2>/dev/null\n")
    slurp.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def session(hand):
    with wayland_session(*SIZE, hand=hand) as environment:
        yield environment


class WaylandDesk(Desk):
    """The same eyes, and hands that have a keyboard alone."""

    def __init__(self, environment, process, said):
        self.process, self._said, self._env = process, said, environment

    def key(self, *names):
        for name in names:
            *held, key = name.split("+")
            presses = [part for modifier in held for part in ("-M", modifier)]
            self._wtype(*presses, "-k", key)

    def type(self, words):
        self._wtype(words)

    def _wtype(self, *arguments):
        subprocess.run(["wtype", *arguments], env=self._env, check=True, timeout=LIMIT)


@contextmanager
def desk(session, url, data, kind="pattern", **options):
    """Start the host, whose window sway makes as large as the screen."""
    command = [sys.executable, str(DRIVEN), kind, url, str(data)]
    command += [json.dumps({"reduced_motion": True, **options})]
    said = data.parent / "host.err"
    # A keyboard that stays plugged in while others come and go.
    with subprocess.Popen(["wtype", "-s", "600000"], env=session) as keyboard:
        try:
            with said.open("w") as errors, host(command, session, errors) as process:
                user = WaylandDesk(session, process, said)
                user.until(lambda: user.ask("client")[2:] == [*SIZE], "the window")
                user.until(user.is_active, "the host's window to be active")
                yield user
                process.stdin.close()
                assert process.wait(LIMIT) == 0, said.read_text()
        finally:
            keyboard.terminate()


def choose(user, name):
    """Go to "Add screenshot", and to that entry of its menu."""
    user.key("Tab")
    user.until(lambda: user.state["focus"] == "usero_launcher", "the launcher's focus")
    user.key("space")
    user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
    user.type("No mouse today")
    user.key("Tab")
    user.until(lambda: user.state["focus"] == "usero_add_screenshot", "the button's focus")
    user.key("space")
    user.place("usero_picture_screen")
    user.key(*["Down"] * (["window", "screen", "region"].index(name) + 1), "Return")


@pytest.mark.promise("F1")
@pytest.mark.parametrize("name", ["screen", "window"])
def test_what_arrives_is_the_screen_or_the_window_without_us(session, inbox, tmp_path, name):
    with desk(session, inbox.url, tmp_path / "data") as user:
        choose(user, name)
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        left, _, width, _ = user.place("usero_panel")
        assert left + width <= SIZE[0]
        user.key("ctrl+Return")
        user.until_words("Thank you!")
        user.until_story("delivered")

    entry, [picture] = newest(inbox)
    assert entry["comment"] == "No mouse today"
    assert differing(picture, pattern(*SIZE)) == 0
    assert not COPY.exists()


def test_a_region_is_what_the_user_chose_in_the_desktops_own_way(session, inbox, tmp_path, hand):
    left, top, right, bottom = PART
    (hand / "chose").write_text(f"{left},{top} {right - left}x{bottom - top}\n")
    with desk(session, inbox.url, tmp_path / "data") as user:
        choose(user, "region")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        user.key("ctrl+Return")
        user.until_words("Thank you!")
        user.until_story("delivered")

    _, [picture] = newest(inbox)
    assert differing(picture, pattern(*SIZE).crop(PART)) == 0
    assert not COPY.exists()


def test_who_chooses_no_part_has_the_panel_back_and_reads_what_else_there_is(
    session, inbox, tmp_path, hand
):
    (hand / "chose").unlink(missing_ok=True)
    with desk(session, inbox.url, tmp_path / "data") as user:
        choose(user, "region")
        user.until_words(
            "Your desktop gave no region. If you did not cancel that, take a picture of the"
            " entire screen. Or choose “This window”, which needs no picture of the screen."
        )
        assert user.ask("comment") == "No mouse today"
        assert user.ask("thumbnails") == 0


def shades(picture, place):
    """How many colours are in that part of the picture."""
    left, top, width, height = place
    return len(picture.crop((left, top, left + width, top + height)).getcolors(1 << 16))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["host_field"], marks=pytest.mark.promise("I7")),
        pytest.param([], marks=pytest.mark.bites("I7")),
    ],
)
def test_what_is_masked_is_covered_while_the_desktop_looks(session, inbox, tmp_path, names):
    with desk(session, inbox.url, tmp_path / "data", "field", mask=names) as user:
        user.ask("focus", "host_field")
        place = user.place("host_field")
        choose(user, "screen")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        assert user.ask("place", "usero_cover") is None
        user.key("ctrl+Return")
        user.until_words("Thank you!")
        user.until_story("delivered")

    _, [picture] = newest(inbox)
    assert (shades(picture, place) == 2) is bool(names)
