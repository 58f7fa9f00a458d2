"""What is typed goes on into the same part while the panel moves between its two homes."""

from __future__ import annotations

import pytest
from ui.form import LEFT, Form, Modifier, open_modal

from usero_desktop.qt import QtGui, QtWidgets

SMALL, LARGE = (300, 200), (1000, 760)


@pytest.fixture
def form(qtbot, window, widget):
    widget.open()
    return Form(qtbot, window)


def focus():
    return QtWidgets.QApplication.focusWidget()


@pytest.fixture
def leave(qtbot, window, form):
    def leave_():
        window.resize(*SMALL)
        qtbot.waitUntil(lambda: form.panel.window() is not window)
        qtbot.waitExposed(form.panel.window())

    return leave_


@pytest.fixture
def come_back(qtbot, window, form):
    def come_back_():
        window.resize(*LARGE)
        qtbot.waitUntil(lambda: form.panel.window() is window)

    return come_back_


@pytest.mark.parametrize("name", ["comment", "rating_3", "share_email", "send"])
def test_the_part_with_the_focus_keeps_it_both_ways(qtbot, form, leave, come_back, name):
    part = form.part(name)
    part.setFocus()
    leave()
    qtbot.waitUntil(part.hasFocus)
    come_back()

    qtbot.waitUntil(part.hasFocus)


def test_the_cursor_in_the_comment_stays_where_it_was(qtbot, form, leave, come_back):
    form.type("abcd")
    form.comment.moveCursor(QtGui.QTextCursor.MoveOperation.Left)
    leave()
    qtbot.waitUntil(form.comment.hasFocus)
    qtbot.keyClicks(focus(), "-")
    come_back()
    qtbot.waitUntil(form.comment.hasFocus)
    qtbot.keyClicks(focus(), "+")

    assert form.comment.toPlainText() == "abc-+d"


@pytest.mark.parametrize("start,length", [(4, 0), (1, 3), (4, -3), (0, 4)])
def test_the_cursor_in_the_address_stays_where_it_was(qtbot, form, leave, come_back, start, length):
    form.click(form.share)
    form.email.setText("mira@example.org")
    form.email.setSelection(start, length)
    if not length:
        form.email.setCursorPosition(start)

    def state():
        return form.email.cursorPosition(), form.email.selectedText()

    before = state()
    leave()
    qtbot.waitUntil(form.email.hasFocus)
    # A line that was activated looks a turn later whether it has the focus, and lets go of what
    # is selected if not: on a slow machine that came after the way back.
    QtWidgets.QApplication.processEvents()
    assert state() == before
    come_back()
    qtbot.waitUntil(form.email.hasFocus)
    assert state() == before


def test_a_host_in_which_the_user_works_keeps_the_keys(qtbot, window, form, leave, come_back):
    window.line.setFocus()
    window.line.setCursorPosition(3)
    leave()
    assert focus() is window.line
    come_back()

    assert focus() is window.line
    assert (window.line.cursorPosition(), window.line.hasSelectedText()) == (3, False)


def test_a_host_to_whose_words_the_user_went_meanwhile_keeps_them(
    qtbot, window, form, leave, come_back
):
    leave()
    qtbot.waitUntil(form.comment.hasFocus)
    window.activateWindow()
    place = window.line.mapTo(window, window.line.rect().center())
    qtbot.mouseClick(window.windowHandle(), LEFT, Modifier.NoModifier, place)
    qtbot.waitUntil(window.line.hasFocus)
    come_back()

    assert focus() is window.line


def test_a_host_that_is_only_pulled_larger_leaves_the_keys_to_the_panel(
    qtbot, window, form, leave, come_back
):
    leave()
    qtbot.waitUntil(form.comment.hasFocus)
    # To pull at its frame makes a window active, and Qt then gives its focus to somebody.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert not form.panel.window().isActiveWindow()
    come_back()

    qtbot.waitUntil(form.comment.hasFocus)


def test_a_modal_dialog_that_ends_gives_the_keys_back_to_the_host(qtbot, window, widget):
    modal, launcher = open_modal(qtbot, window)
    line = QtWidgets.QLineEdit(modal)
    line.show()
    launcher.click()
    form = Form(qtbot, window)
    qtbot.waitUntil(form.comment.hasFocus)
    modal.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    modal.accept()
    qtbot.waitUntil(lambda: form.panel.window() is window)
    window.activateWindow()

    qtbot.waitUntil(window.line.hasFocus)


def test_the_hosts_words_are_not_selected_by_the_move(qtbot, window, form, leave, come_back):
    leave()
    assert not window.line.hasSelectedText()
    come_back()
    assert not window.line.hasSelectedText()


def test_an_open_panel_comes_to_a_modal_dialog_with_its_cursor_and_back(qtbot, window, form):
    form.type("abcd")
    form.comment.moveCursor(QtGui.QTextCursor.MoveOperation.Left)
    modal, launcher = open_modal(qtbot, window)
    launcher.click()
    qtbot.waitUntil(form.comment.hasFocus)
    qtbot.keyClicks(focus(), "-")
    modal.reject()
    qtbot.waitUntil(lambda: form.panel.window() is window)
    qtbot.waitUntil(form.comment.hasFocus)

    assert form.comment.toPlainText() == "abc-d"


def test_a_picture_of_this_window_leaves_the_focus_of_a_panel_in_a_dialog(
    qtbot, window, form, leave
):
    leave()
    form.add.setFocus()
    qtbot.waitUntil(form.add.hasFocus)
    dialog = form.panel.window()
    dialog.move(33, 44)
    form.add_picture("window")
    form.wait_for_pictures(1)

    assert dialog.isVisible()
    assert (dialog.pos().x(), dialog.pos().y()) == (33, 44)
    qtbot.waitUntil(form.add.hasFocus)


def test_a_panel_that_a_small_windows_dialog_holds_is_fetched_to_a_modal_one_too(
    qtbot, window, form, widget, leave
):
    leave()
    modal, launcher = open_modal(qtbot, window)
    launcher.click()

    assert widget.is_open
    dialog = form.panel.window()
    assert dialog.windowHandle().transientParent() is modal.windowHandle()
    launcher.click()
    assert not widget.is_open
    modal.reject()
