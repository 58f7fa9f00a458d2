"""A person with a mouse, on a real X server with a window manager: the picture is the screen."""

from __future__ import annotations

import sys

import pytest
from flows.desk import desk, newest
from flows.pattern import differing, found, pattern

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server is a Linux matter"),
]


@pytest.fixture(scope="module")
def inbox():
    with running(InboxConfig()) as inbox:
        yield inbox


def add_screen(user):
    user.click("usero_add_screenshot")
    user.click("usero_picture_screen")
    user.until(lambda: user.ask("thumbnails") == 1, "the picture")


def inside(part, whole):
    return part is not None and part[0] + part[2] <= whole[0] + whole[2]


def beside(user, panel, tab):
    """Whether the panel has come to its place beside the tab."""
    from usero_desktop.ui.style import metrics

    left, _, width, _ = user.ask("place", panel)
    edge = user.ask("client")[0] + user.ask("client")[2]
    ratio = user.ask("place", tab)[2] / metrics.TAB_WIDTH
    return abs(left + width - (edge - metrics.PANEL_SIDE * ratio)) <= 1


def send(user):
    user.click("usero_send")
    user.until_words("Thank you!")
    user.until_story("delivered")


@pytest.mark.parametrize(
    "wm,scale", [("openbox", None), ("openbox", 2), ("openbox", 1.5), ("xfwm4", None)]
)
def test_what_arrives_is_what_was_on_the_screen_without_us(inbox, tmp_path, wm, scale):
    with desk(inbox.url, tmp_path / "data", wm=wm, scale=scale, reduced_motion=False) as user:
        user.click("usero_launcher")
        user.until(lambda: inside(user.ask("place", "usero_send"), user.ask("client")), "the slide")
        user.until(lambda: beside(user, "usero_panel", "usero_launcher"), "the slide's end")
        user.click("usero_rating_4")
        user.type("Seen with my own eyes")
        add_screen(user)
        size = user.ask("client")[2:]
        send(user)

    entry, [picture] = newest(inbox)
    assert (entry["rating"], entry["comment"]) == (4, "Seen with my own eyes")
    assert picture.size == (1600, 1300)
    assert differing(found(size, picture), pattern(*size)) == 0


def test_the_panel_is_back_on_the_screen_after_the_picture(inbox, tmp_path):
    from usero_desktop.ui import screen

    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        before = user.place("usero_panel")
        launcher = user.place("usero_launcher")
        add_screen(user)
        user.until(lambda: user.ask("place", "usero_panel")[0] == before[0], "the panel")

        assert user.place("usero_launcher") == launcher
        left, top, width, height = user.place("usero_send")
        there = user.grab().crop((left, top, left + width, top + height))
        # The button is nearly of one colour, the pattern is of all of them.
        assert len(there.getcolors(width * height)) < width * height / 4
        assert user.state["open"]
        assert user.state["focus"] == "usero_add_screenshot"
    assert screen.SETTLE_MS < screen.BACK_MS < 1000


@pytest.mark.parametrize("scale", [None, 2])
def test_a_picture_of_this_window_is_the_window_alone(inbox, tmp_path, scale):
    with desk(inbox.url, tmp_path / "data", scale=scale) as user:
        user.click("usero_launcher")
        user.click("usero_rating_3")
        user.click("usero_add_screenshot")
        user.click("usero_picture_window")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        size = user.ask("client")[2:]
        send(user)

    _, [picture] = newest(inbox)
    assert list(picture.size) == size
    assert differing(picture, pattern(*size)) == 0


def test_a_panel_in_a_dialog_is_not_in_the_picture_either(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "resize", 420, 380)
        user.until(lambda: user.ask("client")[2:] == [420, 380], "the new size")
        user.click("usero_launcher")
        dialog = user.place("usero_dialog")
        assert dialog[2] <= 480
        user.click("usero_rating_2")
        add_screen(user)
        user.until(lambda: user.ask("place", "usero_dialog") is not None, "the dialog")
        send(user)

    _, [picture] = newest(inbox)
    assert differing(found([420, 380], picture), pattern(420, 380)) == 0


def test_three_pictures_by_mouse_and_one_taken_away_again(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        for count in (1, 2, 3):
            user.click("usero_add_screenshot")
            user.click("usero_picture_window")
            user.until(lambda count=count: user.ask("thumbnails") == count, "the picture")
        user.click_part("Remove screenshot 2")
        user.until(lambda: user.ask("thumbnails") == 2, "two pictures")
        user.click("usero_rating_1")
        send(user)

    _, pictures = newest(inbox)
    assert len(pictures) == 2
