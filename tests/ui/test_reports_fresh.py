"""The list shows what is in the outbox now, and what is being done about it."""

from __future__ import annotations

import threading

from servers import reply, serving
from ui.form import Form
from ui.shelf import Shelf, kept, refused

import usero_desktop as usero
from usero_desktop.core.feedback import Feedback
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore

TRYING = "Trying again…"


def port_of(data):
    [record] = kept(data)
    return int(record.submission.base_url.rpartition(":")[2])


def read_slowly(monkeypatch):
    """Have what is read of the outbox held back: it was read, and may be told."""
    reports, was_read, released = Feedback.reports, threading.Event(), threading.Event()

    def read(self):
        found = reports(self)
        was_read.set()
        released.wait(20)
        return found

    monkeypatch.setattr(Feedback, "reports", read)
    return was_read, released


def test_what_changes_while_the_outbox_is_read_is_seen(
    qtbot, window, attach, tmp_path, monkeypatch
):
    data = tmp_path / "data"
    gone = refused(data, comment="Goes.")
    refused(data, comment="Stays.")
    was_read, released = read_slowly(monkeypatch)
    attach(window, data_dir=data).open()
    form = Form(qtbot, window)
    qtbot.waitUntil(was_read.is_set, timeout=20_000)
    with usero.Feedback("client_demo", data_dir=data) as elsewhere:
        elsewhere.delete(gone)
    shelf = Shelf(form, qtbot).open()
    released.set()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1, timeout=20_000)

    assert "Stays." in shelf.words()


def test_while_it_goes_out_it_says_so_alone_and_hands_the_focus_on(
    qtbot, window, attach, tmp_path, monkeypatch
):
    data, told, answered = tmp_path / "data", [], threading.Event()
    refused(data, comment="Again.")

    def hold(_request, _connection):
        answered.wait(20)
        return reply(404, {"error": "Invalid client ID"})

    with serving(hold, port=port_of(data)):
        widget = attach(window, data_dir=data)
        widget.open()
        form = Form(qtbot, window)
        form.wait_for("1 report could not be sent.")
        shelf = Shelf(form, qtbot).show()
        widget._backstage.session.reports.changed.connect(
            lambda state: told.extend(
                Texts("en").say(notice.text) for notice in state.told.values()
            )
        )
        retry = shelf.button("retry")
        retry.setFocus(QtCore.Qt.FocusReason.MouseFocusReason)
        form.click(retry)
        shelf.until_words("Sending…")
        export = shelf.button("export")
        assert not retry.isEnabled()
        assert export.hasFocus()
        assert not export.ring.is_shown, "nobody walks by keyboard"
        qtbot.waitUntil(lambda: TRYING in told and TRYING not in shelf.words())
        answered.set()
        shelf.until_words("Could not be sent")


def test_what_was_deleted_does_not_come_back_with_an_older_reading(
    qtbot, window, attach, tmp_path, monkeypatch
):
    data = tmp_path / "data"
    refused(data, comment="Goes.")
    refused(data, comment="Stays.")
    widget = attach(window, data_dir=data)
    widget.open()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 2)
    number = next(n for n in (0, 1) if "Goes." in shelf.words(n))
    was_read, released = read_slowly(monkeypatch)
    seen = []
    widget._backstage.session.reports.changed.connect(lambda state: seen.append(len(state.items)))
    widget._backstage.session.reports.watch(True)  # as at every opening
    qtbot.waitUntil(was_read.is_set, timeout=20_000)
    shelf.press("delete", number)
    form.click(form.part("action_delete"))
    qtbot.waitUntil(lambda: len(shelf.cards) == 1, timeout=20_000)
    seen.clear()
    was_read.clear()
    released.set()
    qtbot.waitUntil(was_read.is_set, timeout=20_000)  # it is read once more
    qtbot.waitUntil(lambda: not widget._backstage.session.reports._list._is_reading, timeout=20_000)

    assert shelf.words(0).count("Stays.") == 1
    assert set(seen) <= {1}


def test_who_leaves_while_all_is_deleted_and_comes_back_is_not_asked_again(
    qtbot, window, attach, tmp_path, monkeypatch
):
    data = tmp_path / "data"
    refused(data, comment="Goes.")
    delete, released = Feedback.delete_my_data, threading.Event()

    def delete_slowly(self):
        released.wait(20)
        delete(self)

    monkeypatch.setattr(Feedback, "delete_my_data", delete_slowly)
    attach(window, data_dir=data).open()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 1)
    form.click(form.part("wipe"))
    form.click(form.part("action_wipe"))
    form.click(form.part("back"))
    shelf.choose("wipe")
    assert not form.has("action_wipe")
    assert not form.part("wipe").isEnabled()
    released.set()
    form.wait_for("Everything is deleted.")

    assert not shelf.cards
