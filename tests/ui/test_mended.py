"""Stories that went wrong once, each found by somebody who used the thing."""

from __future__ import annotations

import threading

import pytest
from PIL import Image
from ui.form import Form, open_modal

from usero_desktop.capture.load import load_picture
from usero_desktop.core.pool import Pool
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.capture.intake import Absence, screen_job
from usero_desktop.ui.own import OWN


def flush_deletes():
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    QtWidgets.QApplication.processEvents()


def test_a_report_is_told_of_once_and_in_its_own_window(qtbot, window, attach, inbox):
    other = QtWidgets.QMainWindow()
    qtbot.addWidget(other)
    other.resize(1000, 760)
    other.show()
    told = []
    handles = [attach(window), attach(other)]
    for name, handle in zip("ab", handles, strict=True):
        handle.open()
        handle.delivered.connect(lambda receipt, name=name: told.append((name, receipt)))
    forms = [Form(qtbot, window), Form(qtbot, other)]

    for round_ in range(3):
        for form in forms:
            form.choose(1 + round_)
            form.send()
        qtbot.waitUntil(lambda: len(inbox.new()) == 2 * (round_ + 1))  # noqa: B023
        for form in forms:
            form.wait_for("Thank you!")
    qtbot.waitUntil(lambda: len(told) >= 6)
    qtbot.wait(300)  # for one that should not come

    assert sorted(name for name, _ in told) == ["a"] * 3 + ["b"] * 3
    assert len({receipt.feedback_id for _, receipt in told}) == 6


def test_our_own_file_dialog_leaves_the_panel_where_it_is(qtbot, window, widget):
    modal, launcher = open_modal(qtbot, window)
    launcher.click()
    panel = Form(qtbot, window).panel
    home = panel.parentWidget()
    ours = QtWidgets.QDialog(modal)
    ours.setProperty(OWN, True)
    ours.setModal(True)
    ours.show()
    QtWidgets.QApplication.processEvents()
    ours.reject()
    QtWidgets.QApplication.processEvents()

    assert panel.parentWidget() is home
    assert modal.findChildren(QtWidgets.QPushButton, "usero_launcher")
    assert panel.isVisible()
    modal.accept()


def test_old_notices_do_not_greet_who_opens_the_panel_again(widget, form):
    widget.open()
    form.choose(3)
    form.send()
    form.wait_for("Thank you!")
    widget.close()
    widget.open()

    assert not form.says("Thank you!")


def test_a_picture_dropped_while_sending_is_refused_with_a_word(qtbot, widget, form):
    widget.open()
    form.choose(2)
    controller = widget._backstage.session.controller
    gate = threading.Event()
    controller._pool.run(gate.wait, lambda _: None)
    controller._pool.run(gate.wait, lambda _: None)
    form.send()
    controller.pictures.add([lambda: None], pool=controller._pool)

    assert form.says("The report is on its way. Add this picture to the next one.")
    gate.set()
    form.wait_for("Thank you!")


def test_send_shows_at_once_that_it_waits_for_a_picture(qtbot, widget, form, tmp_path):
    widget.open()
    gate = threading.Event()

    def slow():
        gate.wait(20)

        path = tmp_path / "late.png"

        Image.new("RGB", (20, 20), "red").save(path)
        return load_picture(path)

    form.choose(2)
    widget._backstage.session.controller.pictures.add([slow], pool=widget._backstage.session.pool)
    form.send()
    assert form.send_button.text() == "Sending…"
    gate.set()

    form.wait_for("Thank you!")


def test_the_screen_is_not_taken_once_ours_are_back():
    absence, calls = Absence(), []
    absence.end()

    with pytest.raises(CaptureUnavailable):
        screen_job(absence, lambda: calls.append("back"))()
    assert calls == ["back"]


def test_the_screen_waits_for_no_other_picture(qtbot, widget):
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    session, gate, taken = widget._backstage.session, threading.Event(), threading.Event()
    for _ in range(4):
        session.pool.run(gate.wait, lambda _: None)
    session.adder._screen_pool.run(taken.set, lambda _: None)

    assert taken.wait(20)
    gate.set()


def test_a_handle_that_is_deleted_takes_launcher_and_panel_along(qtbot, window, attach):
    handle = attach(window)
    handle.open()
    names = ("usero_launcher", "usero_panel")
    assert all(window.findChildren(QtWidgets.QWidget, name) for name in names)
    handle.deleteLater()
    del handle
    flush_deletes()

    qtbot.waitUntil(lambda: not any(window.findChildren(QtWidgets.QWidget, name) for name in names))


def test_a_click_beside_the_fields_leaves_the_focus_in_the_comment(qtbot, widget, form):
    widget.open()
    qtbot.waitUntil(form.comment.hasFocus)
    qtbot.mouseClick(form.panel, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(12, 60))

    assert form.comment.hasFocus()


def test_return_presses_the_launcher_and_the_panels_buttons(qtbot, window, attach):
    handle = attach(window)
    form = Form(qtbot, window)
    form.launcher.setFocus()
    qtbot.keyClick(form.launcher, QtCore.Qt.Key.Key_Return)
    assert handle.is_open
    close = form.part("close")
    close.setFocus()
    qtbot.keyClick(close, QtCore.Qt.Key.Key_Return)

    assert not handle.is_open


def test_a_pool_finishes_what_it_took_before_it_was_closed():
    pool, done = Pool(threads=1), []
    gate = threading.Event()
    pool.run(gate.wait, lambda _: None)
    pool.run(lambda: done.append("the report"), lambda _: None)
    gate.set()
    pool.close(20)

    assert done == ["the report"]
