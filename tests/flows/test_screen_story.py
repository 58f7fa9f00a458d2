"""A person with a mouse, on a real X server with a window manager: the picture is the screen."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest
from flows.pattern import differing, found, pattern

pytestmark = pytest.mark.screen


def inside(part, whole):
    return part is not None and part[0] + part[2] <= whole[0] + whole[2]


def beside(user, panel, tab):
    """Whether the panel has come to its place beside the tab."""
    from usero_desktop.ui.style import metrics

    left, _, width, _ = user.ask("place", panel)
    edge = user.ask("client")[0] + user.ask("client")[2]
    ratio = user.ask("place", tab)[2] / metrics.TAB_WIDTH
    return abs(left + width - (edge - metrics.PANEL_SIDE * ratio)) <= 1


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
        user.add_picture("screen")
        size = user.ask("client")[2:]
        user.send()

    entry, [picture] = newest(inbox)
    assert (entry["rating"], entry["comment"]) == (4, "Seen with my own eyes")
    assert picture.size == (1600, 1300)
    assert differing(found(size, picture), pattern(*size)) == 0


def test_the_panel_is_back_on_the_screen_after_the_picture(inbox, tmp_path):
    from usero_desktop.ui.capture import aside

    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        before = user.place("usero_panel")
        launcher = user.place("usero_launcher")
        user.add_picture("screen")
        user.until(lambda: user.ask("place", "usero_panel")[0] == before[0], "the panel")

        assert user.place("usero_launcher") == launcher
        left, top, width, height = user.place("usero_send")
        there = user.grab().crop((left, top, left + width, top + height))
        # The button is nearly of one colour, the pattern is of all of them.
        assert len(there.getcolors(width * height)) < width * height / 4
        assert user.state["open"]
        assert user.state["focus"] == "usero_add_screenshot"
    assert aside.SETTLE_MS < aside.BACK_MS < 1000


def whole(width, height, scale):
    return [round(width * scale), round(height * scale)]


@pytest.mark.promise("F6")
@pytest.mark.parametrize("scale", [None, 1.25, 1.5, 2])
def test_a_picture_of_this_window_is_the_window_alone(inbox, tmp_path, scale):
    with desk(inbox.url, tmp_path / "data", scale=scale) as user:
        user.ask("window", "resize", 765, 621)  # no whole number of pixels at 1.25 and 1.5
        user.until(lambda: user.ask("client")[2:] == whole(765, 621, scale or 1), "the size")
        user.click("usero_launcher")
        user.click("usero_rating_3")
        user.add_picture("window")
        size = user.ask("client")[2:]
        user.send()

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
        user.add_picture("screen")
        user.until(lambda: user.ask("place", "usero_dialog") is not None, "the dialog")
        user.send()

    _, [picture] = newest(inbox)
    assert differing(found([420, 380], picture), pattern(420, 380)) == 0


def test_three_pictures_by_mouse_and_one_taken_away_again(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        for _ in range(3):
            user.add_picture("window")
        user.click_part("Remove screenshot 2")
        user.until(lambda: user.ask("thumbnails") == 2, "two pictures")
        user.click("usero_rating_1")
        user.send()

    _, pictures = newest(inbox)
    assert len(pictures) == 2
