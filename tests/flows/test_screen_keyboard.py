"""A person without a mouse, from a field of the host through everything and back to it."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest
from ui.shelf import refused

import usero_desktop as usero
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen


def walk(user, name, key="Tab", most=16):
    """Press `key` until the focus is at `name`."""
    for _ in range(most):
        before = user.state["focus"]
        if before == name:
            return
        user.key(key)
        user.until(lambda before=before: user.state["focus"] != before, "the focus to go on")
    raise AssertionError(f"{key} does not lead to {name}: {user.state['focus']}")


def arrives(user, name):
    user.until(lambda: user.state["focus"] == name, f"the focus at {name}")


def rate(user):
    """Go back to the faces, there with the arrows, and on again as one stop of Tab."""
    user.key("shift+Tab")
    arrives(user, "usero_rating_4")
    user.key("Home")
    arrives(user, "usero_rating_1")
    user.key("Right", "Right")
    arrives(user, "usero_rating_3")
    user.key("Tab")
    arrives(user, "usero_comment")


def add_and_remove_a_picture(user):
    user.key("Tab")
    arrives(user, "usero_add_screenshot")
    user.key("Return")
    user.place("usero_picture_window")
    user.key("Down", "Return")
    user.until(lambda: user.ask("thumbnails") == 1, "the picture")
    arrives(user, "usero_add_screenshot")
    user.key("Tab", "Delete")
    user.until(lambda: user.ask("thumbnails") == 0, "the picture to go")
    arrives(user, "usero_add_screenshot")


def share_an_address_and_send(user):
    walk(user, "usero_share_email")
    user.key("space")
    arrives(user, "usero_email")
    user.type("mira@example.org")
    walk(user, "usero_send")
    user.key("space")
    user.until_words("Thank you!")
    user.until_story("delivered")
    arrives(user, "usero_comment")


def find_a_report_and_delete_it(user):
    """Find the report that was refused, and delete it by the menu of its card."""
    walk(user, "usero_more", "shift+Tab")
    user.key("space")
    user.place("usero_more_reports")
    # The second entry, below what shows what is sent.
    user.key("Down", "Down", "Return")
    user.until_words("Refused some time ago")
    arrives(user, "usero_back")
    walk(user, "usero_report_edit")
    # What a card offers is in its menu, too.
    user.key("Menu")
    user.until(lambda: user.ask("place", "usero_report_menu") is not None, "the menu")
    user.key("Up", "Return")
    arrives(user, "usero_action_keep")
    user.key("Tab")
    arrives(user, "usero_action_delete")
    user.key("Return")
    user.until(lambda: "Refused some time ago" not in user.state["words"], "it to go")
    arrives(user, "usero_wipe")


def test_everything_is_done_by_keyboard_and_the_focus_ends_where_it_began(tmp_path):
    data = tmp_path / "data"
    refused(data, rating=1, comment="Refused some time ago")
    with running(InboxConfig()) as inbox, desk(inbox.url, data, kind="field") as user:
        user.ask("focus", "host_field")
        arrives(user, "host_field")
        walk(user, "usero_launcher")
        user.key("Return")
        arrives(user, "usero_comment")
        user.type("No mouse at all")

        rate(user)
        add_and_remove_a_picture(user)
        share_an_address_and_send(user)
        find_a_report_and_delete_it(user)
        user.key("Escape")
        arrives(user, "usero_comment")
        user.key("Escape")
        user.until(lambda: not user.state["open"], "the panel to close")
        arrives(user, "usero_launcher")
        walk(user, "host_field", "shift+Tab")
        entry, pictures = newest(inbox)

    assert (entry["rating"], entry["comment"]) == (3, "No mouse at all")
    assert (entry["userEmail"], pictures) == ("mira@example.org", [])
    with usero.Feedback("client_demo", data_dir=data) as feedback:
        assert feedback.reports() == ()


def test_shift_f10_opens_a_cards_menu_and_a_call_from_a_field_ends_in_it(tmp_path):
    data = tmp_path / "data"
    refused(data, rating=2, comment="Kept here")
    with running(InboxConfig()) as inbox, desk(inbox.url, data, kind="field") as user:
        user.ask("focus", "host_field")
        arrives(user, "host_field")
        # A shortcut of the host's does this.
        user.ask("handle", "open")
        arrives(user, "usero_comment")
        walk(user, "usero_action_show", "shift+Tab")
        user.key("Return")
        user.until_words("Kept here")
        walk(user, "usero_report_delete")
        user.key("shift+F10")
        user.until(lambda: user.ask("place", "usero_report_menu") is not None, "the menu")
        user.key("Escape")
        user.until(lambda: user.ask("place", "usero_report_menu") is None, "the menu to go")
        arrives(user, "usero_report_delete")
        user.key("Escape")
        arrives(user, "usero_comment")
        user.key("Escape")
        arrives(user, "host_field")
        user.type("!")
        user.until(lambda: user.ask("text", "host_field").endswith("!"), "what was typed")
        assert user.ask("text", "host_field") == "the host's!"
