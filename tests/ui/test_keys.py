"""The keyboard: what belongs to the host stays the host's, what is typed stays in the form."""

from __future__ import annotations

import pytest
from ui.form import Form, Key, Modifier

from usero_desktop.qt import QtCore, QtGui, QtWidgets


@pytest.fixture
def shortcut(window):
    """Give the host an action with a key; the list grows each time it is triggered."""

    def shortcut_(keys):
        pressed = []
        action = QtGui.QAction("an action", window)
        action.setShortcut(QtGui.QKeySequence(keys))
        action.triggered.connect(lambda *_: pressed.append(keys))
        window.addAction(action)
        return pressed

    return shortcut_


@pytest.mark.parametrize(
    "keys,key,modifier",
    [
        ("Ctrl+S", Key.Key_S, Modifier.ControlModifier),
        ("F1", Key.Key_F1, Modifier.NoModifier),
        ("Ctrl+Q", Key.Key_Q, Modifier.ControlModifier),
        ("F11", Key.Key_F11, Modifier.NoModifier),
    ],
)
def test_the_hosts_shortcuts_work_while_somebody_writes(form, shortcut, keys, key, modifier):
    pressed = shortcut(keys)
    form.type("words")
    form.key(key, modifier, form.comment)

    assert pressed == [keys]
    assert form.comment.toPlainText() == "words"


@pytest.mark.parametrize(
    "keys,key", [("Del", Key.Key_Delete), ("A", Key.Key_A), ("Backspace", Key.Key_Backspace)]
)
def test_a_key_that_edits_edits_even_where_the_host_has_it_as_a_shortcut(form, shortcut, keys, key):
    pressed = shortcut(keys)
    form.type("bc")
    form.comment.moveCursor(QtGui.QTextCursor.MoveOperation.Start)
    form.key(key, target=form.comment)

    assert pressed == []
    expected = {"Del": "c", "A": "abc", "Backspace": "bc"}[keys]
    assert form.comment.toPlainText() == expected


def test_ctrl_return_of_the_host_does_not_fight_with_ours(form, shortcut):
    pressed = shortcut("Ctrl+Shift+Return")
    form.type("x")
    form.key(Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier, form.comment)

    assert pressed == ["Ctrl+Shift+Return"]


@pytest.mark.parametrize("part", ["comment", "rating_2", "share_email", "email"])
def test_return_in_the_panel_never_presses_a_hosts_default_button(qtbot, attach, part):
    dialog = QtWidgets.QDialog()
    dialog.resize(1000, 760)
    pressed = []
    button = QtWidgets.QPushButton("OK", dialog)
    button.setDefault(True)
    button.clicked.connect(lambda *_: pressed.append("OK"))
    qtbot.addWidget(dialog)
    dialog.show()
    widget = attach(dialog)
    widget.open()
    form = Form(qtbot, dialog)
    if part == "email":
        form.click(form.share)
    target = form.part(part)
    target.setFocus()
    form.key(Key.Key_Return, target=target)
    form.key(Key.Key_Enter, target=target)
    if part != "email":
        form.key(Key.Key_Escape, target=target)

    assert pressed == []
    assert dialog.isVisible()
    assert button.isDefault()
    assert not form.send_button.isDefault()


def test_escape_in_a_closed_panel_is_the_hosts(qtbot, attach):
    dialog = QtWidgets.QDialog()
    dialog.resize(1000, 760)
    line = QtWidgets.QLineEdit(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    attach(dialog)
    line.setFocus()
    qtbot.keyClick(line, Key.Key_Escape)

    assert not dialog.isVisible()


def test_tab_goes_through_the_form_from_top_to_bottom(form):
    form.choose(1)
    form.click(form.share)
    form.part("close").setFocus()
    order = []
    for _ in range(7):
        order.append(QtWidgets.QApplication.focusWidget().objectName())
        form.key(Key.Key_Tab)

    assert order == [
        "usero_close", "usero_rating_1", "usero_comment", "usero_add_screenshot",
        "usero_share_email", "usero_email", "usero_send",
    ]  # fmt: skip


def test_back_tab_goes_the_same_way_back(form):
    form.send_button.setFocus()
    form.key(Key.Key_Backtab)

    assert form.share.hasFocus()


def test_the_buttons_work_with_the_space_bar(form, widget):
    form.face(4).setFocus()
    form.key(Key.Key_Space)
    assert form.rating == 4
    form.share.setFocus()
    form.key(Key.Key_Space)
    assert form.share.isChecked()
    form.part("close").setFocus()
    form.key(Key.Key_Space)
    assert not widget.is_open


def test_after_sending_the_focus_is_still_in_the_panel(form):
    form.choose(4)
    form.add.setFocus()
    form.key(Key.Key_Return, Modifier.ControlModifier)
    form.wait_for("Thank you!")

    assert form.panel.isAncestorOf(QtWidgets.QApplication.focusWidget())


def test_the_wheel_and_clicks_on_the_panel_are_not_the_hosts(qtbot, window, form):
    heard = []

    class Ear(QtCore.QObject):
        def eventFilter(self, _watched, event):
            if event.type() in {QtCore.QEvent.Type.MouseButtonPress, QtCore.QEvent.Type.Wheel}:
                heard.append(event.type())
            return False

    ear = Ear()
    window.installEventFilter(ear)
    panel = form.panel
    qtbot.mouseClick(panel, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(12, 60))
    window.removeEventFilter(ear)

    assert heard == []


@pytest.mark.parametrize("part", ["add_screenshot", "send", "close", "rating_2", "share_email"])
@pytest.mark.parametrize(
    "keys,key", [("Del", Key.Key_Delete), ("A", Key.Key_A), ("Esc", Key.Key_Escape)]
)
def test_a_key_without_control_is_never_the_hosts_while_the_focus_is_in_the_panel(
    form, shortcut, part, keys, key
):
    pressed = shortcut(keys)
    form.part(part).setFocus()
    form.key(key, target=form.part(part))

    assert pressed == []


@pytest.mark.parametrize("part", ["add_screenshot", "rating_2"])
def test_a_key_with_control_and_a_function_key_stay_the_hosts(form, shortcut, part):
    saved, helped = shortcut("Ctrl+S"), shortcut("F1")
    form.part(part).setFocus()
    form.key(Key.Key_S, Modifier.ControlModifier, form.part(part))
    form.key(Key.Key_F1, target=form.part(part))

    assert (saved, helped) == (["Ctrl+S"], ["F1"])


def test_an_ampersand_in_our_words_takes_no_key_of_the_hosts(window, widget, shortcut, qtbot):
    pressed = shortcut("Alt+A")
    widget.update(title="Q&A", launcher_label="Q&A", launcher_type="button")
    widget.open()
    form = Form(qtbot, window)
    for part in (form.add, form.send_button, form.share):
        part.setText("Q&A")
    form.key(Key.Key_A, Modifier.AltModifier, form.comment)

    assert pressed == ["Alt+A"]
    assert form.add.accessibleName() == "Q&A"


@pytest.mark.parametrize("part", ["panel", "send", "rating_1"])
def test_a_context_menu_of_the_host_does_not_open_on_the_panel(window, form, part):
    asked = []
    window.setContextMenuPolicy(QtCore.Qt.ContextMenuPolicy.CustomContextMenu)
    window.customContextMenuRequested.connect(lambda *_: asked.append(part))
    reason = QtGui.QContextMenuEvent.Reason.Mouse
    target = form.part(part)
    place = target.rect().center()
    event = QtGui.QContextMenuEvent(reason, place, target.mapToGlobal(place))
    QtWidgets.QApplication.sendEvent(target, event)

    assert asked == []


@pytest.mark.parametrize("part", ["comment", "rating_2", "send"])
@pytest.mark.parametrize(
    "keys,key", [("Ctrl+Return", Key.Key_Return), ("Ctrl+Enter", Key.Key_Enter)]
)
def test_ctrl_return_sends_where_the_host_has_it_as_a_shortcut_too(
    form, shortcut, inbox, keys, key, part
):
    pressed = shortcut(keys)
    form.type("The table")
    form.part(part).setFocus()
    form.key(key, Modifier.ControlModifier, form.part(part))
    form.wait_for("Thank you!")

    assert pressed == []
    assert [report.comment for report in inbox.new()] == ["The table"]


def test_ctrl_return_sends_from_every_part_of_the_form(form, inbox):
    for part in ("rating_4", "add_screenshot", "share_email", "send", "close", "comment"):
        form.choose(4)
        form.part(part).setFocus()
        before = len(inbox.new())
        form.key(Key.Key_Return, Modifier.ControlModifier)
        form._qtbot.waitUntil(lambda before=before: len(inbox.new()) == before + 1, timeout=20_000)
        form._qtbot.waitUntil(form.send_button.isEnabled)
        form.wait_for("Thank you!")
