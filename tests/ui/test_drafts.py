"""What was written and not sent outlives the widget it was written in, for the process's life."""

from __future__ import annotations

import gc
import weakref

import pytest
from ui.form import Form, flush_deletes
from ui.shelf import Shelf, refused

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.form import drafts


def write(form, comment, *, pictures=0):
    form.choose(3)
    form.type(comment)
    form.click(form.share)
    form.email.setText("mira@example.org")
    if pictures:
        form.attach_pictures(pictures)
        form.wait_for_pictures(pictures)


def content(form):
    return (
        form.rating, form.comment.toPlainText(), form.share.isChecked(), form.email.text(),
        len(form.thumbnails),
    )  # fmt: skip


WRITTEN = (3, "Half a sentence", True, "mira@example.org", 2)
EMPTY = (None, "")


def until_open(qtbot, widget):
    qtbot.waitUntil(lambda: widget.is_open)


def test_a_panel_that_was_open_when_its_widget_was_destroyed_opens_again_as_it_was(
    qtbot, window, attach
):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence", pictures=2)
    first.destroy()
    opened = []
    second = attach(window, on_open=lambda: opened.append(True))
    flush_deletes()
    assert opened == [] or second.is_open
    until_open(qtbot, second)
    form = Form(qtbot, window)
    form.wait_for_pictures(2)

    assert content(form) == WRITTEN
    assert opened == [True]
    assert form.comment.hasFocus()


def test_what_was_restored_is_sent_as_it_was_written(qtbot, window, attach, inbox):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence", pictures=2)
    first.destroy()
    flush_deletes()
    second = attach(window)
    until_open(qtbot, second)
    form = Form(qtbot, window)
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()

    assert (report.rating, report.comment, report.user_email) == WRITTEN[:2] + WRITTEN[3:4]
    assert len(report.screenshots) == 2
    second.destroy()
    flush_deletes()
    attach(window).open()
    assert content(Form(qtbot, window))[:2] == EMPTY, "what was delivered does not come back"


def test_a_panel_that_the_user_closed_stays_closed_and_keeps_the_words(qtbot, window, attach):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence", pictures=2)
    first.close()
    first.destroy()
    flush_deletes()
    second = attach(window)
    qtbot.wait(50)
    assert not second.is_open
    second.open()
    form = Form(qtbot, window)
    form.wait_for_pictures(2)

    assert content(form) == WRITTEN


@pytest.mark.parametrize("way", ["deleted", "closed", "handle"])
def test_words_outlive_a_window_that_qt_deletes(qtbot, attach, another, way):
    window = another()
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence", pictures=2)
    if way == "deleted":
        window.deleteLater()
    elif way == "closed":
        window.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        window.close()
    else:
        first.deleteLater()
    flush_deletes()
    window = another()
    second = attach(window)
    until_open(qtbot, second)
    form = Form(qtbot, window)
    form.wait_for_pictures(2)

    assert content(form) == WRITTEN


def test_a_window_that_is_not_shown_yet_opens_its_panel_once_it_is(qtbot, window, attach):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence")
    first.destroy()
    later = QtWidgets.QMainWindow()
    qtbot.addWidget(later)
    second = attach(later)
    qtbot.wait(50)
    assert not second.is_open
    later.resize(1000, 760)
    later.show()
    until_open(qtbot, second)

    assert Form(qtbot, later).comment.toPlainText() == "Half a sentence"


@pytest.mark.parametrize("left", ["nothing", "blanks", "an address that is not shared"])
def test_an_empty_form_is_no_draft(qtbot, window, attach, left):
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    if left == "blanks":
        form.type("  ")
    elif left != "nothing":
        form.click(form.share)
        form.email.setText("mira@example.org")
        form.click(form.share)
    first.destroy()
    flush_deletes()
    second = attach(window)
    qtbot.wait(50)

    assert not second.is_open
    second.open()
    assert content(Form(qtbot, window)) == (None, "", False, "", 0)


def test_another_project_or_server_does_not_see_it(qtbot, window, attach):
    first = attach(window)
    first.open()
    Form(qtbot, window).type("For you alone.")
    first.destroy()
    for options in ({"client_id": "client_other"}, {"base_url": "http://127.0.0.1:1"}):
        flush_deletes()
        other = attach(window, **options)
        qtbot.wait(20)
        assert not other.is_open
        other.open()
        assert Form(qtbot, window).comment.toPlainText() == ""
        other.destroy()
    flush_deletes()

    until_open(qtbot, attach(window))
    assert Form(qtbot, window).comment.toPlainText() == "For you alone."


def test_what_is_being_changed_and_what_was_begun_before_it_come_back(
    qtbot, window, attach, tmp_path, inbox
):
    mine = refused(tmp_path / "data", comment="Refused.")
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.type("Begun.")
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1)
    shelf.press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "Refused.")
    form.comment.setPlainText("Changed.")
    first.destroy()
    flush_deletes()
    second = attach(window)
    until_open(qtbot, second)
    form = Form(qtbot, window)
    form.wait_for(
        "You are changing a report that is not sent yet. What you had begun comes back after it."
    )
    assert form.comment.toPlainText() == "Changed."
    form.send()
    form.wait_for("Thank you!")

    assert form.comment.toPlainText() == "Begun."
    assert [report.comment for report in inbox.new()] == ["Changed."]
    assert mine not in {r.submission_id for r in second._backstage.session.feedback.reports()}


def test_an_address_that_the_host_hides_comes_back_with_its_field(qtbot, window, attach, inbox):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence")
    first.update(show_email_option=False)
    first.destroy()
    flush_deletes()
    second = attach(window, show_email_option=False)
    until_open(qtbot, second)
    form = Form(qtbot, window)
    assert not form.has("email")
    second.update(show_email_option=True)
    assert content(form)[:4] == WRITTEN[:4]
    second.update(show_email_option=False)
    form.send()
    form.wait_for("Thank you!")

    assert [report.user_email for report in inbox.new()] == [None]


def test_attaching_where_nothing_was_left_makes_nothing(window, attach):
    widget = attach(window)

    assert widget._backstage.session is None
    assert widget._backstage.lease._writing is None


def test_drafts_of_many_windows_do_not_pile_up(qtbot, attach, another):
    widgets = []
    for number in range(drafts.MOST + 2):
        window = another()
        widgets.append(attach(window))
        widgets[-1].open()
        Form(qtbot, window).type(f"number {number}")
    for widget in widgets:
        widget.destroy()
    found = []
    for _ in range(drafts.MOST + 2):
        window = another()
        widgets.append(attach(window))
        widgets[-1].open()
        found.append(Form(qtbot, window).comment.toPlainText())

    assert found == ["number 4", "number 3", "number 2", "", ""]


def test_a_draft_keeps_no_window_alive(qtbot, attach, window):
    first = attach(window)
    first.open()
    write(Form(qtbot, window), "Half a sentence", pictures=2)
    first.close()
    first.destroy()
    flush_deletes()
    other = QtWidgets.QMainWindow()
    gone = weakref.ref(other)
    handle = weakref.ref(usero.attach(other, "client_demo", base_url=first._host.base_url))
    assert handle()._backstage.lease.draft.comment == "Half a sentence"
    del other
    gc.collect()
    assert (gone(), handle()) == (None, None), "nobody but the host holds its window"
    second = attach(window)
    second.open()

    assert Form(qtbot, window).comment.toPlainText() == "Half a sentence"
