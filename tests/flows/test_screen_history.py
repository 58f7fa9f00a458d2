"""A person who looks up what was sent: after a restart, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from flows.desk import desk

import usero_desktop as usero
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen


def send(user, words, count):
    user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
    user.type(words)
    user.click("usero_send")
    user.until_story("delivered", count)


def show_history(user):
    user.click("usero_more")
    user.click("usero_more_history")
    user.until(lambda: user.state["focus"] == "usero_back", "the list")


def remembered(data):
    with usero.Feedback("client_demo", data_dir=data) as feedback:
        return [entry.comment for entry in feedback.history()]


@pytest.mark.promise("B8")
def test_what_was_sent_is_found_after_a_restart_and_deleted_by_keyboard(tmp_path, figure):
    data = tmp_path / "data"
    with running(InboxConfig()) as inbox:
        with desk(inbox.url, data) as user:
            user.click("usero_launcher")
            send(user, "The first of two", 1)
            send(user, "The last of two", 2)
        with desk(inbox.url, data) as user:
            user.click("usero_launcher")
            user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
            show_history(user)
            user.until_words("The first of two")
            assert "The last of two" in user.state["words"]
            user.click_part("Delete, report 1")
            user.until(lambda: user.state["focus"] == "usero_action_keep", "the question")
            user.key("Tab")
            user.until(lambda: user.state["focus"] == "usero_action_delete", "the answer")
            user.key("Return")
            user.until(lambda: "The last of two" not in user.state["words"], "it to go")
            user.until(lambda: user.state["focus"] == "usero_report_delete", "the next one")
            user.key("Escape")
            user.until(lambda: user.state["focus"] == "usero_comment", "the form")
        assert len(inbox.store.entries()) == 2
    assert remembered(data) == ["The first of two"]
    files = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"The last of two" not in files
    figure("found after a restart, deleted: 0 bytes of it left here, both still at the server")
