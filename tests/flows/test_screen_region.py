"""A part of the screen, drawn by hand or chosen by keys: what arrives is that, to the pixel."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest
from flows.pattern import differing, pattern

pytestmark = [
    pytest.mark.promise("F6"),
    pytest.mark.screen,
]

TWO = {
    "size": (1700, 1100),
    "monitors": (("left", 0, 0, 800, 1000), ("right", 800, 100, 900, 1000)),
}


def choose(user, name):
    """Open the menu by keys and choose an entry by its digit."""
    user.ask("focus", "usero_add_screenshot")
    user.key("space")
    user.place(f"usero_picture_{name}")
    user.key(user.ask("key", f"usero_picture_{name}"))


def send(user):
    user.until(lambda: user.ask("thumbnails") == 1, "the picture")
    assert "usero_region" not in user.ask("windows")
    user.click("usero_rating_3")
    user.click("usero_send")
    user.until_story("delivered")


@pytest.mark.parametrize("scale", [None, 1.25, 1.5, 2])
def test_a_region_that_is_drawn_with_the_mouse_arrives_to_the_pixel(inbox, tmp_path, scale):
    with desk(inbox.url, tmp_path / "data", scale=scale) as user:
        user.click("usero_launcher")
        user.place("usero_panel")
        left, top, *size = user.ask("client")
        choose(user, "region")
        user.place("usero_region")
        user.drag((left + 30, top + 41), (left + 300, top + 202))
        user.key("Return")
        send(user)

    _, [picture] = newest(inbox)
    assert picture.size == (271, 162)
    assert differing(picture, pattern(*size).crop((30, 41, 301, 203))) == 0


def test_a_region_is_mended_by_handles_and_keys_and_taken_by_a_double_click(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        user.place("usero_panel")
        left, top, *size = user.ask("client")
        choose(user, "region")
        user.place("usero_region")
        user.drag((left + 30, top + 41), (left + 300, top + 202))
        user.drag((left + 30, top + 41), (left + 10, top + 21))  # its upper left corner
        user.drag((left + 100, top + 100), (left + 105, top + 110))  # all of it
        user.key("Right", "Up", "shift+Left", "ctrl+Down", "ctrl+shift+Down")
        user.xdotool("mousemove", left + 90, top + 90, "click", "--repeat", 2, 1)
        send(user)

    _, [picture] = newest(inbox)
    # From (10, 21) to (300, 202); by 5 and 10; 1 right, 1 up; 1 narrower; 10 down; 10 higher.
    box = (10 + 5 + 1, 21 + 10 - 1 + 10, 301 + 5 + 1 - 1, 203 + 10 - 1 + 10 + 10)
    assert picture.size == (box[2] - box[0], box[3] - box[1])
    assert differing(picture, pattern(*size).crop(box)) == 0


def test_by_keys_alone_the_hosts_window_is_the_first_that_is_chosen(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data", scale=1.5) as user:
        user.ask("handle", "open")
        user.place("usero_panel")
        size = user.ask("client")[2:]
        choose(user, "region")
        user.place("usero_region")
        user.key("Tab", "Return")
        send(user)

    _, [picture] = newest(inbox)
    assert list(picture.size) == size
    assert differing(picture, pattern(*size)) == 0


def test_escape_and_a_right_click_leave_it_with_nothing_taken(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        panel = user.place("usero_panel")
        for leave in (("key", "Escape"), ("mousemove", 300, 300, "click", 3)):
            choose(user, "region")
            user.place("usero_region")
            user.drag((300, 300), (400, 380))
            user.xdotool(*leave)
            user.until(lambda: user.ask("windows") == [], "the sheet to go")

            assert user.ask("place", "usero_panel") == panel
            assert user.ask("thumbnails") == 0
        assert user.state["open"]


@pytest.mark.parametrize("manager", ["openbox", "xfwm4"])
def test_keys_are_for_the_part_that_is_chosen_and_then_for_the_panel_again(
    inbox, tmp_path, manager
):
    with desk(inbox.url, tmp_path / "data", wm=manager) as user:
        user.click("usero_launcher")
        user.click("usero_comment")
        user.until(lambda: user.state["active"] == "host", "the keys")
        user.type("a")
        user.until(lambda: user.ask("comment") == "a", "the letter")
        for keys, pictures in ((("Escape",), 0), (("Tab", "Right", "Return"), 1)):
            choose(user, "region")
            user.place("usero_region")
            user.key(*keys)
            user.until(lambda: user.ask("windows") == [], "the sheet to go")
            user.until(lambda count=pictures: user.ask("thumbnails") == count, "the picture")
            user.until(lambda: user.state["active"] == "host", "the keys")
        user.ask("focus", "usero_comment")
        user.type("b")
        user.until(lambda: "b" in user.ask("comment"), "the word")
        assert sorted(user.ask("comment")) == ["a", "b"]
        assert user.state["open"]


@pytest.mark.parametrize("factors", ["left=1;right=2", "left=1.5;right=1.25"])
def test_a_region_over_two_screens_of_different_scale_is_one_picture(inbox, tmp_path, factors):
    box = (520, 300, 1101, 461)
    scales = {"QT_SCREEN_SCALE_FACTORS": factors}
    with desk(
        inbox.url, tmp_path / "data", launcher_type="none", environment=scales, **TWO
    ) as user:
        user.ask("window", "move", 200, 150)
        user.until(lambda: user.ask("client")[:2] != [0, 0], "the move")
        user.client_at_rest()
        seen = user.grab().crop(box)
        user.ask("handle", "open")
        user.place("usero_panel")
        choose(user, "region")
        user.place("usero_region")
        user.drag(box[:2], (box[2] - 1, box[3] - 1))
        user.key("Return")
        send(user)

    _, [picture] = newest(inbox)
    assert len(seen.getcolors(seen.width * seen.height)) > 1000  # not a black desktop
    assert picture.size == seen.size
    assert differing(picture, seen) == 0


def test_what_was_shown_on_a_scaled_screen_leaves_nothing_behind_there(inbox, tmp_path):
    scales = {"QT_SCREEN_SCALE_FACTORS": "left=1;right=1.5"}
    with desk(
        inbox.url, tmp_path / "data", launcher_type="none", environment=scales, **TWO
    ) as user:
        user.ask("window", "move", 200, 150)
        user.client_at_rest()
        user.ask("handle", "open")
        user.place("usero_panel")
        user.xdotool("mousemove", 300, 800)
        right = (800, 400, 1700, 1100)  # below the words at the top

        def shown():
            return user.grab().crop(right)

        bright = shown()
        choose(user, "region")
        user.place("usero_region")
        user.until(lambda: differing(shown(), bright) > 10_000, "the sheet")
        before = shown()
        for at in ((1300, 650), (1111, 633), (1155, 680)):
            user.xdotool("mousemove", *at)
            user.until(lambda: differing(shown(), before) > 1000, "the magnifier")
            user.xdotool("mousemove", 300, 800)
            user.until(lambda: differing(shown(), before) < 1000, "the magnifier to go")
            assert differing(shown(), before) == 0
        user.drag((300, 500), (500, 700))
        user.place("usero_region_take")
        assert differing(shown(), before) == 0  # it says on its own screen how large it is
        user.key("Escape")


@pytest.mark.parametrize("which", [1, 2])
def test_each_monitor_has_its_entry_and_its_own_pixels(inbox, tmp_path, which):
    scales = {"QT_SCREEN_SCALE_FACTORS": "left=1.25;right=1.5"}
    with desk(
        inbox.url, tmp_path / "data", launcher_type="none", environment=scales, **TWO
    ) as user:
        user.ask("window", "move", 200, 150)
        user.client_at_rest()
        _, x, y, width, height = TWO["monitors"][which - 1]
        seen = user.grab().crop((x, y, x + width, y + height))
        user.ask("handle", "open")
        user.place("usero_panel")
        choose(user, f"screen_{which}")
        send(user)

    _, [picture] = newest(inbox)
    assert len(seen.getcolors(seen.width * seen.height)) > 1000
    assert differing(picture, seen) == 0
