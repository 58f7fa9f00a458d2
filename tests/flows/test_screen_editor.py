"""A person draws on a picture, with a mouse and with keys: what is black is black in the inbox."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest
from flows.pattern import pattern

pytestmark = pytest.mark.screen

RED = (0xDC, 0x26, 0x26)


def take_window(user):
    user.click("usero_launcher")
    user.click("usero_rating_3")
    user.add_picture("window")


def is_open(user):
    return user.ask("marks") is not None


def is_active(user):
    return user.state["active"] == "usero_editor"


def wait_done(user):
    user.until(lambda: not is_open(user), "the editor to close")


def send(user):
    user.until(lambda: user.state["active"] == "host", "the host to be active")
    user.send()


@pytest.mark.parametrize("scale", [None, 2])
def test_what_is_blacked_out_with_the_mouse_is_black_in_the_inbox(inbox, tmp_path, scale):
    with desk(inbox.url, tmp_path / "data", scale=scale, size=(2400, 1800)) as user:
        take_window(user)
        size = user.ask("client")[2:]
        user.click("usero_edit_screenshot")
        user.until(lambda: is_open(user) and is_active(user), "the editor")
        user.click("usero_editor_tool_blackout")
        user.drag(user.ask("spot", 100, 120), user.ask("spot", 300, 220))
        user.until(lambda: len(user.ask("marks")) == 1, "the black-out")
        user.click("usero_editor_done")
        wait_done(user)
        send(user)

    _, [picture] = newest(inbox)
    assert list(picture.size) == size
    black = picture.crop((102, 122, 298, 218))
    assert black.getcolors() == [(196 * 96, (0, 0, 0))]
    whole = pattern(*size)
    for box in ((0, 0, size[0], 118), (0, 222, *size), (302, 0, *size), (0, 0, 98, size[1])):
        assert picture.crop(box).tobytes() == whole.crop(box).tobytes(), box


def test_by_keys_alone_an_arrow_is_put_moved_undone_and_sent(inbox, tmp_path):
    def focus(name):
        def is_there():
            if user.state["focus"] == name:
                return True
            user.key("Tab")
            return user.state["focus"] == name

        user.until(is_there, name)

    with desk(inbox.url, tmp_path / "data") as user:
        take_window(user)
        focus("usero_edit_screenshot")
        user.key("Return")
        user.until(lambda: is_open(user) and is_active(user), "the editor")
        user.until(lambda: user.state["focus"] == "usero_editor_canvas", "the canvas")
        user.key("a", "Return")
        user.until(lambda: bool(user.ask("marks")), "the arrow")
        [[kind, x, y]] = user.ask("marks")
        user.key("Right", "Right", "Down")
        user.until(lambda: user.ask("marks") == [["arrow", x + 2, y + 1]], "it to be moved")
        user.key("ctrl+z")
        user.until(lambda: user.ask("marks") == [["arrow", x, y]], "that to be undone")
        user.key("ctrl+y")
        user.until(lambda: user.ask("marks") == [["arrow", x + 2, y + 1]], "that to be redone")
        user.key("ctrl+Return")
        wait_done(user)
        user.until(lambda: user.state["active"] == "host", "the host to be active")
        assert user.state["focus"] == "usero_edit_screenshot"
        focus("usero_send")
        user.key("Return")
        user.until_words("Thank you!")
        user.until_story("delivered")

    assert kind == "arrow"
    _, [picture] = newest(inbox)
    red = sum(count for count, color in picture.getcolors(1 << 24) if color == RED)
    assert red > 200


def test_it_works_in_the_panels_dialog_form_and_its_focus_comes_back(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "resize", 420, 380)
        user.until(lambda: user.ask("client")[2:] == [420, 380], "the new size")
        take_window(user)
        user.click("usero_edit_screenshot")
        user.until(lambda: is_open(user) and is_active(user), "the editor")
        user.key("Escape", "Escape")
        wait_done(user)
        user.until(lambda: user.state["active"] == "usero_dialog", "the panel's dialog")
        assert user.state["focus"] == "usero_edit_screenshot"
