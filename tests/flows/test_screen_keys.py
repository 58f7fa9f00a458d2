"""The whole way without a mouse."""

from __future__ import annotations

import subprocess

import pytest
from flows.desk import LIMIT, desk, newest

pytestmark = pytest.mark.screen


def test_by_keyboard_alone_a_report_with_the_screen_in_it_arrives(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.key("Tab")
        user.until(lambda: user.state["focus"] == "usero_launcher", "the launcher's focus")
        user.key("space")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        user.type("No mouse today")
        user.key("shift+Tab")
        user.until(lambda: user.state["focus"].startswith("usero_rating"), "a face's focus")
        face = user.state["focus"]
        user.key("space")
        user.key("Tab")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus again")
        user.key("Tab")
        user.until(lambda: user.state["focus"] == "usero_add_screenshot", "the button's focus")
        user.key("space")
        user.place("usero_picture_screen")
        user.key("Down")
        user.key("Down")
        user.key("Return")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        user.key("ctrl+Return")
        user.until_words("Thank you!")
        user.until_story("delivered")
        user.key("Escape")
        user.until(lambda: not user.state["open"], "the panel to close")

    entry, [picture] = newest(inbox)
    assert entry["comment"] == "No mouse today"
    assert entry["rating"] == int(face[-1])
    assert picture.size == (1600, 1300)


def test_the_menu_closes_with_escape_and_the_panel_stays(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        user.click("usero_add_screenshot")
        user.place("usero_picture_file")
        user.key("Escape")
        user.until(lambda: user.ask("place", "usero_picker") is None, "the menu to close")
        assert user.state["open"]
        assert user.ask("thumbnails") == 0


def test_on_a_french_keyboard_no_shift_is_held_to_choose_by_a_digit(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        layout = ["setxkbmap", "-display", user.display, "fr"]
        subprocess.run(layout, check=True, timeout=LIMIT)
        user.click("usero_launcher")
        user.click("usero_add_screenshot")
        assert user.ask("key", "usero_picture_window") == "1"
        user.key("10")  # by its number: the key left of all digits, which types an ampersand
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        user.click("usero_add_screenshot")
        user.place("usero_picture_window")
        user.key("1")  # as it is typed there: with Shift
        user.until(lambda: user.ask("thumbnails") == 2, "the other")
