"""A person whose report was refused: told, shown, changed, sent, or everything deleted."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest
from servers import free_port

import usero_desktop as usero
from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen

CLOSED = InboxConfig(clients=(Client("client_demo", ("https://app.example.com",)),))
REFUSED = (
    "This program's feedback project does not accept reports from desktop programs. "
    "Please tell the makers of this program."
)
LOGGED = "clear the domain allowlist in the project's settings"


def write_and_be_refused(user, words):
    user.click("usero_launcher")
    user.click("usero_rating_2")
    user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
    user.type(words)
    user.add_picture("window")
    user.click("usero_send")
    user.until_words(REFUSED)
    user.until_story("failed")


@pytest.mark.promise("B7")
def test_a_refused_report_is_found_again_after_a_restart_changed_and_sent(tmp_path, figure):
    data, port = tmp_path / "data", free_port()
    with running(CLOSED, port=port) as inbox, desk(inbox.url, data, logged=LOGGED) as user:
        write_and_be_refused(user, "Refused at first")
        assert inbox.store.entries() == ()

    with running(InboxConfig(), port=port) as inbox, desk(inbox.url, data) as user:
        user.click("usero_launcher")
        user.type("Begun meanwhile")
        user.until_words("1 report could not be sent.")
        user.click("usero_action_show")
        user.until_words(f"{REFUSED} It will be tried again once a day.")
        assert "1 screenshot" in user.state["words"]
        user.click_part("Edit, report 1")
        user.until(lambda: user.ask("comment") == "Refused at first", "the report in the form")
        user.until(lambda: user.ask("thumbnails") == 1, "its picture")
        user.key("ctrl+End")
        user.type(" and then not")
        user.send()
        assert user.ask("comment") == "Begun meanwhile"
        assert "1 report could not be sent." not in user.state["words"]

        entry, [picture] = newest(inbox)
        assert len(inbox.store.entries()) == 1
    assert (entry["rating"], entry["comment"]) == (2, "Refused at first and then not")
    assert picture.size == (760, 620)
    with usero.Feedback("client_demo", data_dir=data) as feedback:
        assert feedback.reports() == ()
    figure("refused, program ended; found, changed and sent by mouse after its restart")


@pytest.mark.promise("B7", "B8")
def test_by_keyboard_a_refused_report_is_shown_and_everything_is_deleted(tmp_path, figure):
    data = tmp_path / "data"
    with running(CLOSED) as inbox, desk(inbox.url, data, logged=LOGGED) as user:
        write_and_be_refused(user, "Delete me")
        user.key("Escape")
        user.until(lambda: not user.state["open"], "the panel to close")
        user.click("usero_launcher")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        for _ in range(12):
            if user.state["focus"] == "usero_more":
                break
            user.key("shift+Tab")
        user.until(lambda: user.state["focus"] == "usero_more", "the menu's button")
        user.key("space")
        user.place("usero_more_wipe")
        user.key("Up")
        user.key("Return")
        user.until(lambda: user.state["focus"] == "usero_action_keep", "the question")
        user.key("Tab")
        user.until(lambda: user.state["focus"] == "usero_action_wipe", "the button")
        user.key("space")
        user.until_words("Everything is deleted.")
        left = [path for path in data.rglob("*") if path.is_file()]
        held = b"".join(path.read_bytes() for path in left)
        user.key("Escape")
        user.until(lambda: user.state["focus"] == "usero_comment", "the form again")
        assert user.ask("comment") == ""

    assert b"Delete me" not in held
    figure("by keyboard: 0 bytes of the report left")
