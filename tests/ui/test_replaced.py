"""What became of a kept report that is being changed is told, and told once."""

from __future__ import annotations

import pytest
from servers import accepted, free_port, serving
from ui.form import Form
from ui.shelf import Shelf, refused

SAVED = "Saved. It will be sent when you're back online."
REFUSED = "1 report could not be sent."


@pytest.fixture
def port():
    """Where no server is, at first."""
    return free_port()


@pytest.fixture
def opened(qtbot, window, attach, tmp_path, port):
    def open_(**options):
        url = f"http://127.0.0.1:{port}"
        widget = attach(window, base_url=url, data_dir=tmp_path / "data", **options)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.shelf = widget, Shelf(form, qtbot)
        return form

    return open_


def edit(form, qtbot, comment, number=0):
    form.shelf.open()
    qtbot.waitUntil(lambda: len(form.shelf.cards) > number)
    form.shelf.press("edit", number)
    qtbot.waitUntil(lambda: form.comment.toPlainText() == comment)


def test_a_report_whose_replacement_was_not_taken_is_still_told_of(opened, qtbot):
    form = opened(outbox_bytes=60_000)
    form.type("The words fit.")
    form.send()
    form.wait_for(SAVED)
    edit(form, qtbot, "The words fit.")
    form.attach_pictures(1, 300, 300)
    form.wait_for_pictures(1)
    with qtbot.waitSignal(form.widget.failed, timeout=20_000) as failed:
        form.send()
    assert failed.args[0].code == "outbox_full_pictures"
    form.click(form.part("action_leave"))
    form.shelf.open().press("delete")

    with qtbot.waitSignal(form.widget.failed, timeout=20_000) as failed:
        form.click(form.part("action_delete"))
    assert failed.args[0].code == "outbox_deleted"


def test_a_refused_report_that_lies_under_the_form_is_not_counted(opened, qtbot, tmp_path, port):
    refused(tmp_path / "data", comment="Refused.")
    form = opened()
    form.wait_for(REFUSED)
    form.type("Written offline.")
    form.send()
    form.wait_for(SAVED)
    edit(form, qtbot, "Refused.")
    form.type(" Changed.")
    edit(form, qtbot, "Written offline.", 1)
    form.type(" Changed, too.")
    with serving(accepted, port=port):
        form.widget._backstage.session.feedback.retry_now()
        form.wait_for("Thank you!")

    assert form.comment.toPlainText() == "Written offline. Changed, too."
    assert not form.says(REFUSED), "it is in hand"
