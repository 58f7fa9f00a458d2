"""Pointing at a control with the real pointer: the control does not feel it."""

from __future__ import annotations

import pytest
from flows.desk import desk, newest

pytestmark = pytest.mark.screen


def test_a_button_of_a_modal_dialog_is_pointed_at_and_not_pressed(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "ask")
        user.place("host_dialog")
        button = user.place("host_ok")
        user.click("usero_launcher")
        user.click("usero_rating_1")
        user.click("usero_add_screenshot")
        user.click("usero_picture_point")
        user.place("usero_pointing")
        left, top, width, height = button
        user.click_at(left + width // 2, top + height // 2)
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        assert user.ask("place", "host_dialog") is not None
        user.until_words("Screenshot 1 points at: OK (QPushButton)")
        user.until(lambda: user.ask("place", "usero_pointing") is None, "the cover to go")
        user.send()

    entry, [picture] = newest(inbox)
    [pointed] = entry["metadata"]["pointed"]
    assert (pointed["path"], pointed["name"]) == ("host_dialog/host_ok", "OK")
    assert (220, 38, 38) in {colour for _, colour in picture.getcolors(1_000_000)}
