"""A dialog of the host that blocks its window; feedback about it is still possible."""

from __future__ import annotations

from contextlib import suppress

import pytest
from flows.desk import desk, newest

from usero_desktop.ui.style import metrics

pytestmark = pytest.mark.screen


def press_ok(user):
    """Click OK until the host's dialog goes: a window manager may keep a click for itself."""
    for _ in range(3):
        user.click("host_ok")
        with suppress(AssertionError):
            user.until(lambda: user.ask("place", "host_dialog") is None, "the end", limit=5)
            return
    raise AssertionError("the dialog did not close")


@pytest.mark.parametrize("wm", ["openbox", "xfwm4"])
def test_while_a_modal_dialog_runs_a_report_can_be_sent_with_the_mouse(inbox, tmp_path, wm):
    with desk(inbox.url, tmp_path / "data", wm=wm) as user:
        user.ask("window", "ask")
        dialog = user.place("host_dialog")
        user.until(lambda: inside(user.ask("place", "usero_launcher"), dialog), "a launcher in it")
        user.click("usero_launcher")
        user.until_story("opened")
        user.click("usero_rating_2")
        user.type("About this dialog")
        user.send()
        user.key("Escape")
        user.until(lambda: not user.shows("Share Feedback"), "the panel's window to go")
        press_ok(user)
        window = user.ask("client")
        user.until(lambda: inside(user.ask("place", "usero_launcher"), window), "the launcher")
        user.click("usero_launcher")
        user.until_story("opened", 2)

    entry, _ = newest(inbox)
    assert (entry["rating"], entry["comment"]) == (2, "About this dialog")


def test_an_open_panel_is_fetched_to_a_dialog_that_opens_and_is_there_after_it(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        user.type("begun ")
        user.ask("window", "ask")
        dialog = user.place("host_dialog")
        user.until(lambda: inside(user.ask("place", "usero_launcher"), dialog), "a launcher in it")
        user.click("usero_launcher")
        user.place("usero_dialog")
        user.click("usero_rating_4")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        user.type("and ended")
        user.until(lambda: user.ask("comment") == "begun and ended", "the words")
        user.ask("window", "accept")
        user.until(lambda: user.ask("place", "host_dialog") is None, "the dialog to close")
        user.click("usero_send")
        user.until_words("Thank you!")

    entry, _ = newest(inbox)
    assert (entry["rating"], entry["comment"]) == (4, "begun and ended")


def test_a_picture_of_this_window_shows_the_dialog_in_question(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "ask")
        dialog = user.place("host_dialog")
        user.click("usero_launcher")
        user.click("usero_rating_1")
        user.add_picture("window")
        user.send()

    _, [picture] = newest(inbox)
    assert list(picture.size) == dialog[2:]


@pytest.mark.parametrize("wm", ["openbox", "xfwm4"])
def test_the_panel_stands_beside_the_dialog_it_is_about_and_comes_back_to_where_it_was(
    inbox, tmp_path, wm
):
    with desk(inbox.url, tmp_path / "data", wm=wm) as user:
        user.ask("window", "ask")
        modal = user.place("host_dialog")
        user.click("usero_launcher")
        user.place("usero_dialog")
        # A window manager may take its time to put it where it is wanted.
        user.until(lambda: not overlap(user.ask("place", "usero_dialog"), modal), "its place")
        panel = user.place("usero_dialog")
        assert panel[2] == metrics.PANEL_WIDTH
        assert not overlap(panel, modal)
        assert panel[1] == modal[1]

        user.move_window("Share Feedback", 1100, 40)
        user.until(lambda: user.ask("place", "usero_dialog")[:2] != panel[:2], "the move")
        moved = user.place("usero_dialog")
        user.add_picture("screen")
        user.until(lambda: user.state["focus"] == "usero_add_screenshot", "the focus")
        assert user.place("usero_dialog")[:2] == moved[:2]
        user.click("usero_rating_2")
        user.type("beside it")
        user.until(lambda: user.ask("comment") == "beside it", "the words")


def test_the_dialogs_own_keys_stay_its_own(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "ask")
        user.place("host_dialog")
        user.click("host_line")
        user.type("x")
        user.key("Return")
        user.until(lambda: user.ask("place", "host_dialog") is None, "its default button")
        assert not user.state["open"]


def overlap(one, other):
    return all(
        one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2]
        for axis in (0, 1)
    )


def inside(part, whole):
    if part is None or whole is None:
        return False
    left, top, width, height = part
    outer_left, outer_top, outer_width, outer_height = whole
    return (
        outer_left <= left
        and outer_top <= top
        and left + width <= outer_left + outer_width
        and top + height <= outer_top + outer_height
    )
