"""Marks drawn, chosen, moved and pulled with the mouse."""

from __future__ import annotations

import pytest
from editor.easel import CONTROL, SHIFT, Button

from usero_desktop.annotation.geometry import frame
from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import flattened

ZOOMS = [1.0, 2.0, 3.0]


def box(left, top, right, bottom, kind=MarkKind.BOX):
    return Mark(kind, (Point(left, top), Point(right, bottom)), "#dc2626", 2)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("tool", [Tool.BOX, Tool.BLACKOUT])
@pytest.mark.parametrize("way", [((20, 30), (60, 50)), ((60, 50), (20, 30)), ((20, 50), (60, 30))])
def test_a_box_covers_the_pixels_from_the_first_to_the_last(easel, zoom, tool, way):
    here = easel(120, 90, zoom=zoom)
    here.use(tool)
    here.drag(way[0], (40, 41), way[1])
    [mark] = here.marks
    assert mark.kind == tool.value
    assert mark.points == (Point(20, 30), Point(61, 51))
    assert here.editing.selected == 0


def test_a_blackout_is_solid_while_it_is_drawn(easel):
    here = easel()
    here.use(Tool.BLACKOUT)
    here.press(20, 20)
    here.move(80, 60)
    shown = here.picture()
    black = QtGui.QImage(61, 41, QtGui.QImage.Format.Format_RGB32)
    black.fill(QtCore.Qt.GlobalColor.black)
    assert shown.copy(20, 20, 61, 41) == black
    assert here.marks == ()
    here.release(80, 60)
    assert len(here.marks) == 1


def test_zoomed_out_a_blackout_covers_all_that_is_under_the_pointer(easel):
    here = easel(1600, 1200, zoom=0.25)
    here.use(Tool.BLACKOUT)
    here.drag((400, 400), (600, 500))
    around = frame(here.marks[0])
    assert (around.left, around.top, around.right, around.bottom) == (400, 400, 604, 504)


def test_what_is_drawn_beyond_the_border_ends_there(easel):
    here = easel(120, 90)
    here.use(Tool.BLACKOUT)
    here.drag((-15, -15), (140, 110))
    assert here.marks[0].points == (Point(0, 0), Point(120, 90))


def test_shift_makes_squares_and_lines_of_eight_directions(easel):
    here = easel()
    here.use(Tool.BOX)
    here.drag((100, 100), (50, 80), modifiers=SHIFT)
    here.use(Tool.ARROW)
    here.drag((150, 100), (210, 152), modifiers=SHIFT)
    here.use(Tool.HIGHLIGHTER)
    here.drag((20, 200), (60, 204), (120, 205), modifiers=SHIFT)
    square, arrow, line = here.marks
    around = frame(square)
    assert around.width == around.height == 51
    assert (around.right, around.bottom) == (101, 101)
    tail, tip = arrow.points
    assert tip.x - tail.x == pytest.approx(tip.y - tail.y)
    assert len(line.points) == 2
    assert line.points[0].y == pytest.approx(line.points[1].y)


def test_a_pen_goes_where_the_hand_goes(easel):
    here = easel()
    here.use(Tool.PEN)
    here.drag((20, 20), (30, 40), (50, 45), (90, 20))
    assert here.marks[0].points == ((20.5, 20.5), (30.5, 40.5), (50.5, 45.5), (90.5, 20.5))
    assert here.editing.selected is None, "the next line begins where it likes"


def test_a_click_is_a_step_or_a_dot_and_no_box(easel):
    here = easel()
    for tool, count in ((Tool.STEP, 1), (Tool.PEN, 2), (Tool.BOX, 2), (Tool.ARROW, 2)):
        here.use(tool)
        here.editing.select(None)
        here.click(40 + count * 60, 100)
        assert len(here.marks) == count, tool


def test_steps_number_themselves(easel):
    here = easel()
    here.use(Tool.STEP)
    for x in (40, 100, 160):
        here.click(x, 50)
    assert [mark.number for mark in here.marks] == [1, 2, 3]
    here.editing.select(0)
    here.editing.remove_selected()
    assert [mark.number for mark in here.marks] == [1, 2]


def test_the_uppermost_mark_is_chosen_with_slack_and_a_click_beside_chooses_none(easel):
    here = easel()
    here.editing.add(box(40, 40, 120, 120, MarkKind.BLACKOUT))
    here.editing.add(box(20, 20, 200, 200))
    here.use(Tool.SELECT)
    here.click(80, 80)
    assert here.editing.selected == 0
    here.click(24, 150)
    assert here.editing.selected == 1
    here.click(260, 220)
    assert here.editing.selected is None


def test_a_mark_is_moved_by_whole_pixels_in_one_step(easel):
    here = easel()
    here.editing.add(box(20, 20, 80, 80))
    here.use(Tool.SELECT)
    here.editing.select(None)
    here.drag((20, 40), (25, 47), (33, 60))
    assert here.marks[0].points == (Point(33, 40), Point(93, 100))
    here.editing.undo()
    assert here.marks[0].points == (Point(20, 20), Point(80, 80))


def test_a_mark_that_is_dragged_away_stays_within_reach(easel):
    here = easel()
    here.editing.add(box(20, 20, 80, 80, MarkKind.BLACKOUT))
    here.use(Tool.SELECT)
    here.drag((50, 50), (-70, -70))
    around = frame(here.marks[0])
    assert (around.right, around.bottom) == (8, 8)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("tool", [Tool.SELECT, Tool.BOX])
def test_the_selected_mark_is_pulled_at_its_corner_with_any_tool(easel, zoom, tool):
    here = easel(120, 90, zoom=zoom)
    here.editing.add(box(20, 20, 60, 60))
    here.use(tool)
    here.drag((60, 60), (70, 70), (80, 75))
    assert here.marks == (box(20, 20, 80, 75),)


def test_an_arrow_is_pulled_at_its_tip(easel):
    here = easel()
    here.use(Tool.ARROW)
    here.drag((30, 30), (90, 90))
    here.drag((90, 90), (150, 40))
    assert here.marks[0].points == (Point(30.5, 30.5), Point(150.5, 40.5))


def test_a_step_grows_at_its_corner(easel):
    here = easel()
    here.use(Tool.STEP)
    here.click(100, 100)
    before = here.marks[0]
    corner = frame(before)
    here.drag((int(corner.right) + 8, int(corner.bottom) + 8), (160, 160))
    assert here.marks[0].width > before.width
    assert here.marks[0].number == 1


def test_a_small_mark_can_be_moved_though_it_is_smaller_than_its_handles(easel):
    here = easel()
    here.editing.add(box(100, 100, 104, 104, MarkKind.BLACKOUT))
    here.use(Tool.SELECT)
    here.drag((102, 102), (122, 112))
    assert here.marks[0].points == (Point(120, 110), Point(124, 114))


def test_control_chooses_with_a_drawing_tool(easel):
    here = easel()
    here.editing.add(box(20, 20, 120, 120, MarkKind.BLACKOUT))
    here.editing.select(None)
    here.use(Tool.BOX)
    here.drag((60, 60), (70, 70), modifiers=CONTROL)
    assert here.marks == (box(30, 30, 130, 130, MarkKind.BLACKOUT),)


def test_escape_calls_a_drag_off(easel):
    here = easel()
    here.use(Tool.BOX)
    here.press(20, 20)
    here.move(90, 90)
    here.key(QtCore.Qt.Key.Key_Escape)
    here.release(90, 90)
    assert here.marks == ()
    assert here.picture() == here.image
    assert here.editing.tool is Tool.BOX


def test_the_pointer_says_what_a_press_does(easel):
    here = easel()
    shape = QtCore.Qt.CursorShape
    here.editing.add(box(50, 50, 150, 150, MarkKind.BLACKOUT))
    here.use(Tool.SELECT)
    for place, wanted in (
        ((50, 50), shape.SizeFDiagCursor),
        ((150, 50), shape.SizeBDiagCursor),
        ((150, 100), shape.SizeHorCursor),
        ((100, 150), shape.SizeVerCursor),
        ((100, 100), shape.SizeAllCursor),
        ((250, 200), shape.ArrowCursor),
    ):
        here.hover(*place)
        assert here.page.cursor().shape() == wanted, place
    here.editing.select(None)
    for tool, wanted in ((Tool.TEXT, shape.IBeamCursor), (Tool.PEN, shape.CrossCursor)):
        here.use(tool)
        here.hover(250, 200)
        assert here.page.cursor().shape() == wanted


@pytest.mark.parametrize("button,space", [(Button.MiddleButton, False), (Button.LeftButton, True)])
def test_the_picture_is_dragged_with_the_middle_button_or_space(easel, button, space):
    here = easel(1200, 900)
    here.use(Tool.BOX)
    before = here.canvas._view()
    if space:
        event = QtGui.QKeyEvent(
            QtCore.QEvent.Type.KeyPress, QtCore.Qt.Key.Key_Space, QtCore.Qt.KeyboardModifier(0)
        )
        here.canvas.keyPressEvent(event)
    start = here.at(600, 450)
    here.send(QtCore.QEvent.Type.MouseButtonPress, start, button=button)
    here.send(QtCore.QEvent.Type.MouseMove, start - QtCore.QPointF(50, 30), button=button)
    here.send(QtCore.QEvent.Type.MouseButtonRelease, start, button=button)
    after = here.canvas._view()
    ratio = here.canvas._ratio()
    assert (before.x - after.x, before.y - after.y) == (round(50 * ratio), round(30 * ratio))
    if space:
        here.canvas.keyReleaseEvent(
            QtGui.QKeyEvent(
                QtCore.QEvent.Type.KeyRelease, QtCore.Qt.Key.Key_Space,
                QtCore.Qt.KeyboardModifier(0),
            )
        )  # fmt: skip
    assert here.marks == ()


def test_what_is_seen_without_a_selection_is_what_is_sent(easel):
    here = easel()
    for tool, way in (
        (Tool.BOX, ((10, 10), (100, 80))),
        (Tool.ARROW, ((120, 20), (220, 90))),
        (Tool.PEN, ((20, 120), (60, 150), (100, 110))),
        (Tool.HIGHLIGHTER, ((120, 120), (280, 130))),
        (Tool.STEP, ((40, 200), (44, 203))),
        (Tool.BLACKOUT, ((200, 150), (330, 250))),
    ):
        here.use(tool)
        here.editing.select(None)
        here.drag(*way)
    here.editing.select(None)
    assert len(here.marks) == 6
    assert here.picture() == flattened(here.image, here.editing.drawing)


def test_shift_counts_though_the_hand_rests(easel):
    here = easel()
    here.use(Tool.BOX)
    here.press(20, 20)
    here.move(90, 50)
    for kind, square in (
        (QtCore.QEvent.Type.KeyPress, True),
        (QtCore.QEvent.Type.KeyRelease, False),
    ):
        key = QtGui.QKeyEvent(kind, QtCore.Qt.Key.Key_Shift, QtCore.Qt.KeyboardModifier(0))
        (here.canvas.keyPressEvent if square else here.canvas.keyReleaseEvent)(key)
        around = frame(here.canvas._shown.marks[0])
        assert (around.height == around.width) is square
    here.release(90, 50)
    assert here.marks[0].points == (Point(20, 20), Point(91, 51))


def test_another_mark_that_is_chosen_during_a_drag_stays_what_it_was(easel):
    here = easel()
    here.editing.add(box(20, 20, 80, 80, MarkKind.BLACKOUT))
    here.editing.add(box(150, 20, 200, 80))
    here.use(Tool.SELECT)
    here.press(50, 50)
    here.move(60, 60)
    here.key(QtCore.Qt.Key.Key_Tab)
    here.move(70, 70)
    here.release(70, 70)
    assert here.marks == (box(20, 20, 80, 80, MarkKind.BLACKOUT), box(150, 20, 200, 80))
    assert here.editing.selected == 1


def test_a_press_on_a_mark_that_is_half_in_sight_scrolls_nothing(easel):
    here = easel(2000, 1500)
    here.canvas.scroll_by(-9999, -9999)
    here.canvas.scroll_by(40, 40)
    here.editing.add(box(300, 300, 900, 900, MarkKind.BLACKOUT))
    here.editing.select(None)
    here.canvas.scroll_by(-9999, -9999)
    before = here.canvas.seen
    here.use(Tool.SELECT)
    here.drag((350, 350), (360, 355))
    assert here.canvas.seen == before
    assert here.marks[0].points[0] == Point(310, 305)


def test_the_picture_scrolls_after_a_hand_that_leaves_it(easel):
    here = easel(2000, 1500)
    here.canvas.scroll_by(-9999, -9999)
    here.use(Tool.BOX)
    here.press(100, 100)
    end = QtCore.QPointF(here.page.width() + 60, 200)
    for _ in range(3):
        here.send(QtCore.QEvent.Type.MouseMove, end)
    here.send(QtCore.QEvent.Type.MouseButtonRelease, end)
    assert here.canvas.seen.left > 100
    [mark] = here.marks
    assert mark.points[0] == Point(100, 100)
    assert mark.points[1].x > here.page.width() + 100
