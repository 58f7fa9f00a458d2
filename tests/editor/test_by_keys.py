"""All that the mouse does, by keys alone."""

from __future__ import annotations

import pytest
from editor.easel import CONTROL, NONE, SHIFT, Key, Modifier

from usero_desktop.annotation.geometry import bounds, frame
from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.i18n.texts import Texts
from usero_desktop.qt import BINDING, QtCore, QtGui
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.naming import spoken

DRAWING = [tool for tool in Tool if tool.kind is not None and tool is not Tool.TEXT]
ALT = Modifier.AltModifier


def blackout(left, top, right, bottom):
    return Mark(MarkKind.BLACKOUT, (Point(left, top), Point(right, bottom)), "#dc2626", 2)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
@pytest.mark.parametrize("tool", DRAWING)
def test_a_key_puts_a_mark_in_the_middle_of_what_is_in_sight(easel, key, tool):
    here = easel(2000, 1500)
    here.canvas.scroll_by(300, 200)
    here.use(tool)
    here.key(key)
    [mark] = here.marks
    around, seen = bounds(mark), here.canvas.seen
    assert mark.kind == tool.value
    assert around.center == pytest.approx(seen.center, abs=2)
    assert seen.holds(Point(around.left, around.top))
    assert seen.holds(Point(around.right, around.bottom))
    assert max(around.width, around.height) >= 10
    assert here.editing.selected == 0


def test_a_second_one_lies_beside_the_first(easel):
    here = easel()
    here.use(Tool.BOX)
    for _ in range(3):
        here.key(Key.Key_Return)
    assert len({mark.points for mark in here.marks}) == 3


@pytest.mark.parametrize("key,way", [
    (Key.Key_Left, (-1, 0)), (Key.Key_Right, (1, 0)), (Key.Key_Up, (0, -1)),
    (Key.Key_Down, (0, 1)),
])  # fmt: skip
@pytest.mark.parametrize("shift,far", [(NONE, 1), (SHIFT, 10)])
def test_arrows_move_and_stretch_by_pixels_of_the_picture(easel, key, way, shift, far):
    here = easel(zoom=0.5)
    here.editing.add(blackout(100, 100, 150, 140))
    here.key(key, shift)
    x, y = way[0] * far, way[1] * far
    assert here.marks == (blackout(100 + x, 100 + y, 150 + x, 140 + y),)
    here.editing.undo()
    for modifier in (CONTROL, ALT):
        here.key(key, shift | modifier)
        assert here.marks == (blackout(100, 100, 150 + x, 140 + y),)
        here.editing.undo()


def test_a_run_of_nudges_is_one_step_and_another_mark_begins_another(easel):
    here = easel()
    here.editing.add(blackout(100, 100, 150, 140))
    here.editing.add(blackout(200, 100, 250, 140))
    for _ in range(5):
        here.key(Key.Key_Right)
    here.key(Key.Key_Tab, SHIFT)
    for _ in range(5):
        here.key(Key.Key_Right)
    assert [mark.points[0].x for mark in here.marks] == [105, 205]
    here.editing.undo()
    assert [mark.points[0].x for mark in here.marks] == [100, 205]
    here.editing.undo()
    assert [mark.points[0].x for mark in here.marks] == [100, 200]


def test_a_mark_never_shrinks_to_nothing_nor_leaves_the_picture(easel):
    here = easel(120, 90)
    here.editing.add(blackout(20, 20, 40, 40))
    for _ in range(5):
        here.key(Key.Key_Left, SHIFT | CONTROL)
    assert frame(here.marks[0]).width == 1
    for _ in range(30):
        here.key(Key.Key_Down, SHIFT)
    assert frame(here.marks[0]).top < 90


def test_tab_walks_through_the_marks_and_on(easel):
    here = easel()
    for left in (10, 60, 110):
        here.editing.add(blackout(left, 10, left + 30, 40))
    here.editing.select(None)
    here.canvas.setFocus()
    walked = []
    for _ in range(3):
        here.key(Key.Key_Tab)
        walked.append(here.editing.selected)
    assert walked == [0, 1, 2]
    assert here.canvas.hasFocus()
    here.key(Key.Key_Tab)
    assert here.editing.selected is None
    assert here.after.hasFocus()
    here.canvas.setFocus()
    here.key(Key.Key_Backtab, SHIFT)
    assert here.editing.selected == 2
    for _ in range(3):
        here.key(Key.Key_Backtab, SHIFT)
    assert here.before.hasFocus()


def test_escape_lets_go_one_thing_after_the_other_and_then_is_the_windows(easel):
    here = easel()
    here.use(Tool.BOX)
    here.key(Key.Key_Return)
    here.key(Key.Key_Escape)
    assert here.editing.selected is None
    assert here.editing.tool is Tool.BOX
    here.key(Key.Key_Escape)
    assert here.editing.tool is Tool.SELECT
    event = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, Key.Key_Escape, NONE)
    here.canvas.keyPressEvent(event)
    assert not event.isAccepted()
    assert len(here.marks) == 1


def test_what_means_nothing_here_and_every_command_is_left_to_the_window(easel):
    here = easel()
    here.editing.add(blackout(10, 10, 40, 40))
    plain = [(key, NONE) for key in (Key.Key_F1, Key.Key_Delete, Key.Key_Backspace)]
    held = [(key, CONTROL) for key in (Key.Key_Z, Key.Key_Y, Key.Key_Plus, Key.Key_Minus)]
    for key, modifiers in (*plain, *held):
        event = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, key, modifiers)
        here.canvas.keyPressEvent(event)
        assert not event.isAccepted(), key
    assert here.marks == (blackout(10, 10, 40, 40),)


def test_arrows_scroll_where_nothing_is_selected(easel):
    here = easel(2000, 1500)
    before = here.canvas.seen
    here.key(Key.Key_Right)
    here.key(Key.Key_Down, SHIFT)
    after = here.canvas.seen
    assert (after.left - before.left, after.top - before.top) == (40, 400)


@pytest.mark.parametrize("language,words", [
    ("en", "Step 1, 2 of 2, at 93, 73, 14 by 14 pixels"),
    ("de", "Schritt 1, 2 von 2, bei 93, 73, 14 mal 14 Pixel"),
])  # fmt: skip
def test_the_canvas_has_a_name_and_says_which_mark_is_selected(easel, language, words):
    here = easel(language=language)
    assert here.canvas.accessibleName()
    here.editing.add(blackout(10, 10, 40, 40))
    here.editing.add(Mark(MarkKind.STEP, (Point(100, 80),), "#dc2626", 2))
    assert here.canvas.accessibleDescription() == words
    here.key(Key.Key_Right)
    assert here.canvas.accessibleDescription() == words.replace("93", "94")
    here.editing.select(None)
    assert here.canvas.accessibleDescription() == spoken(Tool.SELECT, Texts(language))


@pytest.mark.skipif(BINDING != "PySide6", reason="PyQt6 does not wrap what is asked here")
def test_a_screen_reader_is_told_that_it_can_be_reached_and_has_the_focus(easel):
    here = easel()
    told = QtGui.QAccessible.queryAccessibleInterface(here.canvas)
    state = told.state()
    assert told.text(QtGui.QAccessible.Text.Name) == "Picture to mark"
    assert state.focusable
    assert state.focused
    assert not state.disabled


def test_what_keys_choose_or_move_comes_into_sight(easel):
    here = easel(2000, 1500)
    here.editing.add(blackout(1900, 1400, 1950, 1450))
    here.editing.add(blackout(10, 10, 60, 60))
    here.key(Key.Key_Backtab, SHIFT)
    assert here.canvas.seen.holds(Point(1900, 1400))
    assert here.canvas.seen.holds(Point(1950, 1450))
    for _ in range(60):
        here.key(Key.Key_Left, SHIFT)
    assert here.canvas.seen.holds(here.marks[0].points[0])
    here.editing.select(1)
    assert here.canvas.seen.holds(Point(10, 10))


def test_the_focus_is_seen_by_who_walks_by_keys(easel):
    here = easel()
    plain = here.screen()
    here.after.setFocus()
    here.canvas.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    assert here.screen() != plain
    assert here.picture() == here.image
    here.after.setFocus()
    assert here.screen() == plain
