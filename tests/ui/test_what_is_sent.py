"""What is sent: seen before Send as it arrives, and without what the user has switched off."""

from __future__ import annotations

import json

import pytest
from recordings import recording
from ui.form import mime, noisy
from ui.review import PATIENCE, THANKS, Review

from usero_desktop.model import wire
from usero_desktop.qt import QtCore, QtWidgets

ADA = {"id": "u_1", "email": "ada@example.com", "display_name": "Ada", "traits": {"seats": 3}}
ORDER = {"id": 17, "lines": [{"sku": "A-1", "n": 2}], "paid": False}


class Adds:
    """A plugin that adds what it is told to."""

    name = "adds"

    def __init__(self, metadata, *, needs_gui=False):
        self.metadata, self.needs_gui, self.threads = metadata, needs_gui, []

    def on_feedback_submit(self, context, submission):
        self.threads.append(QtCore.QThread.currentThread())
        return {"metadata": self.metadata}


@pytest.fixture
def page(qtbot, window):
    return Review(qtbot, window)


@pytest.fixture
def shown(attach, window, page):
    """Attach with options, write a little, and look at what is sent."""

    def show(**options):
        widget = attach(window, **options)
        widget.open()
        page.choose(3)
        page.type("Hello")
        page.look()
        return widget

    return show


def back(page):
    page.click(page.part("back"))


def test_what_is_shown_is_what_the_inbox_gets(shown, page, inbox, qapp):
    plugin = Adds({"log": ["one", "two"]})
    shown(metadata={"order": ORDER}, plugins=[plugin], app_name="Ledger", user=ADA)
    page.click(page.part("review_copy"))
    page.wait_for("Copied.")
    copied = json.loads(qapp.clipboard().text())
    back(page)
    report = page.sent(inbox)
    assert copied.pop("clientId") == "client_demo"
    got = {
        "rating": report.rating, "comment": report.comment, "pageUrl": report.page_url,
        "pageTitle": report.page_title, "metadata": dict(report.metadata),
    }  # fmt: skip
    assert json.dumps(copied) == json.dumps(got)
    assert copied["metadata"]["submissionId"] == report.metadata["submissionId"]


def test_every_part_of_it_stands_on_the_page(shown, page, qtbot):
    shown(metadata={"order": ORDER}, plugins=[Adds({"log": ["one", "two"]})], user=ADA)
    assert page.section("written") == [
        "Your report", "Rating", "Pretty good", "Comment", "Hello", "Email", "Not shared",
    ]  # fmt: skip
    details = page.section("details")
    for key, value in (("log", "• one\n• two"), ("binding", None), ("userId", "u_1")):
        assert key in details
        assert value is None or value in details
    assert page.section("person")[2:] == [
        "id", "u_1", "email", "ada@example.com", "displayName", "Ada", "seats", "3",
    ]  # fmt: skip
    assert {"Address", "app://app/"} < set(page.section("place"))
    assert "client_demo" in page.section("goes")


def test_pictures_are_shown_with_their_pixels_and_bytes_and_one_that_comes_later_follows(
    shown, page, qtbot
):
    widget = shown()
    assert page.section("shots") == ["Screenshots", "None"]
    widget._backstage.session.adder.take_dropped(mime(image=noisy(40, 30)))
    qtbot.waitUntil(lambda: "None" not in page.section("shots"), timeout=PATIENCE)
    [said] = page.section("shots")[1:]
    size = len(widget._backstage.session.controller.state.draft.pictures[0].data)
    assert said == "Screenshot 1 · 40 \u00d7 30 · " + f"{size / 1000:.1f}\u00a0kB"


def test_an_address_that_is_shared_is_shown(attach, window, page):
    attach(window).open()
    page.click(page.share)
    page.email.setText("me@example.com")
    page.look()
    assert page.section("written")[-2:] == ["Email", "me@example.com"]


def test_a_key_that_is_switched_off_does_not_arrive_a_plugins_neither(shown, page, inbox):
    shown(metadata={"order": ORDER, "plan": "pro"}, plugins=[Adds({"log": ["one"]})])
    for key in ("order", "log", "binding", "Address"):
        page.switch(key)
    back(page)
    report = page.sent(inbox)
    assert not {"order", "log", "binding"} & report.metadata.keys()
    assert report.metadata["plan"] == "pro"
    assert report.page_url is None


def test_switched_off_is_what_a_copy_holds_at_once(shown, page, qapp):
    shown(metadata={"plan": "pro"})
    page.switch("plan")
    page.click(page.part("review_copy"))
    page.wait_for("Copied.")
    assert "plan" not in json.loads(qapp.clipboard().text())["metadata"]


def test_all_can_be_switched_off_and_on_again(shown, page, inbox):
    shown(metadata={"plan": "pro", "order": ORDER}, required_metadata=["order"])
    page.click(page.part("review_all"))
    assert not any(box.isChecked() for box in page.switches().values())
    page.click(page.part("review_all"))
    assert all(box.isChecked() for box in page.switches().values())
    page.click(page.part("review_all"))
    back(page)
    report = page.sent(inbox)
    assert report.metadata.keys() == {"order", "submissionId"}
    assert report.page_url is None


def test_what_the_host_needs_has_no_switch_and_travels(shown, page, window, qtbot):
    widget = shown(metadata={"order": ORDER, "plan": "pro"}, required_metadata=("order",))
    assert "order" not in page.switches()
    assert page.section("details").count("always sent") == 2  # and submissionId
    widget.update(required_metadata=None)
    qtbot.waitUntil(lambda: "order" in page.switches(), timeout=PATIENCE)


def test_what_is_off_stays_off_where_the_host_comes_to_need_it(shown, page, inbox, qtbot):
    widget = shown(metadata={"plan": "pro"})
    page.switch("plan")
    widget.update(required_metadata=("plan",))
    back(page)
    assert "plan" not in page.sent(inbox).metadata


def test_switched_off_holds_over_closing_and_for_the_next_report(shown, page, inbox, qtbot):
    widget = shown(metadata={"plan": "pro"})
    page.switch("plan")
    widget.close()
    widget.open()
    assert not page.is_shown
    assert "plan" not in page.sent(inbox).metadata
    page.choose(4)
    page.look()
    assert not page.switches()["plan"].isChecked()
    page.switch("plan")
    back(page)
    assert page.sent(inbox).metadata["plan"] == "pro"


def test_who_is_switched_off_is_not_told_to_the_server(shown, page, inbox):
    shown(user=ADA)
    page.switch("anonymousId")
    assert not page.switches()["userId"].isChecked()
    page.wait_for("It is not told: switched off below.")
    back(page)
    assert not {"userId", "anonymousId"} & page.sent(inbox).metadata.keys()


def test_what_the_user_has_not_seen_does_not_leave_once_they_have_looked(shown, page, inbox):
    plugin = Adds({"log": 1})
    widget = shown(metadata={"plan": "pro"}, plugins=[plugin])
    back(page)
    plugin.metadata = {"log": 2, "late": 3}
    widget.update(metadata={"plan": "free", "new": 1})
    report = page.sent(inbox)
    assert (report.metadata["plan"], report.metadata["log"]) == ("free", 2)
    assert not {"late", "new"} & report.metadata.keys()
    page.choose(4)  # nobody has looked at this one
    assert page.sent(inbox).metadata["late"] == 3


def test_the_page_follows_what_the_host_changes(shown, page, qtbot):
    widget = shown(metadata={"plan": "pro"})
    box = page.switches()["plan"]
    widget.update(metadata={"plan": "free", "seats": 3})
    qtbot.waitUntil(lambda: "seats" in page.switches(), timeout=PATIENCE)
    assert "free" in page.section("details")
    assert page.switches()["plan"] is box


def test_who_is_identified_while_it_is_open_is_shown(shown, page, qtbot):
    widget = shown(user=ADA)
    widget.identify(
        {"id": "u2", "email": "bob@example.org", "traits": {"email": "other@example.org"}}
    )
    qtbot.waitUntil(lambda: "bob@example.org" in page.section("person"), timeout=PATIENCE)
    assert {"u2", "other@example.org"} <= set(page.section("person"))
    assert "u2" in page.section("details")
    widget.identify(None)
    qtbot.waitUntil(lambda: not page.has("review_person"), timeout=PATIENCE)


def test_a_plugin_that_needs_the_gui_thread_is_asked_there_and_others_are_not(shown, page, qapp):
    gui, other = Adds({"gui": 1}, needs_gui=True), Adds({"other": 1})
    other.name = "other"
    shown(plugins=[gui, other])
    assert {"gui", "other"} <= page.switches().keys()
    assert set(gui.threads) == {qapp.thread()}
    assert qapp.thread() not in other.threads


def test_values_are_the_scrubbed_ones_that_travel(shown, page, qapp):
    shown(metadata={"note": "password=hunter2hunter2", "api_key": "abc"})
    details = page.section("details")
    assert "password=[redacted]" in details
    assert "hunter2hunter2" not in str(details)


def test_a_recording_is_shown_by_its_length_and_size_and_can_be_left_out(shown, page, inbox):
    class Records(Adds):
        def on_feedback_submit(self, context, submission):
            return {"recording": recording(padding=40_000)}

    shown(plugins=[Records({})])
    [size] = [text for text in page.section("place") if text.startswith("30 seconds, 1")]
    assert size.endswith("kB")
    page.switch("Recording")
    assert page.sent(inbox).session_replay_id is None


def test_what_there_is_too_much_of_is_said_to_have_no_room(shown, page, qtbot):
    shown(metadata={"large": "x" * 6_000, "larger": "y" * 6_500})
    assert "no room left for it" in page.section("details")
    page.switch("large")
    qtbot.waitUntil(lambda: "no room left for it" not in page.section("details"), timeout=PATIENCE)


def test_a_report_without_a_word_in_it_can_be_looked_at(attach, window, page):
    attach(window).open()
    page.look()
    assert page.section("written")[1:] == [
        "Rating", "No rating", "Comment", "No comment", "Email", "Not shared",
    ]  # fmt: skip


def test_a_thousand_keys_come_in_pieces(shown, page, qtbot):
    shown(metadata={f"k{i}": i for i in range(300)})
    first = len(page.switches())
    assert first < 60
    more = page.part("review_rest")
    more.setFocus()
    qtbot.waitUntil(lambda: not more.visibleRegion().isEmpty(), timeout=PATIENCE)
    page.key(QtCore.Qt.Key.Key_Return)
    assert len(page.switches()) > first


def test_words_that_turn_lines_are_spelled_out(shown, page):
    shown(metadata={"odd": "a\u202eb\x07c", "rich": "<b>bold</b>"})
    details = page.section("details")
    assert "a\\u202eb\\u0007c" in details
    assert "<b>bold</b>" in details


def test_a_key_keeps_its_marks_at_their_side_in_a_panel_from_right_to_left(shown, page):
    shown(locale="ar", metadata={"total_": 1})
    box = page.switches()["total_"]
    assert (box.text(), box.accessibleName()) == ("\u2068total_\u2069", "total_")


def test_a_report_that_goes_out_meanwhile_is_followed_in_the_form(shown, page):
    widget = shown()
    widget._backstage.working().controller.send({})

    assert not page.is_shown
    page.wait_for(THANKS)


def test_the_size_is_that_of_the_body(shown, page):
    widget = shown()
    preview = widget._backstage.session.review.state.preview
    body = wire.feedback_body(preview.submission, ())
    locale = QtCore.QLocale("en")
    form = QtCore.QLocale.DataSizeFormat.DataSizeSIFormat
    words = locale.formattedDataSize(len(body), 1 if len(body) >= 1000 else 0, form)
    assert (
        page.part("review_size", QtWidgets.QLabel).text().replace("\u00a0", " ")
        == f"{words} in all"
    )
