"""Who is masked: what a masked widget opens goes with it, and nothing beside it does."""

from __future__ import annotations

import pytest
from ui import planted
from ui.planted import Block, reveal

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.masking.rules import Cover, Rules
from usero_desktop.ui.masking.screen import _joined

Hint = QtCore.Qt.InputMethodHint
ToolTip = QtCore.Qt.WindowType.ToolTip


def masked(widget):
    return Rules().is_masked(widget)


def list_of_a_combo(page):
    combo = QtWidgets.QComboBox(page)
    combo.addItems(["one"])
    return combo, combo.view()


def offers_of_a_completer(page):
    field = QtWidgets.QLineEdit(page)
    completer = QtWidgets.QCompleter(["one"], field)
    field.setCompleter(completer)
    completer.popup()
    completer.complete()
    return field, completer.popup()


def offers_of_an_editable_combo(page):
    combo = QtWidgets.QComboBox(page)
    combo.setEditable(True)
    combo.addItems(["one"])
    reveal(page.window())
    combo.completer().setCompletionMode(QtWidgets.QCompleter.CompletionMode.PopupCompletion)
    combo.completer().complete()
    return combo, combo.completer().popup()


def menu_of_a_button(page):
    button, menu = QtWidgets.QPushButton(page), QtWidgets.QMenu()
    page.keeps_menu = menu
    button.setMenu(menu)
    return button, menu


def menu_below_a_menu(page):
    button, menu = QtWidgets.QToolButton(page), QtWidgets.QMenu()
    page.keeps_menu = menu
    button.setMenu(menu)
    return button, menu.addMenu("more")


def calendar(page):
    field = QtWidgets.QDateEdit(page)
    field.setCalendarPopup(True)
    return field, field.calendarWidget()


def tip(page):
    block = Block(page)
    return block, QtWidgets.QLabel("tip", block, ToolTip)


def part_of_a_spin_box(page):
    box = QtWidgets.QSpinBox(page)
    return box, box.lineEdit()


def dialog(page):
    block = Block(page)
    return block, QtWidgets.QDialog(block)


OPENS = [
    list_of_a_combo, offers_of_a_completer, offers_of_an_editable_combo, menu_of_a_button,
    menu_below_a_menu, calendar, tip, part_of_a_spin_box, dialog,
]  # fmt: skip


@pytest.mark.parametrize("opens", OPENS, ids=lambda opens: opens.__name__)
def test_what_a_widget_opens_goes_with_it(page, opens):
    widget, opened = opens(page)
    assert not masked(opened)
    widget.setProperty("usero_block", True)

    assert masked(opened)
    assert Rules().cover_of(opened) is Cover.BLOCK
    assert not masked(page)


def test_a_dialog_that_hands_its_focus_to_a_password_is_not_masked_for_it(page):
    asks = QtWidgets.QDialog(page)
    field = QtWidgets.QLineEdit(asks)
    field.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    asks.setFocusProxy(field)

    assert masked(field)
    assert not masked(asks)


def test_a_window_is_masked_with_the_window_it_belongs_to(page):
    page.window().setProperty("usero_mask", True)

    assert masked(QtWidgets.QDialog(page.window()))
    assert masked(QtWidgets.QDockWidget(page.window()))


def test_what_is_this_is_masked_for_it_does_not_say_of_whom_it_tells(page, qtbot):
    QtWidgets.QWhatsThis.showText(QtCore.QPoint(50, 50), "the secret of this", page)
    boxes = [
        window for window in QtWidgets.QApplication.topLevelWidgets()
        if window.metaObject().className() == "QWhatsThat" and window.isVisible()
    ]  # fmt: skip
    said = [masked(box) for box in boxes]
    QtWidgets.QWhatsThis.hideText()

    assert said == [True]


def test_what_was_deleted_is_masked(page):
    block = Block(page)
    planted.delete(block)

    assert masked(block)


def test_hints_of_a_field_count_where_they_are_written_to_text_that_is_read(page):
    label = QtWidgets.QLabel(page)
    assert not masked(label)
    label.setInputMethodHints(Hint.ImhDigitsOnly)
    assert not masked(label)
    label.setInputMethodHints(Hint.ImhDigitsOnly | Hint.ImhHiddenText)

    assert masked(label)


def test_parts_that_overlap_in_a_column_are_one_and_cover_the_same():
    mask, block = Cover.MASK, Cover.BLOCK
    parts = {(0, top, 9, 5, mask) for top in range(0, 900, 3)} | {
        (0, 2000, 9, 5, mask), (0, 10, 8, 5, mask), (3, 10, 9, 5, mask), (0, 10, 9, 5, block),
    }  # fmt: skip

    assert set(_joined(parts)) == {
        (0, 0, 9, 902, mask), (0, 2000, 9, 5, mask), (0, 10, 8, 5, mask), (3, 10, 9, 5, mask),
        (0, 10, 9, 5, block),
    }  # fmt: skip
    assert list(_joined(set())) == []
