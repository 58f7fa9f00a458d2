"""Somebody who listens: everything is found, pressed and heard through AT-SPI, and arrives."""

from __future__ import annotations

from flows.desk import newest
from flows.reading import needs_reader, nodes, read_desk
from ui.shelf import refused

pytestmark = needs_reader

FACES = ["Needs work, 1 of 4", "It's okay, 2 of 4", "Pretty good, 3 of 4", "Amazing!, 4 of 4"]
NOTHING = "Choose a face or write a comment."
BAD_ADDRESS = "This does not look like an email address."

# A filler is what Qt calls a widget that only holds others; a reader passes over it.
ROLES = {
    "application", "frame", "filler", "panel", "label", "image", "push button", "radio button",
    "check box", "text", "scroll bar",
}  # fmt: skip
NAMED = ROLES - {"filler", "application", "scroll bar"}


def ours(tree):
    """The panel and all that is in it."""
    found = [n for n in nodes(tree) if (n["role"], n["name"]) == ("panel", "Share Feedback")]
    assert len(found) == 1
    return list(nodes(found[0]))


def check(parts):
    """No part is without a name that needs one, or of a kind that nobody knows."""
    assert {part["role"] for part in parts} <= ROLES
    assert [p for p in parts if p["role"] in NAMED and not p["name"]] == []
    assert [p for p in parts if p["role"] == "filler" and "focusable" in p["states"]] == []
    reached = [(p["role"], p["name"]) for p in parts if "focusable" in p["states"]]
    assert len(set(reached)) == len(reached), reached
    for part in parts:
        assert "showing" in part["states"] or part["role"] in {"filler", "scroll bar"}, part
        assert set(part["relations"]) <= {"controller-for"}, part
        if part["role"] == "push button":
            assert part["actions"][0] == "Press", part


def test_by_ear_alone_a_report_is_written_and_heard_to_arrive(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data") as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.find("push button", "Close feedback")
        reader.act("radio button", "Amazing!, 4 of 4", "Toggle")
        reader.until(
            lambda: "checked" in reader.find("radio button", "Amazing!, 4 of 4")["states"],
            "the face to be chosen",
        )
        reader.write("Comments", "Written by ear")
        reader.act("check box", "Share email", "Toggle")
        reader.write("Email", "mira@example.org")
        reader.act("push button", "Send Feedback", "Press")
        reader.hears("Sending…")
        said = reader.hears("Thank you!")
        assert len(said) == 1, "it is said once"
        user.until_story("delivered")
        assert reader.focus()["name"] == "Comments"

    entry, _ = newest(inbox)
    assert (entry["rating"], entry["comment"]) == (4, "Written by ear")
    assert entry["userEmail"] == "mira@example.org"


def test_who_went_on_in_the_host_hears_of_the_thanks_there(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data", kind="field") as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.act("radio button", "Needs work, 1 of 4", "Toggle")
        user.ask("focus", "host_field")
        user.until(lambda: user.state["focus"] == "host_field", "the host's field")
        reader.act("push button", "Send Feedback", "Press")
        [(kind, _, role, name)] = reader.hears("Thank you!")
        assert kind in {"object:announcement", "object:property-change:accessible-description"}
        assert (role, name) == ("panel", "Share Feedback")
        assert user.state["focus"] == "host_field"


def test_what_is_wrong_is_heard_each_time_and_described_where_it_is(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data") as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.act("push button", "Send Feedback", "Press")
        reader.hears(NOTHING)
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        reader.has_heard_all()
        user.key("ctrl+Return")
        reader.hears(NOTHING)
        reader.has_heard_all()
        assert reader.find("text", "Comments")["description"] == NOTHING
        assert reader.find("panel", "Rate experience")["description"] == NOTHING
        assert reader.focus()["name"] == "Comments"

        reader.act("radio button", "Pretty good, 3 of 4", "Toggle")
        reader.until(
            lambda: reader.find("text", "Comments")["description"] != NOTHING, "it to be well"
        )
        reader.act("check box", "Share email", "Toggle")
        reader.write("Email", "mira at home")
        reader.act("push button", "Send Feedback", "Press")
        reader.hears(BAD_ADDRESS)
        reader.until(
            lambda: reader.find("text", "Email")["description"] == BAD_ADDRESS, "it at its field"
        )
        assert reader.focus()["name"] == "Email"


def test_pictures_that_come_and_go_are_heard_and_so_is_the_end_of_the_room(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data") as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.act("push button", "Add screenshot", "Press")
        user.place("usero_picture_window")
        user.key("Down", "Return")
        reader.hears("Screenshot 1 added")
        assert reader.find("image", "Screenshot 1")
        reader.act("push button", "Remove screenshot 1", "Press")
        reader.hears("Screenshot removed")

        reader.write("Comments", "x" * 955)
        reader.hears("45 chars remaining")
        reader.write("Comments", "x" * 1000)
        reader.hears("0 chars remaining")


def test_every_part_of_the_form_has_a_name_a_role_and_a_state(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data") as (user, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.act("check box", "Share email", "Toggle")
        reader.act("push button", "Add screenshot", "Press")
        user.place("usero_picture_window")
        user.key("Down", "Return")
        reader.find("image", "Screenshot 1")
        tree = reader.ask("tree")

    parts = ours(tree)
    check(parts)
    named = {(part["role"], part["name"]): part for part in parts}
    group = named["panel", "Rate experience"]
    assert [(child["role"], child["name"]) for child in group["children"]] == [
        ("radio button", name) for name in FACES
    ]
    assert all("checkable" in child["states"] for child in group["children"])
    assert "multi-line" in named["text", "Comments"]["states"]
    assert "editable" in named["text", "Email"]["states"]
    assert "checked" in named["check box", "Share email"]["states"]
    [shot] = named["panel", "Screenshots"]["children"]
    assert (shot["role"], shot["name"]) == ("image", "Screenshot 1")
    launcher = [n for n in nodes(tree) if n["name"] == "Close feedback"]
    assert [n["role"] for n in launcher] == ["push button"]


def test_a_panel_in_a_dialog_of_its_own_is_that_dialog_and_its_menu_is_read(inbox, tmp_path):
    with read_desk(inbox.url, tmp_path / "data") as (user, reader):
        user.ask("window", "resize", 420, 380)
        user.until(lambda: user.ask("client")[2:] == [420, 380], "the new size")
        reader.act("push button", "Open feedback", "Press")
        reader.find("dialog", "Share Feedback")
        reader.find("radio button", "Amazing!, 4 of 4")
        tree = reader.ask("tree")
        reader.act("push button", "More", "Press")
        user.place("usero_more_reports")
        # No window of the program's in the tree: one comes to it by the focus.
        for name in ("What is sent", "Unsent reports", "Sent reports", "Delete my data…"):
            user.key("Down")
            reader.until(lambda name=name: reader.reads("menu item", name), name)

    [dialog] = [n for n in nodes(tree) if n["role"] == "dialog"]
    names = [n["name"] for n in nodes(dialog) if n["role"] in {"dialog", "panel"}]
    assert names.count("Share Feedback") == 1, "it is not said twice"


def test_every_part_of_the_list_of_reports_has_a_name_and_what_it_asks_is_heard(inbox, tmp_path):
    for number in (1, 2):
        refused(tmp_path / "data", rating=number, comment=f"Number {number}")
    with read_desk(inbox.url, tmp_path / "data") as (_, reader):
        reader.act("push button", "Open feedback", "Press")
        reader.hears("2 reports could not be sent.")
        reader.act("push button", "Show", "Press")
        reader.find("push button", "Delete, report 2")
        parts = ours(reader.ask("tree"))
        reader.act("push button", "Delete, report 2", "Press")
        reader.hears("Delete this report? It cannot be brought back.")
        assert reader.focus()["name"] == "Keep"

    check(parts)
    [listed] = [p for p in parts if (p["role"], p["name"]) == ("panel", "Unsent reports")]
    cards = [child for child in listed["children"] if child["role"] == "panel"]
    assert [card["name"].split(", ")[0] for card in cards] == ["Could not be sent"] * 2
    assert [card["name"][-6:] for card in cards] == ["1 of 2", "2 of 2"]
    faces = [part["name"] for part in parts if part["role"] == "image"]
    assert sorted(faces) == ["It's okay", "Needs work"]
