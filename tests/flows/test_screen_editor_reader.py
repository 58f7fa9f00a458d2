"""Somebody who listens draws on a picture: every control is found by its name, every mark told."""

from __future__ import annotations

from flows.reading import needs_reader, nodes, read_desk

pytestmark = needs_reader

REACHED = {"push button", "radio button", "check box", "list", "scroll pane", "text"}


def ours(tree):
    [window] = [
        node for node in nodes(tree)
        if node["role"] in {"dialog", "frame"} and node["name"] == "Edit screenshot 1"
    ]  # fmt: skip
    return list(nodes(window))


def test_every_control_of_the_editor_has_a_name_and_a_mark_is_told_where_it_is(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data", size=(1800, 1300)) as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.act("push button", "Add screenshot", "Press")
        user.place("usero_picture_window")
        user.key("Down", "Return")
        reader.act("push button", "Edit screenshot 1", "Press")
        user.until(lambda: user.ask("marks") == [], "the editor")
        reader.act("radio button", "Arrow", "Toggle")
        user.until(lambda: user.state["active"] == "usero_editor", "its window to be active")
        user.ask("focus", "usero_editor_canvas")
        user.key("Return")
        user.until(lambda: bool(user.ask("marks")), "the arrow")
        told = reader.until(
            lambda: next(
                (n for n in ours(reader.ask("tree")) if n["name"] == "Picture to mark"
                 and n["description"].startswith("Arrow, 1 of 1, at ")), None),
            "the arrow to be told",
        )  # fmt: skip
        listed = [n for n in ours(reader.ask("tree")) if n["name"] == "Arrow 1"]
        parts = ours(reader.ask("tree"))
        reader.act("push button", "Done", "Press")
        user.until(lambda: user.ask("marks") is None, "the editor to close")
        reader.hears("Screenshot updated")

    reached = [(p["role"], p["name"]) for p in parts if "focusable" in p["states"]]
    assert len(listed) == 1
    assert "focusable" in told["states"]
    assert [one for one in reached if not one[1]] == []
    names = [one for one in reached if one[0] not in {"list item", "table cell"}]
    assert len(set(names)) == len(names), names
