"""Deleting everything: by the user in the panel, and by the host."""

from __future__ import annotations

import threading

import pytest
from servers import accepted, free_port, serving
from ui.form import Form, mime, striped
from ui.shelf import Shelf, kept, refused, waiting

import usero_desktop as usero
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.model.picture import PictureSource
from usero_desktop.ui.capture.intake import jobs_of


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def files(data):
    return [path for path in data.rglob("*") if path.is_file()]


@pytest.mark.promise("B8")
def test_the_user_deletes_everything_and_nothing_of_it_is_sent(qtbot, window, attach, data, figure):
    port = free_port()
    refused(data, comment="Refused.")
    waiting(data, port, comment="Waiting.")
    widget = attach(window, data_dir=data, base_url=f"http://127.0.0.1:{port}")
    widget.open()
    form = Form(qtbot, window)
    form.choose(1)
    form.type("Begun.")
    shelf = Shelf(form, qtbot)
    shelf.choose("wipe")
    qtbot.waitUntil(lambda: form.has("action_wipe"))
    assert form.part("action_keep").hasFocus(), "nothing is deleted by a second press"
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        form.click(form.part("action_wipe"))
    form.wait_for("Everything is deleted.")
    assert shelf.cards == []
    # What is being made ready for the next report may have made an empty outbox by now.
    left = b"".join(path.read_bytes() for path in files(data))
    form.click(form.part("back"))

    assert not [word for word in (b"Refused.", b"Waiting.") if word in left]
    assert (form.rating, form.comment.toPlainText()) == (None, "")
    with serving(accepted, port=port) as server:
        widget._backstage.session.feedback.retry_now()
        form.type("New.")
        form.send()
        form.wait_for("Thank you!")
        assert [request.json["comment"] for request in server.requests] == ["New."]
    figure("2 reports deleted, 0 bytes of them left, 0 of them sent")


@pytest.mark.bites("B8")
def test_deleting_that_leaves_the_files_is_found_out(qtbot, window, attach, data, monkeypatch):
    monkeypatch.setattr(Feedback, "delete_my_data", lambda _self: None)
    refused(data, comment="Refused.")
    widget = attach(window, data_dir=data)
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()

    assert files(data)
    assert b"Refused." in b"".join(path.read_bytes() for path in files(data))


@pytest.mark.promise("B8")
def test_keeping_keeps_everything(qtbot, window, attach, data):
    refused(data, comment="Refused.")
    attach(window, data_dir=data).open()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot)
    shelf.choose("wipe")
    qtbot.waitUntil(lambda: form.has("action_keep"))
    form.click(form.part("action_keep"))

    assert not form.has("action_wipe")
    assert form.part("wipe").hasFocus()
    assert len(kept(data)) == 1


@pytest.mark.promise("B8")
def test_a_send_that_waits_for_a_picture_is_called_off(qtbot, form, widget, inbox):
    gate, tickets = threading.Event(), []
    widget.queued.connect(tickets.append)
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    session, pictures = widget._backstage.session, Pool(threads=1)
    [job], _ = jobs_of(mime(image=striped()), PictureSource.CLIPBOARD)
    session.controller.pictures.add([lambda: gate.wait(20) and job()], pool=pictures)
    form.type("Deleted.")
    form.send()
    assert form.says("Sending…")
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()
    form.type("New.")
    gate.set()
    form.wait_for_pictures(1)
    assert form.comment.toPlainText() == "New.", "nobody has sent it"
    form.send()
    form.wait_for("Thank you!")
    pictures.close(20)

    assert [report.comment for report in inbox.new()] == ["New."]
    assert len(tickets) == 1


@pytest.mark.promise("B8")
def test_the_host_deletes_everything(qtbot, window, attach, data):
    refused(data, comment="Refused.")
    widget = attach(window, data_dir=data)
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()

    assert files(data) == []


def test_where_there_is_nothing_it_is_done_as_well(qtbot, window, attach, data):
    widget = attach(window, data_dir=data)
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()


def test_a_handle_that_does_nothing_deletes_nothing(qtbot, window, data):
    mine = refused(data, comment="Refused.")
    inert = usero.attach(window, "", data_dir=data)
    inert.delete_my_data()
    gone = usero.attach(window, "client_demo", data_dir=data)
    gone.destroy()
    gone.delete_my_data()

    assert inert.is_inert
    assert [record.submission_id for record in kept(data)] == [mine]


@pytest.mark.promise("B8")
def test_a_report_that_is_deleted_is_not_sent(qtbot, window, attach, data):
    port = free_port()
    waiting(data, port, comment="Waiting.")
    widget = attach(window, data_dir=data, base_url=f"http://127.0.0.1:{port}")
    widget.open()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1)
    shelf.press("delete")
    form.click(form.part("action_delete"))
    shelf.until_gone()
    form.click(form.part("back"))
    with serving(accepted, port=port) as server:
        widget._backstage.session.feedback.retry_now()
        form.type("Another.")
        form.send()
        form.wait_for("Thank you!")
        assert [request.json["comment"] for request in server.requests] == ["Another."]
