"""The focus never leaves the panel by itself: what is typed then would go to the host."""

from __future__ import annotations

import pytest
from ui.form import Key, mime, striped

from usero_desktop.qt import QtCore, QtWidgets

BY_TAB = QtCore.Qt.FocusReason.TabFocusReason


def focus():
    return QtWidgets.QApplication.focusWidget()


@pytest.fixture
def filled(form):
    """A form with three pictures."""
    form.attach_pictures(3)
    form.wait_for_pictures(3)
    return form


def remove_button(form, number):
    found = [w for w in form.panel.findChildren(QtWidgets.QPushButton)
             if w.accessibleName() == f"Remove screenshot {number}"]  # fmt: skip
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Delete, Key.Key_Backspace])
def test_the_focus_goes_on_to_the_next_picture_when_one_is_removed(filled, key):
    remove_button(filled, 1).setFocus(BY_TAB)
    filled.key(key)
    filled.wait_for_pictures(2)
    assert focus().accessibleName() == "Remove screenshot 1"
    assert focus().ring.is_shown

    remove_button(filled, 2).setFocus(BY_TAB)
    filled.key(key)
    filled.wait_for_pictures(1)
    assert focus().accessibleName() == "Remove screenshot 1"

    filled.key(key)
    filled.wait_for_pictures(0)
    assert focus() is filled.add


def test_a_picture_removed_by_mouse_leaves_the_focus_in_the_panel(filled):
    button = remove_button(filled, 3)
    button.setFocus()
    filled.click(button)
    filled.wait_for_pictures(2)

    assert filled.panel.isAncestorOf(focus())
    assert not focus().ring.is_shown


def test_the_third_picture_takes_the_button_and_gives_the_focus_to_the_comment(form):
    form.attach_pictures(2)
    form.wait_for_pictures(2)
    form.add.setFocus(BY_TAB)
    form.drop(mime(image=striped()))
    form.wait_for_pictures(3)

    assert not form.add.isEnabled()
    assert focus() is form.comment


@pytest.mark.parametrize("part", ["send", "email", "share_email", "rating_4"])
def test_after_sending_the_cursor_is_in_the_comment(form, qtbot, part):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, "a@b.co")
    form.part(part).setFocus()
    form.send()
    form.wait_for("Thank you!")

    assert focus() is form.comment


def test_tab_goes_from_add_screenshot_over_the_pictures_to_the_email(form):
    form.attach_pictures(2)
    form.wait_for_pictures(2)
    form.add.setFocus(BY_TAB)
    names = []
    for _ in range(5):
        form.key(Key.Key_Tab)
        names.append(focus().accessibleName())

    assert names == [
        "Edit screenshot 1", "Remove screenshot 1", "Edit screenshot 2", "Remove screenshot 2",
        "Share email",
    ]  # fmt: skip


def test_a_ring_is_for_who_walks_by_keyboard_and_waits_for_a_menu(form, qtbot):
    form.click(form.share)
    assert not form.share.ring.is_shown
    form.share.setFocus(BY_TAB)
    assert form.share.ring.is_shown

    form.add.setFocus(BY_TAB)
    form.key(Key.Key_Space)
    menu = QtWidgets.QApplication.activePopupWidget()
    qtbot.keyClick(menu, Key.Key_Escape)
    qtbot.waitUntil(form.add.hasFocus)
    assert form.add.ring.is_shown


def test_what_is_wrong_with_a_picture_is_said_below_the_pictures_until_the_next_try(form):
    form.click(form.share)
    QtWidgets.QApplication.clipboard().clear()
    form.add_picture("paste")
    nothing = form.label("There is no picture on the clipboard.")
    assert nothing.y() < form.share.mapTo(form.panel, QtCore.QPoint(0, 0)).y()

    form.menu().close()
    assert not form.says("There is no picture on the clipboard.")
