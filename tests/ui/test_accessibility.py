from __future__ import annotations

import pytest
from ui.form import Form

from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets

needs_interface = pytest.mark.skipif(
    BINDING != "PySide6", reason="PyQt6 does not wrap QAccessible.queryAccessibleInterface"
)


@pytest.fixture
def full(form, widget, qtbot):
    """A form that shows everything it has."""
    form.click(form.share)
    form.attach_pictures(1)
    form.wait_for_pictures(1)
    return form


def in_tab_order(panel):
    """Everything the keyboard can reach."""
    tab = QtCore.Qt.FocusPolicy.TabFocus
    return [
        w
        for w in panel.findChildren(QtWidgets.QWidget)
        if w.isVisible() and w.focusPolicy().value & tab.value
    ]


def name_of(widget):
    """What a screen reader says: a button's words where it has no name of its own."""
    words = widget.text() if isinstance(widget, QtWidgets.QAbstractButton) else ""
    return widget.accessibleName() or words


def test_everything_that_can_be_reached_has_a_name(full):
    nameless = [
        (type(w).__name__, w.objectName()) for w in in_tab_order(full.panel)
        if not name_of(w)
    ]  # fmt: skip

    assert nameless == []
    assert full.panel.accessibleName() == "Share Feedback"


def test_the_launcher_is_named_for_what_it_does_next(form, widget):
    assert form.launcher.accessibleName() == "Close feedback"
    widget.close()
    assert form.launcher.accessibleName() == "Open feedback"


def test_a_launcher_with_words_on_it_is_named_by_them(form, widget):
    widget.update(launcher_type="button")
    assert form.launcher.accessibleName() == "Share Feedback"
    widget.close()
    assert form.launcher.accessibleName() == "Share Feedback"


def test_the_names_are_the_web_widgets(full):
    names = {name_of(w) for w in in_tab_order(full.panel)}

    assert {"Comments", "Share email", "Email", "Close", "Remove screenshot 1"} <= names


@pytest.mark.parametrize("name,words", [("more", "More"), ("add_screenshot", "Add screenshot")])
def test_a_menu_is_called_what_the_button_is_that_opens_it(full, name, words):
    full.click(full.part(name))
    menu = QtWidgets.QApplication.activePopupWidget()
    called = menu.accessibleName()
    menu.close()

    assert called == words


def test_no_two_parts_have_one_name(full):
    names = [name_of(w) for w in in_tab_order(full.panel)]

    assert len(names) == len(set(names))


@needs_interface
def test_every_part_has_the_role_that_fits(full):
    role = QtGui.QAccessible.Role
    wanted = {
        "comment": role.EditableText,
        "email": role.EditableText,
        "share_email": role.CheckBox,
        "send": role.Button,
        "close": role.Button,
        "add_screenshot": role.Button,
        "rating_1": role.RadioButton,
        "ratings": role.Grouping,
        "pictures": role.Grouping,
        "panel": role.Grouping,
        "launcher": role.Button,
    }
    found = {}
    for name in wanted:
        part = full.launcher if name == "launcher" else full.part(name)
        found[name] = QtGui.QAccessible.queryAccessibleInterface(part).role()

    assert found == wanted


@needs_interface
def test_a_chosen_face_is_told_as_checked(full):
    full.choose(2)
    states = [
        bool(QtGui.QAccessible.queryAccessibleInterface(full.face(n)).state().checked)
        for n in (1, 2, 3, 4)
    ]

    assert states == [False, True, False, False]


def test_a_word_that_is_broken_for_the_eyes_is_whole_for_the_ears(form):
    label = form.panel.findChildren(QtWidgets.QLabel)[0]
    word = "x" * 200
    label.setText(word)
    assert label.text() != word
    assert label.accessibleName() == word

    label.setText("Short again")
    assert label.accessibleName() == ""


def test_the_names_are_in_the_users_language(qtbot, window, attach):
    attach(window, locale="qps").open()
    form = Form(qtbot, window)

    assert all(name_of(w).startswith("[") for w in in_tab_order(form.panel))


def around(picture):
    """The outermost pixels of a picture, where a ring or a border is."""
    width, height, edge = picture.width(), picture.height(), 9
    return [
        picture.pixel(x, y) for x in range(width) for y in range(height)
        if min(x, y, width - 1 - x, height - 1 - y) < edge
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_shows_that_it_has_the_focus(full, widget, theme):
    widget.update(theme=theme)
    reason = QtCore.Qt.FocusReason
    parts = [*in_tab_order(full.panel), full.launcher]
    assert len(parts) > 10
    for part in parts:
        other = full.part("close") if part is not full.part("close") else full.comment
        other.setFocus(reason.OtherFocusReason)
        without = around(part.grab().toImage())
        part.setFocus(reason.TabFocusReason)
        changed = sum(a != b for a, b in zip(without, around(part.grab().toImage()), strict=True))
        # A line of a pixel and more, nearly all the way round.
        least = 1.5 * (part.width() + part.height())
        assert changed >= least, (part.objectName(), changed, least)
