"""All of the editor by keys, and the list of what is drawn."""

from __future__ import annotations

import pytest
from ui.editor_hand import EditorHand, Key, Modifier

from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.editor.commands import COMMANDS, TOOLS

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


@pytest.fixture
def editor(qtbot, form, widget):
    form.attach_pictures(1, 200, 150)
    form.wait_for_pictures(1)
    made = EditorHand(qtbot, form, widget)
    made.open()
    made.editing.use(Tool.SELECT)
    return made


@pytest.mark.parametrize("tool", list(TOOLS))
def test_each_tool_has_its_letter(editor, tool):
    editor.editing.use(Tool.BOX if tool is Tool.SELECT else Tool.SELECT)
    editor.key(Key[f"Key_{TOOLS[tool][1]}"])

    assert editor.editing.tool is tool
    assert editor.part(f"tool_{tool}").isChecked()


def test_letters_of_another_alphabet_do_nothing(editor, qapp):
    for code in (0x424, 0x05D0, 0x3042):
        event = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, code, Modifier.NoModifier, chr(code))
        qapp.sendEvent(editor.part("canvas"), event)

    assert editor.editing.tool is Tool.SELECT


def test_every_button_has_a_name_and_every_name_once(editor, widget):
    editor.add()
    buttons = [b for b in editor.window.findChildren(QtWidgets.QPushButton) if not b.isHidden()]
    names = [b.accessibleName() or b.text() for b in buttons]

    assert len(buttons) > 25
    assert "" not in names
    assert len(set(names)) == len(names)
    arrow = editor.part("tool_arrow")
    hint = "Drag towards what you mean. Shift keeps it straight."
    assert arrow.toolTip() == f"Arrow (A)\n{hint}"
    assert arrow.accessibleDescription() == hint
    assert editor.part("undo").toolTip() == "Undo (Ctrl+Z)"


def test_undo_and_redo_by_keys(editor):
    editor.add()
    editor.key(Key.Key_Z, CONTROL)
    assert editor.marks == ()
    editor.key(Key.Key_Y, CONTROL)
    assert len(editor.marks) == 1
    editor.key(Key.Key_Z, CONTROL)
    editor.key(Key.Key_Z, CONTROL | SHIFT)
    assert len(editor.marks) == 1


def test_undo_and_redo_by_the_keys_of_their_own_that_some_keyboards_have(editor, qapp):
    editor.add()
    for key, count in ((Key.Key_Undo, 0), (Key.Key_Redo, 1)):
        event = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, key, Modifier.NoModifier)
        qapp.sendEvent(editor.part("canvas"), event)
        assert len(editor.marks) == count


def test_undo_is_there_when_there_is_something_to_undo(editor):
    assert not editor.part("undo").isEnabled()
    editor.add()
    assert editor.part("undo").isEnabled()
    assert not editor.part("redo").isEnabled()


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_duplicate_and_delete_by_keys_and_undo_brings_it_back(editor, key):
    editor.add()
    editor.key(Key.Key_D, CONTROL)
    before = editor.marks
    assert len(before) == 2
    editor.key(key)
    assert len(editor.marks) == 1
    editor.key(Key.Key_Z, CONTROL)
    assert editor.marks == before


def test_zoom_by_keys(editor):
    canvas = editor.part("canvas")
    for key, compare in ((Key.Key_Plus, "larger"), (Key.Key_Minus, "smaller")):
        before = canvas.zoom
        editor.key(key, CONTROL)
        assert (canvas.zoom > before) == (compare == "larger")
    canvas.zoom_to(3.0)
    editor.key(Key.Key_1, CONTROL)
    assert canvas.zoom == 1.0
    assert editor.part("actual").text() == "100%"
    canvas.zoom_to(3.0)
    editor.key(Key.Key_0, CONTROL)
    assert canvas.zoom <= 1.0


def test_an_arrow_is_put_moved_and_done_by_keys_alone(editor, form):
    before = [thumbnail.shown for thumbnail in form.thumbnails]
    editor.key(Key.Key_A)
    editor.key(Key.Key_Return)
    [arrow] = editor.marks
    editor.key(Key.Key_Right)
    assert editor.marks[0].points[0].x == arrow.points[0].x + 1
    editor.key(Key.Key_Return, CONTROL)
    editor.wait_changed(before)


def test_escape_lets_go_first_and_leaves_in_the_end(editor):
    editor.add()
    editor.key(Key.Key_Z, CONTROL)
    editor.key(Key.Key_A)
    editor.key(Key.Key_Escape)
    assert editor.editing.tool is Tool.SELECT
    assert editor.window is not None
    editor.key(Key.Key_Escape)

    assert editor.window is None


def test_escape_asks_where_something_would_be_lost(editor, qtbot):
    before = editor.pictures
    editor.add()
    editor.editing.select(None)
    editor.key(Key.Key_Escape)
    qtbot.waitUntil(lambda: editor.part("keep").hasFocus())
    assert editor.part("discard").isVisible()
    editor.key(Key.Key_Escape)
    assert not editor.part("discard").isVisible(), "a second Escape goes on"
    editor.key(Key.Key_Escape)
    editor.click("discard")

    assert editor.window is None
    assert editor.pictures[0] is before[0]


def test_tools_colours_and_widths_are_one_stop_each(editor):
    editor.part("tool_select").setFocus()
    reached = []
    for _ in range(3):
        reached.append(QtWidgets.QApplication.focusWidget().objectName().split("_")[2])
        editor.key(Key.Key_Tab)

    assert reached == ["tool", "colour", "width"]


def test_arrow_keys_go_through_the_colours(editor):
    editor.part("colour_red").setFocus()
    editor.key(Key.Key_Right)

    assert editor.editing.colour == editor.part("colour_orange").colour
    assert editor.part("colour_orange").hasFocus()


def test_a_colour_and_a_width_change_what_is_selected(editor):
    editor.add()
    editor.editing.select(0)
    editor.click("colour_green")
    editor.click("width_thickest")

    assert editor.marks[0].colour == editor.part("colour_green").colour
    assert editor.marks[0].width == editor.part("width_thickest").line_width


# ---------------------------------------------------------------- the list


def listed(editor):
    found = editor.part("list")
    return [found.item(row).text() for row in range(found.count())]


def test_the_list_names_each_mark_the_uppermost_first(editor):
    editor.window.resize(1000, 700)
    editor.add()
    editor.add()
    editor.add(MarkKind.BLACKOUT)
    editor.add(MarkKind.TEXT, text="hello there")
    editor.add(MarkKind.STEP, ((50, 50),))

    assert listed(editor) == ["Black-out 1", "Step 1", "Text: hello there", "Arrow 2", "Arrow 1"]


def test_list_and_drawing_have_the_same_mark_selected(editor):
    editor.window.resize(1000, 700)
    editor.add()
    editor.add(MarkKind.BOX)
    found = editor.part("list")
    editor.editing.select(0)
    assert found.currentItem().text() == "Arrow 1"
    found.setFocus()
    editor.key(Key.Key_Up)
    assert editor.editing.selected == 1
    editor.editing.select(None)
    assert found.currentRow() == -1


def test_in_the_list_keys_delete_and_change_the_order(editor):
    editor.window.resize(1000, 700)
    editor.add()
    editor.add(MarkKind.BOX)
    editor.editing.select(0)
    editor.part("list").setFocus()
    editor.key(Key.Key_Up, Modifier.AltModifier)
    assert listed(editor) == ["Arrow 1", "Box 1"]
    editor.key(Key.Key_Delete)
    assert listed(editor) == ["Box 1"]


def test_the_list_goes_where_there_is_no_room_and_comes_when_asked_for(editor):
    editor.window.resize(700, 500)
    assert not editor.part("pane").isVisible()
    editor.click("marks")
    assert editor.part("pane").isVisible()
    editor.key(Key.Key_L, CONTROL)
    assert not editor.part("pane").isVisible()


@pytest.mark.parametrize("factor", [1, 3])
@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_every_command_is_in_sight_on_a_small_screen_with_large_letters(
    editor, widget, letters, factor, locale
):
    letters(factor)
    widget.update(locale=locale)
    window = editor.window
    window.resize(640, 700)
    inside = window.rect()
    for part in window.findChildren(QtWidgets.QPushButton):
        if part.isVisible():
            corner = part.mapTo(window, part.rect().topLeft())
            assert inside.contains(part.rect().translated(corner)), part.objectName()
    assert all(COMMANDS)
