"""A picture after a delay: the host's menus and tips are open in it, and nothing of ours is."""

from __future__ import annotations

import PIL.Image
import pytest
from flows.desk import desk, newest
from flows.pattern import MENU_SIZE, differing, pattern

pytestmark = [
    pytest.mark.promise("F8"),
    pytest.mark.screen,
]
MAGENTA = (255, 0, 255)
AT = 120, 150
"""Where in the host's window its menu is opened, in true pixels."""


def choose_later(user, name, seconds=3):
    user.click("usero_add_screenshot")
    for _ in range([3, 5, 10].index(seconds) + 1):
        user.click("usero_picture_delay")
    user.click(f"usero_picture_{name}")
    user.until(lambda: user.ask("windows") == ["usero_countdown"], "the countdown")


def open_menu(user):
    left, top, *_ = user.ask("client")
    user.xdotool("mousemove", left + AT[0], top + AT[1], "click", 3)
    user.until(lambda: user.ask("place", "host_menu") is not None, "the host's menu")


def sent(user, inbox):
    user.until(lambda: user.ask("thumbnails") == 1, "the picture")
    assert user.ask("windows") == []
    user.ask("close_menus")
    user.click("usero_rating_3")
    user.click("usero_send")
    user.until_story("delivered")
    return newest(inbox)[1][0]


def with_menu(size, ratio):
    """The window's pattern with the host's menu where it was opened."""
    expected = pattern(*size)
    menu = PIL.Image.new("RGB", tuple(round(side * ratio) for side in MENU_SIZE), MAGENTA)
    expected.paste(menu, AT)
    return expected


@pytest.mark.parametrize("scale", [None, 1.5])
def test_this_window_is_taken_with_the_hosts_menu_open_in_its_place(inbox, tmp_path, scale):
    with desk(inbox.url, tmp_path / "data", scale=scale) as user:
        user.click("usero_launcher")
        size = user.ask("client")[2:]
        choose_later(user, "window")
        open_menu(user)
        picture = sent(user, inbox)

    assert list(picture.size) == size
    assert differing(picture, with_menu(size, scale or 1)) == 0


@pytest.mark.faults
@pytest.mark.timeout(120)
def test_the_screen_is_taken_with_the_hosts_menu_open_and_without_the_countdown(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        choose_later(user, "screen")
        badge = user.place("usero_countdown")
        left, top, *size = user.ask("client")
        open_menu(user)
        picture = sent(user, inbox)

    assert picture.size == (1600, 1300)
    window = picture.crop((left, top, left + size[0], top + size[1]))
    assert differing(window, with_menu(size, 1)) == 0
    corner = picture.crop((badge[0], badge[1], badge[0] + badge[2], badge[1] + badge[3]))
    assert len(corner.getcolors()) == 1


@pytest.mark.faults
@pytest.mark.timeout(120)
def test_a_region_is_chosen_on_a_picture_with_the_menu_that_is_closed_by_then(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        left, top, *size = user.ask("client")
        choose_later(user, "region")
        open_menu(user)
        user.place("usero_region")
        assert user.ask("place", "host_menu") is None
        user.drag((left + 100, top + 100), (left + 399, top + 349))
        user.key("Return")
        picture = sent(user, inbox)

    assert differing(picture, with_menu(size, 1).crop((100, 100, 400, 350))) == 0


def test_escape_closes_the_hosts_menu_first_and_then_calls_the_picture_off(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        panel = user.place("usero_panel")
        choose_later(user, "screen", seconds=10)
        open_menu(user)
        user.key("Escape")
        user.until(lambda: user.ask("place", "host_menu") is None, "the menu to close")
        assert user.ask("windows") == ["usero_countdown"]
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the countdown to go")
        user.until(lambda: user.ask("place", "usero_panel") == panel, "the panel's return")

        assert user.ask("thumbnails") == 0
        assert user.state["open"]


def test_a_click_on_the_countdown_calls_the_picture_off_even_with_a_menu_open(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        panel = user.place("usero_panel")
        choose_later(user, "screen")
        open_menu(user)
        user.click("usero_countdown")
        user.until(lambda: user.ask("windows") == [], "the countdown to go")
        user.until(lambda: user.ask("place", "usero_panel") == panel, "the panel's return")

        assert user.ask("thumbnails") == 0
        assert user.ask("place", "host_menu") is None
        user.click("usero_rating_2")  # the panel is of use


@pytest.mark.faults
@pytest.mark.timeout(120)
def test_a_tip_of_the_hosts_stays_open_and_is_in_the_picture(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        left, top, *size = user.ask("client")
        user.ask("tip", "What this is for")
        choose_later(user, "window")
        user.xdotool("mousemove", left + 49, top + 60, "mousemove", left + 50, top + 61)
        user.until(lambda: user.ask("place", "qtooltip_label") is not None, "the tip")
        x, y, width, height = user.place("qtooltip_label")
        picture = sent(user, inbox)

    plain = pattern(*size)
    box = x - left, y - top, x - left + width, y - top + height
    tip = picture.crop(box)
    assert len(tip.getcolors(width * height)) < width * height / 4  # words on a plain ground
    picture.paste(plain.crop(box), box)
    assert differing(picture, plain) == 0


@pytest.mark.parametrize("end", ["destroy", "close"])
def test_whoever_ends_in_the_middle_leaves_nothing_on_the_screen(inbox, tmp_path, end):
    with desk(inbox.url, tmp_path / "data") as user:
        for name in ("window", "region"):
            user.ask("handle", "open")
            user.place("usero_add_screenshot")
            if name == "window":
                choose_later(user, name)
            else:
                user.click("usero_add_screenshot")
                user.click("usero_picture_region")
                user.place("usero_region")
            user.ask("window", "hide") if end == "close" else user.ask("handle", "destroy")
            user.until(lambda: user.ask("windows") == [], "nothing of ours")
            if end == "destroy":
                break
            user.until(lambda: not user.shows("Pattern"), "the window to be gone")
            user.ask("window", "show")
            user.place("usero_panel")
            assert user.ask("thumbnails") == 0
