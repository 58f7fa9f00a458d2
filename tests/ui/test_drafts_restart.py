"""With `keep_drafts` what was written and not sent comes back at the next start."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from servers import accepted_after, serving
from ui.form import Form, flush_deletes
from ui.review import Review
from ui.shelf import Shelf, refused

import usero_desktop as usero
from usero_desktop.core.drafts import FormDraft, draft_of
from usero_desktop.model.draft import Draft
from usero_desktop.outbox.drafts import KeptDraft, KeptSheet
from usero_desktop.paths import outbox_path
from usero_desktop.ui.form import drafts

AGAIN = "You wrote this last time and did not send it."


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def start(qtbot, window, attach, monkeypatch):
    """Begin a run of the program with `keep_drafts`, after the end of the one before."""
    monkeypatch.setattr("usero_desktop.ui.form.keeping.SAVE_MS", 50)
    widgets = []

    def start_(*, opened=True, **options):
        for widget in widgets:
            end(qtbot, widget)
        widget = attach(window, **({"keep_drafts": True} | options))
        widgets.append(widget)
        if opened:
            widget.open()
            qtbot.waitUntil(
                lambda: drafts.is_recalled(widget._backstage.lease._key) or not is_kept(widget)
            )
        return widget

    return start_


def is_kept(widget):
    return widget._host.keep_drafts


def end(qtbot, widget):
    """End a run: nothing is left in memory."""
    widget.destroy()
    flush_deletes()
    names = lambda: [thread.name for thread in threading.enumerate()]  # noqa: E731
    qtbot.waitUntil(lambda: "usero-end" not in names(), timeout=20_000)
    drafts.forget_all()


def on_disk(data):
    """The bodies of the drafts on the disk."""
    path = outbox_path("client_demo", data)
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        try:
            return [body for (body,) in db.execute("SELECT body FROM draft")]
        except sqlite3.OperationalError:  # it is being made, or written
            return None


def until_on_disk(qtbot, data, words):
    qtbot.waitUntil(lambda: words in "".join(on_disk(data) or []), timeout=20_000)


def until_off_disk(qtbot, data):
    qtbot.waitUntil(lambda: on_disk(data) == [], timeout=20_000)


def words(form):
    return form.comment.toPlainText()


def test_what_was_written_comes_back_at_the_first_open_after_a_restart(qtbot, window, start, inbox):
    start()
    form = Form(qtbot, window)
    form.choose(3)
    form.type("Half a sentence")
    form.click(form.share)
    form.email.setText("mira@example.org")
    form.attach_pictures(2)
    form.wait_for_pictures(2)
    widget = start(opened=False)
    assert not widget.is_open, "a program that starts opens no panel"
    widget.open()
    form = Form(qtbot, window)
    form.wait_for(AGAIN)
    form.wait_for_pictures(2)

    assert (form.rating, words(form)) == (3, "Half a sentence")
    assert (form.share.isChecked(), form.email.text()) == (True, "mira@example.org")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    assert (report.comment, len(report.screenshots)) == ("Half a sentence", 2)


def test_without_the_option_nothing_is_written_down(qtbot, window, start, data):
    widget = start(keep_drafts=False)
    form = Form(qtbot, window)
    form.type("Not for the disk.")
    widget.close()
    start(keep_drafts=False)

    assert not [p for p in data.rglob("*") if p.is_file() and b"Not for" in p.read_bytes()]
    assert words(Form(qtbot, window)) == ""


def test_it_is_saved_while_the_user_writes_and_never_on_the_guis_thread(
    qtbot, window, start, data, monkeypatch
):
    threads, save = [], FormDraft.save
    monkeypatch.setattr(
        FormDraft, "save", lambda *a: threads.append(threading.current_thread()) or save(*a)
    )
    start()
    form = Form(qtbot, window)
    form.type("Saved")
    until_on_disk(qtbot, data, "Saved")
    form.type(" again")
    until_on_disk(qtbot, data, "Saved again")

    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_closing_the_panel_saves_at_once(qtbot, window, start, data, monkeypatch):
    monkeypatch.setattr("usero_desktop.ui.form.keeping.SAVE_MS", 600_000)
    widget = start()
    Form(qtbot, window).type("Saved.")
    widget.close()

    until_on_disk(qtbot, data, "Saved.")


@pytest.mark.parametrize("way", ["delivered", "emptied", "cleared", "deleted", "option"])
def test_it_is_deleted_once_it_is_no_draft_any_more(qtbot, window, start, data, way):
    widget = start()
    form = Form(qtbot, window)
    form.type("Not for ever.")
    until_on_disk(qtbot, data, "Not for ever.")
    if way == "delivered":
        form.send()
        form.wait_for("Thank you!")
    elif way == "emptied":
        form.comment.setPlainText("")
    elif way == "cleared":
        Shelf(form, qtbot).choose("clear")
    elif way == "deleted":
        with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
            widget.delete_my_data()
    else:
        widget.update(keep_drafts=False)
    until_off_disk(qtbot, data)
    form.wait_for("Send Feedback")
    start()
    qtbot.wait(50)

    assert words(Form(qtbot, window)) == ""


def test_what_came_back_can_be_cleared_and_that_be_undone(qtbot, window, start, data):
    start()
    Form(qtbot, window).type("Old words.")
    start()
    form = Form(qtbot, window)
    form.wait_for(AGAIN)
    form.click(form.part("action_clear"))
    assert words(form) == ""
    until_off_disk(qtbot, data)
    form.click(form.part("action_undo"))
    assert words(form) == "Old words."

    until_on_disk(qtbot, data, "Old words.")


def test_a_second_window_does_not_show_the_words_of_the_first(
    qtbot, window, start, attach, another, data
):
    start()
    Form(qtbot, window).type("In the first.")
    until_on_disk(qtbot, data, "In the first.")
    second = another()
    attach(second, keep_drafts=True).open()
    qtbot.wait(100)
    form = Form(qtbot, second)
    assert words(form) == ""
    form.type("x")
    form.comment.setPlainText("")
    qtbot.wait(50)

    assert "In the first." in "".join(on_disk(data)), "an empty form deletes its own draft only"


def test_the_option_can_be_switched_on_with_words_in_the_form(qtbot, window, start, data):
    widget = start(keep_drafts=False)
    Form(qtbot, window).type("Written before.")
    widget.update(keep_drafts=True)

    until_on_disk(qtbot, data, "Written before.")


def test_words_that_are_quicker_than_the_disk_stay_and_the_old_ones_come_after_them(
    qtbot, window, start, attach, monkeypatch, inbox
):
    end(qtbot, written_before(qtbot, window, start))
    gate, load = threading.Event(), FormDraft.load
    monkeypatch.setattr(FormDraft, "load", lambda self: gate.wait(20) and load(self))
    widget = attach(window, keep_drafts=True)
    widget.open()
    form = Form(qtbot, window)
    form.type("New words.")
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: widget._backstage.session.controller.desk.has_more)
    assert words(form) == "New words."
    form.send()
    form.wait_for("Thank you!")

    assert words(form) == "Old words."
    assert [report.comment for report in inbox.new()] == ["New words."]


def written_before(qtbot, window, start):
    widget = start()
    Form(qtbot, window).type("Old words.")
    return widget


def test_a_draft_that_cannot_be_read_now_is_not_written_over(
    qtbot, window, start, attach, data, monkeypatch, caplog
):
    end(qtbot, written_before(qtbot, window, start))
    load = FormDraft.load

    def fail(_self):
        raise usero.OutboxError("Busy.", code="outbox_locked")

    monkeypatch.setattr(FormDraft, "load", fail)
    widget = attach(window, keep_drafts=True)
    widget.open()
    qtbot.waitUntil(lambda: "cannot be read now: Busy." in caplog.text)
    form = Form(qtbot, window)
    form.type("New words.")
    widget.close()
    qtbot.wait(50)
    assert "Old words." in "".join(on_disk(data))
    monkeypatch.setattr(FormDraft, "load", load)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session.controller.desk.has_more)
    until_on_disk(qtbot, data, "New words.")

    assert "Old words." in "".join(on_disk(data))
    assert words(form) == "New words."


def test_where_nothing_can_be_kept_it_is_said_once_in_the_log_and_not_on_the_screen(
    qtbot, window, start, tmp_path, caplog
):
    (tmp_path / "file").write_text("no folder")
    widget = start(data_dir=tmp_path / "file")
    form = Form(qtbot, window)
    before = form.words
    for letter in "abc":
        form.type(letter)
        widget.close()
        widget.open()
    lines = lambda: [r.getMessage() for r in caplog.records if "not kept" in r.getMessage()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(lines()))
    qtbot.wait(50)

    assert len(lines()) == 1
    assert [w for w in form.words if "chars" not in w] == [w for w in before if "chars" not in w]
    assert words(form) == "abc"
    assert "abc" not in caplog.text


def test_a_changed_report_is_still_the_change_of_that_report_after_a_restart(
    qtbot, window, start, data, inbox
):
    mine = refused(data, comment="Refused.")
    start()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1)
    shelf.press("edit")
    qtbot.waitUntil(lambda: words(form) == "Refused.")
    form.comment.setPlainText("Changed.")
    widget = start()
    form = Form(qtbot, window)
    form.wait_for("You are changing a report that is not sent yet.")
    assert words(form) == "Changed."
    form.send()
    form.wait_for("Thank you!")

    assert [report.comment for report in inbox.new()] == ["Changed."]
    assert mine not in {r.submission_id for r in widget._backstage.session.feedback.reports()}


@pytest.mark.parametrize("goes", [False, True])
def test_what_is_queued_is_no_draft_on_the_disk_from_that_moment_on(
    qtbot, window, start, attach, data, goes, monkeypatch
):
    gate, submit = threading.Event(), usero.Feedback.submit_written

    def held(*arguments, **options):
        gate.wait(20)
        return submit(*arguments, **options)

    monkeypatch.setattr(usero.Feedback, "submit_written", held)
    released = threading.Event()
    with serving(accepted_after(released)) as server:
        widget = start(base_url=server.url)
        form = Form(qtbot, window)
        form.type("On its way.")
        until_on_disk(qtbot, data, "On its way.")
        form.send()
        qtbot.wait(100)
        assert "On its way." in "".join(on_disk(data)), "until it is safe elsewhere"
        if goes:
            widget.destroy()
        gate.set()
        until_off_disk(qtbot, data)
        if not goes:
            assert form.says("Sending…")
            widget.close()
            qtbot.wait(100)
            assert on_disk(data) == []
        released.set()


def test_a_form_deletes_no_draft_that_another_program_has_written_since(qtbot, window, start, data):
    widget = start()
    form = Form(qtbot, window)
    form.type("In this program.")
    until_on_disk(qtbot, data, "In this program.")
    with usero.Feedback("client_demo", base_url=widget._host.base_url, data_dir=data) as another:
        draft_of(another).save(KeptDraft("another", (KeptSheet(Draft(comment="In another.")),)))
    form.comment.setPlainText("")
    widget.close()
    widget._backstage.session.pool.close(20)

    assert "In another." in "".join(on_disk(data))


def test_what_was_switched_off_is_off_after_a_restart_too(qtbot, window, start, inbox):
    widget = start(metadata={"plan": "pro", "order": 7})
    page = Review(qtbot, window)
    page.type("Half a sentence")
    page.look()
    page.switch("plan")
    page.click(page.part("back"))
    widget.close()
    start(metadata={"plan": "pro", "order": 7})
    page = Review(qtbot, window)
    page.wait_for(AGAIN)
    report = page.sent(inbox)
    assert report.metadata["order"] == 7
    assert "plan" not in report.metadata
