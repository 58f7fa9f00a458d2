"""The main job: somebody says something, and it arrives."""

from __future__ import annotations

import pytest
from servers import free_port, reply, serving
from ui.form import Form, Key, Modifier, mime, striped

from usero_desktop.errors import Refused
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.model.submission import Receipt, SentReport
from usero_desktop.qt import QtWidgets

THANKS = "Thank you!"
SAVED = "Saved. It will be sent when you're back online."
ON_ITS_WAY = "Saved. It is still on its way."


def test_a_face_a_comment_an_address_and_a_picture_arrive(form, widget, inbox, qtbot):
    form.choose(4)
    form.type("Lovely table.")
    form.click(form.share)
    qtbot.keyClicks(form.email, "mira@example.org")
    QtWidgets.QApplication.clipboard().setMimeData(mime(image=striped()))
    form.add_picture("paste")
    form.wait_for_pictures(1)

    form.send()
    form.wait_for(THANKS)

    [report] = inbox.new()
    assert (report.rating, report.comment) == (4, "Lovely table.")
    assert report.user_email == "mira@example.org"
    [shot] = report.screenshots
    assert (shot.width, shot.height) == (40, 30)
    assert report.metadata["qt"]
    assert report.metadata["binding"].split()[0] in {"PySide6", "PyQt6"}


def test_after_thank_you_the_panel_stays_open_and_empty(form, widget, inbox, qtbot):
    form.choose(2)
    form.type("It is okay.")
    form.click(form.share)
    qtbot.keyClicks(form.email, "mira@example.org")
    form.send()
    form.wait_for(THANKS)

    assert widget.is_open
    assert form.panel.isVisible()
    assert form.rating is None
    assert form.comment.toPlainText() == ""
    assert not form.share.isChecked()
    assert not form.has("email")
    assert form.send_button.text() == "Send Feedback"
    assert form.comment.isEnabled()
    assert not form.comment.isReadOnly()


def test_queued_comes_first_then_delivered_once_with_on_submit(window, attach, inbox, qtbot):
    story = []
    widget = attach(window, on_submit=lambda report: story.append(("on_submit", report)))
    widget.queued.connect(lambda ticket: story.append(("queued", ticket)))
    widget.delivered.connect(lambda receipt: story.append(("delivered", receipt)))
    widget.failed.connect(lambda error: story.append(("failed", error)))
    widget.open()
    form = Form(qtbot, window)
    form.choose(3)
    form.send()
    form.wait_for(THANKS)
    qtbot.waitUntil(lambda: len(story) == 3)

    assert {name for name, _ in story} == {"queued", "delivered", "on_submit"}
    assert story.index(_first(story, "delivered")) < story.index(_first(story, "on_submit"))
    receipt = _first(story, "delivered")[1]
    assert isinstance(receipt, Receipt)
    assert inbox.ids() == {receipt.feedback_id}
    assert _first(story, "queued")[1].submission_id == receipt.submission_id
    report = _first(story, "on_submit")[1]
    assert isinstance(report, SentReport)
    assert (report.receipt, report.rating, report.comment) == (receipt, 3, None)
    assert report.metadata["submissionId"] == receipt.submission_id


def _first(story, name):
    return next(item for item in story if item[0] == name)


def test_two_reports_in_a_row_both_arrive(form, widget, inbox, qtbot):
    for number in (1, 4):
        form.choose(number)
        with qtbot.waitSignal(widget.delivered, timeout=20_000):
            form.send()
            assert not form.says(THANKS)
        form.wait_for(THANKS)

    assert sorted(report.rating for report in inbox.new()) == [1, 4]


def test_ctrl_return_in_the_comment_sends(form, inbox):
    form.type("Sent by keys.")
    form.key(Key.Key_Return, Modifier.ControlModifier, form.comment)
    form.wait_for(THANKS)

    assert [report.comment for report in inbox.new()] == ["Sent by keys."]


def test_return_in_the_comment_is_a_new_line(form):
    form.type("one")
    form.key(Key.Key_Return)
    form.type("two")

    assert form.comment.toPlainText() == "one\ntwo"


def test_an_empty_form_says_what_is_missing_and_sends_nothing(form, widget, inbox):
    form.send()

    assert form.says("Choose a face or write a comment.")
    assert form.send_button.text() == "Send Feedback"
    form.choose(1)
    assert not form.says("Choose a face or write a comment.")
    assert inbox.new() == []


def test_blank_lines_are_not_a_comment(form, inbox):
    form.type("   ")
    form.key(Key.Key_Return)
    form.send()

    assert form.says("Choose a face or write a comment.")


def test_a_refusal_is_shown_and_what_was_written_stays(window, attach, inbox, qtbot, caplog):
    errors = []
    widget = attach(window, "client_closed", on_error=errors.append)
    widget.open()
    form = Form(qtbot, window)
    form.choose(2)
    form.type("You will not have this.")
    with qtbot.waitSignal(widget.failed, timeout=20_000) as failed:
        form.send()

    [error] = failed.args
    assert isinstance(error, Refused)
    assert error.status == 403
    assert errors == [error]
    assert widget.is_open
    assert form.rating == 2
    assert form.comment.toPlainText() == "You will not have this."
    assert form.send_button.text() == "Send Feedback"
    assert not form.comment.isReadOnly()
    assert _banner_words(form)
    assert inbox.new() == []


def _banner_words(form):
    known = {"Share Feedback", "Send Feedback", "Add screenshot", "Share my email"}
    return [w for w in form.words if w not in known and "remaining" not in w]


def test_with_the_server_down_it_is_saved_at_once_and_sent_when_the_server_comes(
    window, attach, qtbot, monkeypatch
):
    from usero_desktop.ui.form import controller

    # Not the patience timer: the failed attempt itself must end the waiting.
    monkeypatch.setattr(controller, "PATIENCE_MS", 600_000)
    port = free_port()
    widget = attach(window, base_url=f"http://127.0.0.1:{port}")
    widget.open()
    form = Form(qtbot, window)
    form.choose(4)
    form.type("Written in a tunnel.")
    form.send()
    form.wait_for(SAVED)
    assert form.comment.toPlainText() == ""
    assert form.rating is None

    with running(InboxConfig(), port=port) as late:
        with qtbot.waitSignal(widget.delivered, timeout=30_000):
            widget._backstage.session.feedback.retry_now()
        [entry] = late.store.entries()

    assert entry.report.comment == "Written in a tunnel."
    assert form.says(THANKS)


def test_a_server_that_is_slow_is_not_waited_for_longer_than_the_patience(
    window, attach, qtbot, monkeypatch
):
    from usero_desktop.ui.form import controller

    monkeypatch.setattr(controller, "PATIENCE_MS", 50)
    with running(InboxConfig(latency=1.0)) as slow:
        widget = attach(window, base_url=slow.url)
        widget.open()
        form = Form(qtbot, window)
        form.choose(4)
        with qtbot.waitSignal(widget.delivered, timeout=30_000):
            form.send()
            form.wait_for(ON_ITS_WAY)
            assert slow.store.entries() == ()
        form.wait_for(THANKS)
        assert len(slow.store.entries()) == 1


@pytest.mark.parametrize("patience", [1, 600_000])
def test_who_is_online_is_not_told_to_come_online(window, attach, qtbot, monkeypatch, patience):
    from usero_desktop.ui.form import controller

    monkeypatch.setattr(controller, "PATIENCE_MS", patience)
    with serving(lambda *_: reply(503, {"error": "Internal server error"})) as broken:
        widget = attach(window, base_url=broken.url)
        widget.open()
        form = Form(qtbot, window)
        form.choose(4)
        form.send()
        form.wait_for("Saved. It will be sent later.")


def test_the_patience_is_three_seconds():
    from usero_desktop.ui.form import controller

    assert controller.PATIENCE_MS == 3000


def test_while_sending_the_form_is_locked_and_escape_does_not_close(window, attach, qtbot):
    with running(InboxConfig(latency=0.5)) as slow:
        widget = attach(window, base_url=slow.url)
        widget.open()
        form = Form(qtbot, window)
        form.choose(4)
        form.type("Patience.")
        form.send()

        assert form.send_button.text() == "Sending…"
        assert form.comment.isReadOnly()
        assert not form.face(1).isEnabled()
        assert not form.add.isEnabled()
        form.key(Key.Key_Escape, target=form.comment)
        assert widget.is_open
        form.send()
        form.send()

        form.wait_for(THANKS)
        assert len(slow.store.entries()) == 1
        form.key(Key.Key_Escape, target=form.comment)
        assert not widget.is_open


@pytest.mark.parametrize("how", ["close", "launcher"])
def test_the_cross_and_the_launcher_close_while_sending_and_the_report_still_arrives(
    window, attach, qtbot, how
):
    with running(InboxConfig(latency=0.5)) as slow:
        widget = attach(window, base_url=slow.url)
        widget.open()
        form = Form(qtbot, window)
        form.choose(4)
        with qtbot.waitSignal(widget.delivered, timeout=30_000):
            form.send()
            form.click(form.part("close") if how == "close" else form.launcher)
            assert not widget.is_open
        assert len(slow.store.entries()) == 1


def test_page_url_and_title_are_asked_at_send_on_the_gui_thread(window, attach, inbox, qtbot):
    import threading

    asked = []

    def page_url():
        asked.append(threading.current_thread())
        return "app://expenses/table"

    widget = attach(
        window, page_url=page_url, page_title=lambda: window.windowTitle() or "Untitled"
    )
    widget.open()
    form = Form(qtbot, window)
    assert asked == []
    form.choose(3)
    form.send()
    form.wait_for(THANKS)

    assert asked == [threading.main_thread()]
    [report] = inbox.new()
    assert report.page_url == "app://expenses/table"
    assert report.page_title == "Untitled"


def test_host_code_that_fails_at_send_does_not_keep_the_report(
    window, attach, inbox, qtbot, caplog
):
    def page_url():
        raise ZeroDivisionError

    widget = attach(window, page_url=page_url)
    widget.open()
    form = Form(qtbot, window)
    form.choose(3)
    form.send()
    form.wait_for(THANKS)

    assert "Your page_url callback failed" in caplog.text
    assert len(inbox.new()) == 1
