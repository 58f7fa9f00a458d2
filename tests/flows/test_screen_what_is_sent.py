"""A person who wants to know what is sent, and does without a part of it."""

from __future__ import annotations

import json

import pytest
from flows.desk import desk, newest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen


def test_what_is_read_and_switched_off_by_mouse_and_keys_is_what_arrives(tmp_path):
    host = {"order": {"id": 17, "lines": ["A-1", "B-7"]}, "plan": "pro"}
    with (
        running(InboxConfig()) as inbox,
        desk(inbox.url, tmp_path / "data", metadata=host, required_metadata=["order"]) as user,
    ):
        user.click("usero_launcher")
        user.click("usero_rating_2")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        user.type("The total is wrong.")
        user.click("usero_more")
        user.click("usero_more_review")
        user.until_words("Copy as JSON")
        user.until(lambda: user.state["focus"] == "usero_back", "the focus on the way back")
        assert "The total is wrong." in user.state["words"]
        user.key("End")
        user.click_part("plan")
        user.until_words("not sent")
        user.key("shift+Tab", "space")  # the one before it: the context's last
        user.click("usero_review_copy")
        user.until_words("Copied.")
        copied = json.loads(user.ask("clipboard"))
        user.key("Escape")
        user.until(lambda: user.state["focus"] == "usero_more", "the focus where it was")
        user.send()
        entry, _ = newest(inbox)

    metadata = entry["metadata"]
    assert metadata == copied["metadata"]
    assert metadata["order"] == host["order"]
    assert not {"plan", "window"} & metadata.keys()
    assert metadata["submissionId"]
    assert (entry["rating"], entry["comment"]) == (copied["rating"], copied["comment"])
