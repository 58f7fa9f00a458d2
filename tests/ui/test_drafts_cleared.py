""" "Clear the form", and taking that back."""

from __future__ import annotations

import threading

from ui.form import Form, Key, flush_deletes, mime, striped
from ui.shelf import Shelf, kept, refused

from usero_desktop.core.pool import Pool
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.capture.intake import jobs_of

EMPTY = "The form was cleared."


def entry(form):
    """Open the "…" menu and return what clears the form, and close the menu again."""
    form.click(form.part("more"))
    menu = QtWidgets.QApplication.activePopupWidget()
    action = next(a for a in menu.actions() if a.objectName() == "usero_more_clear")
    assert action.text() == "Clear the form"
    is_enabled = action.isEnabled()
    menu.close()
    return is_enabled


def clear(form, qtbot):
    Shelf(form, qtbot).choose("clear")


def content(form):
    return form.rating, form.comment.toPlainText(), form.share.isChecked(), len(form.thumbnails)


def fill(form):
    form.choose(2)
    form.type("Not this.")
    form.click(form.share)
    form.email.setText("mira@example.org")
    form.attach_pictures(1)
    form.wait_for_pictures(1)


def test_the_form_can_be_cleared_and_that_be_undone(qtbot, form):
    fill(form)
    before = content(form)
    clear(form, qtbot)
    assert content(form) == (None, "", False, 0)
    assert form.says(EMPTY)
    assert form.comment.hasFocus()
    form.click(form.part("action_undo"))

    assert content(form) == before
    assert form.email.text() == "mira@example.org"
    assert not form.says(EMPTY)


def test_an_address_that_was_typed_goes_as_well(qtbot, form):
    fill(form)
    clear(form, qtbot)
    form.click(form.share)

    assert form.email.text() == ""


def test_an_empty_form_cannot_be_cleared(qtbot, form):
    qtbot.waitUntil(lambda: form.says("Send Feedback"))
    assert not entry(form)
    form.type("a")
    assert entry(form)
    form.key(Key.Key_Backspace, target=form.comment)
    assert not entry(form)


def test_nothing_is_cleared_while_something_is_under_way(qtbot, form, widget):
    gate, pictures = threading.Event(), Pool(threads=1)
    form.type("With a picture.")
    [job], _ = jobs_of(mime(image=striped()), PictureSource.CLIPBOARD)
    session = widget._backstage.session
    session.controller.pictures.add([lambda: gate.wait(20) and job()], pool=pictures)
    assert not entry(form), "a picture would come into a form that was cleared"
    form.send()
    assert not entry(form)
    session.controller.keeping.clear()
    assert form.comment.toPlainText() == "With a picture."
    gate.set()
    form.wait_for("Thank you!")
    pictures.close(20)


def test_once_the_user_writes_on_there_is_nothing_to_undo(qtbot, form):
    fill(form)
    clear(form, qtbot)
    form.type("Something else.")

    assert form.says(EMPTY), "nothing moves under the user's hands"
    assert not form.has("action_undo")


def test_a_picture_that_came_since_waits_below_what_is_put_back(qtbot, form, inbox):
    form.type("First.")
    clear(form, qtbot)
    form.attach_pictures(1)
    form.wait_for_pictures(1)
    form.click(form.part("action_undo"))
    assert content(form) == (None, "First.", False, 0)
    form.send()
    form.wait_for("Thank you!")

    assert [report.comment for report in inbox.new()] == ["First."]
    assert len(form.thumbnails) == 1


def test_a_report_that_is_being_changed_stays_as_it_is_kept(qtbot, window, attach, tmp_path):
    refused(tmp_path / "data", comment="Refused.")
    attach(window).open()
    form = Form(qtbot, window)
    form.type("Begun.")
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1)
    shelf.press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "Refused.")
    form.comment.setPlainText("Changed.")
    clear(form, qtbot)
    assert form.comment.toPlainText() == ""
    assert [record.submission.comment for record in kept(tmp_path / "data")] == ["Refused."]
    form.click(form.part("action_undo"))

    assert form.comment.toPlainText() == "Changed."
    form.click(form.part("action_leave"))
    assert form.comment.toPlainText() == "Begun."


def test_what_was_cleared_does_not_come_back_with_the_next_panel(qtbot, window, attach):
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.type("Not this.")
    clear(form, qtbot)
    first.destroy()
    flush_deletes()
    second = attach(window)
    second.open()

    assert Form(qtbot, window).comment.toPlainText() == ""


def test_deleting_everything_takes_what_was_cleared_with_it(qtbot, form, widget):
    form.type("Not this.")
    clear(form, qtbot)
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()

    assert not form.has("action_undo")
    assert form.comment.toPlainText() == ""
