"""Tab goes round in the open panel, and closing it gives the focus back to where it was."""

from __future__ import annotations

import pytest
from ui.form import Form, Key
from ui.gallery import SCREENS, show

from usero_desktop.qt import QtCore, QtWidgets

ANSWER = QtCore.QRegularExpression("^usero_action_")
BY_TAB = QtCore.Qt.FocusReason.TabFocusReason
ROUND = [
    "usero_more", "usero_close", "usero_rating_1", "usero_comment", "usero_add_screenshot",
    "usero_share_email", "usero_send", "usero_review",
]  # fmt: skip


def focus():
    return QtWidgets.QApplication.focusWidget()


def walk(form, key, steps):
    names = []
    for _ in range(steps):
        form.key(key)
        names.append(focus().objectName())
    return names


@pytest.fixture
def crowded(window):
    """A host with fields before and behind ours in the order of Tab."""
    for number in range(3):
        line = QtWidgets.QLineEdit(f"field {number}", window.centralWidget())
        line.setGeometry(20, 60 + 40 * number, 300, 30)
        line.show()
    return window


def test_tab_goes_round_in_the_panel_and_never_to_the_host(crowded, form):
    form.part("review").setFocus(BY_TAB)

    assert walk(form, Key.Key_Tab, 2 * len(ROUND)) == 2 * ROUND
    assert walk(form, Key.Key_Backtab, 2) == ["usero_send", "usero_share_email"]


def test_back_tab_goes_round_the_other_way(crowded, form):
    form.part("more").setFocus(BY_TAB)
    names = walk(form, Key.Key_Backtab, len(ROUND))

    assert names[0] == "usero_review"
    assert names[-1] == "usero_more"
    # Where none is chosen, one comes to the last face when one comes from below.
    assert [name.replace("4", "1") for name in names] == [*ROUND[:0:-1], ROUND[0]]


def test_tab_comes_to_the_face_that_is_chosen_though_nobody_went_there(form, widget):
    form.choose(3)
    widget.close()
    widget.open()
    form.part("close").setFocus(BY_TAB)

    assert walk(form, Key.Key_Tab, 2) == ["usero_rating_3", "usero_comment"]
    assert walk(form, Key.Key_Backtab, 2) == ["usero_rating_3", "usero_close"]


@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith("form")])
def test_tab_goes_from_top_to_bottom_whatever_the_form_shows(window, widget, form, name):
    window.resize(1200, 1200)
    show(widget, name)
    form.part("close").setFocus(BY_TAB)
    parts = []
    while focus().objectName() != "usero_more":
        parts.append(focus())
        form.key(Key.Key_Tab)
    # Both buttons of a thumbnail are where that is: the cross lies in its corner.
    both = ("usero_edit_screenshot", "usero_remove_screenshot")
    rows = [part.parent() if part.objectName() in both else part for part in parts]
    places = [row.mapTo(form.panel, row.rect().center()).y() for row in rows]

    assert len(parts) > 2
    assert {b.objectName() for b in form.panel.findChildren(QtWidgets.QPushButton, ANSWER)
            if b.isVisible()} <= {part.objectName() for part in parts}  # fmt: skip
    assert places == sorted(places)


def test_tab_goes_round_in_the_list_of_reports_too(crowded, form, widget, qtbot):
    widget._backstage.working().reports.open()
    qtbot.waitUntil(lambda: form.has("back"))
    form.part("back").setFocus(BY_TAB)

    assert walk(form, Key.Key_Tab, 3) == ["usero_close", "usero_wipe", "usero_back"]


def test_tab_goes_round_in_a_dialog_of_the_panels_own(crowded, widget, qtbot):
    crowded.resize(420, 380)
    widget.open()
    form = Form(qtbot, crowded)
    qtbot.waitUntil(form.comment.hasFocus)
    form.part("review").setFocus(BY_TAB)
    names = walk(form, Key.Key_Tab, 14)

    assert all(form.panel.isAncestorOf(form.part(name.removeprefix("usero_"))) for name in names)
    # A dialog's cross is the window system's.
    assert names[:7] == names[7:] == [name for name in ROUND if name != "usero_close"]


def test_a_click_into_the_host_leaves_the_panel_which_stays_open(crowded, form, widget, qtbot):
    qtbot.mouseClick(crowded.line, QtCore.Qt.MouseButton.LeftButton)
    assert focus() is crowded.line
    assert widget.is_open
    qtbot.keyClicks(crowded.line, "!")
    assert "!" in crowded.line.text()


def test_closing_gives_the_focus_back_to_where_it_was(window, form, widget):
    assert form.comment.hasFocus()
    form.key(Key.Key_Escape)

    assert not widget.is_open
    assert focus() is window.line
    assert not window.line.hasSelectedText()


def test_the_launcher_that_opened_it_by_keyboard_has_the_focus_again(window, widget, qtbot):
    form = Form(qtbot, window)
    form.launcher.setFocus(BY_TAB)
    form.key(Key.Key_Space)
    assert form.comment.hasFocus()
    form.key(Key.Key_Escape)

    assert focus() is form.launcher


@pytest.mark.parametrize("end", ["close", "destroy"])
def test_who_went_on_in_the_host_meanwhile_is_left_there(crowded, form, widget, end):
    other = crowded.centralWidget().findChildren(QtWidgets.QLineEdit)[-1]
    other.setFocus()
    getattr(widget, end)()

    assert focus() is other


def test_where_the_part_that_had_the_focus_is_gone_the_launcher_has_it(window, form, widget):
    window.line.setParent(None)
    form.key(Key.Key_Escape)

    assert focus() is form.launcher


def test_where_nobody_had_the_focus_nobody_has_it_again(window, widget):
    window.line.clearFocus()
    widget.open()
    assert focus() is not None
    widget.close()

    assert focus() is None


def test_a_panel_that_moved_into_a_dialog_gives_the_focus_back_all_the_same(
    window, form, widget, qtbot
):
    window.resize(420, 380)
    qtbot.waitUntil(lambda: form.panel.window() is not window)
    widget.close()
    window.activateWindow()

    qtbot.waitUntil(lambda: focus() is window.line)
