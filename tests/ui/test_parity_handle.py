"""The web widget's handle: each method, again and again, when inert and after destroy."""

from __future__ import annotations

import inspect
import threading

import pytest
from ui.form import Form

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtWidgets, is_alive

SIGNALS = ("opened", "closed", "queued", "delivered", "failed", "data_deleted")
ARGUMENTS = {
    "update": {"title": "Later"},
    "identify": {"user": None},
    "when_ready": {"timeout": 1.0},
    "hear_fault": {"error": usero.UseroError("a fault")},
}
METHODS = [
    name
    for name, value in vars(usero.FeedbackWidget).items()
    if not name.startswith("_") and inspect.isfunction(value) and name != "vanish"
]


def call(widget, name):
    return getattr(widget, name)(**ARGUMENTS.get(name, {}))


def hear(widget):
    heard = []
    for name in SIGNALS:
        getattr(widget, name).connect(lambda *_, name=name: heard.append(name))
    return heard


def ours_in(window):
    names = QtCore.QRegularExpression("^usero_")
    return [w for w in window.findChildren(QtWidgets.QWidget, names) if w.isVisible()]


def test_these_tests_know_the_handles_methods():
    assert {"open", "close", "toggle", "update", "destroy"} <= set(METHODS)


def test_open_close_and_toggle_do_it_once_and_tell_once(window, widget):
    heard = hear(widget)
    widget.open()
    widget.open()
    assert widget.is_open
    assert heard == ["opened"]
    widget.close()
    widget.close()
    assert not widget.is_open
    assert heard == ["opened", "closed"]
    widget.toggle()
    widget.toggle()
    assert heard == ["opened", "closed"] * 2


def test_destroy_takes_everything_out_and_may_be_called_again(window, widget):
    widget.open()
    assert ours_in(window)
    widget.destroy()
    widget.destroy()
    assert ours_in(window) == []
    assert widget.is_inert
    assert not widget.is_open


@pytest.mark.parametrize("name", METHODS)
def test_after_destroy_a_method_does_nothing(window, attach, caplog, name):
    errors = []
    widget = attach(window, on_error=errors.append)
    widget.open()
    widget.destroy()
    heard = hear(widget)
    call(widget, name)
    call(widget, name)
    QtWidgets.QApplication.processEvents()
    assert ours_in(window) == []
    assert heard == []
    assert errors == []
    assert caplog.records == []
    assert is_alive(widget)


def test_after_destroy_a_modal_dialog_gets_no_launcher(qtbot, window, attach):
    gone, there = attach(window), attach(window)
    gone.destroy()
    dialog = QtWidgets.QDialog(window)
    dialog.resize(500, 300)
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    guests = lambda: dialog.findChildren(QtWidgets.QPushButton, "usero_launcher")  # noqa: E731
    qtbot.waitUntil(lambda: bool(guests()))
    QtWidgets.QApplication.processEvents()
    assert len(guests()) == 1, "of the one that is still there"
    there.destroy()
    assert not any(guest.isVisible() for guest in guests())


@pytest.mark.parametrize("name", METHODS)
def test_on_a_wrong_configuration_a_method_does_nothing(window, attach, caplog, name):
    errors = []
    widget = attach(window, "ab", on_error=errors.append)
    caplog.clear()
    heard = hear(widget)
    call(widget, name)
    call(widget, name)
    QtWidgets.QApplication.processEvents()
    assert ours_in(window) == []
    assert heard == []
    assert len(errors) == 1, "of attach() itself"
    assert caplog.records == []


def test_a_wrong_configuration_gives_an_object_of_the_same_kind(window, attach):
    inert, working = attach(window, ""), attach(window)
    assert type(inert) is type(working)
    assert inert.parent() is window
    assert not inert.is_open
    for name in SIGNALS:
        assert hasattr(inert, name)


def test_update_hot_swaps_with_the_panel_open(form, widget):
    widget.update(title="Well?", theme="dark", position="left")
    assert form.says("Well?")
    assert form.panel.x() < 100


def test_update_leaves_out_what_is_unset_and_restores_with_none(form, widget):
    widget.update(title="Well?", placeholder="Go on")
    widget.update(title=usero.UNSET, placeholder=None)
    assert form.says("Well?")
    assert form.comment.placeholderText() == "Tell us what you think... (optional)"


def test_two_windows_have_a_handle_each(qtbot, window, attach):
    other = QtWidgets.QMainWindow()
    other.resize(900, 700)
    qtbot.addWidget(other)
    other.show()
    first, second = attach(window), attach(other)
    first.open()
    assert first.is_open
    assert not second.is_open
    assert Form(qtbot, window).panel.isVisible()


def test_another_thread_than_the_guis_is_told_and_breaks_nothing(window, attach, qtbot, caplog):
    widget = attach(window)
    elsewhere = threading.Thread(target=lambda: [widget.open(), widget.destroy(), widget.close()])
    elsewhere.start()
    elsewhere.join()
    assert not widget.is_open
    assert "another thread than the GUI's" in caplog.text
    widget.open()
    assert window.findChild(QtWidgets.QWidget, "usero_panel").isVisible()


def test_a_second_button_for_one_project_in_one_window_is_named(window, attach, caplog):
    first = attach(window)
    assert "already" not in caplog.text
    attach(window)
    assert "has a feedback button for client_demo already" in caplog.text
    first.destroy()


def test_who_destroys_it_while_it_opens_or_closes_hears_nothing_more(window, attach):
    told = []
    hooks = {"on_open": lambda: told.append("open"), "on_close": lambda: told.append("close")}
    widget = attach(window, **hooks)
    widget.opened.connect(widget.destroy)
    widget.open()
    widget = attach(window, **hooks)
    widget.closed.connect(widget.destroy)
    widget.open()
    widget.close()
    assert told == ["open"]
