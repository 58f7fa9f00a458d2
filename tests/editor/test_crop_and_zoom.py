from __future__ import annotations

import pytest
from editor.easel import Key

from usero_desktop.annotation.marks import Point, Rect
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import flattened

NONE = QtCore.Qt.KeyboardModifier.NoModifier
CONTROL = QtCore.Qt.KeyboardModifier.ControlModifier


def test_a_crop_is_drawn_applied_by_enter_and_undone(easel):
    here = easel()
    here.use(Tool.CROP)
    here.drag((40, 30), (140, 100))
    assert here.editing.drawing.crop is None
    assert here.editing.frame == Rect(40, 30, 101, 71)
    here.key(Key.Key_Return)
    assert here.editing.drawing.area == Rect(40, 30, 101, 71)
    assert here.editing.tool is Tool.SELECT
    assert here.picture() == here.image.copy(40, 30, 101, 71)
    here.editing.undo()
    assert here.picture() == here.image


def test_what_a_crop_takes_away_is_dimmed_and_the_rest_is_not(easel):
    here = easel()
    here.use(Tool.CROP)
    here.drag((40, 30), (140, 100))
    shown = here.picture()
    assert shown.copy(60, 50, 60, 30) == here.image.copy(60, 50, 60, 30)
    for place in ((10, 10), (300, 200)):
        dimmed, whole = shown.pixelColor(*place), here.image.pixelColor(*place)
        assert dimmed.lightness() < whole.lightness() * 0.5, place


def test_a_crop_is_moved_and_pulled_by_hand_and_by_keys_and_stays_in_the_picture(easel):
    here = easel()
    here.use(Tool.CROP)
    here.drag((40, 30), (139, 99))
    here.drag((80, 60), (90, 70))
    assert here.editing.frame == Rect(50, 40, 100, 70)
    here.drag((150, 110), (170, 120))
    assert here.editing.frame == Rect(50, 40, 120, 80)
    here.key(Key.Key_Left)
    here.key(Key.Key_Down, CONTROL)
    assert here.editing.frame == Rect(49, 40, 120, 81)
    here.drag((80, 60), (-90, -90))
    assert here.editing.frame == Rect(0, 0, 120, 81)


def test_a_crop_that_is_not_applied_is_forgotten(easel):
    here = easel()
    here.use(Tool.CROP)
    here.drag((40, 30), (140, 100))
    here.key(Key.Key_Escape)
    assert here.editing.tool is Tool.SELECT
    assert here.editing.drawing.crop is None
    assert not here.editing.can_undo


@pytest.mark.parametrize("way", ["another tool", "a double click"])
def test_a_crop_is_applied_with_the_mouse_alone_too(easel, way):
    here = easel()
    here.use(Tool.CROP)
    here.drag((40, 30), (140, 100))
    if way == "another tool":
        here.use(Tool.ARROW)
    else:
        here.double_click(90, 60)
    assert here.editing.drawing.area == Rect(40, 30, 101, 71)
    here.editing.undo()
    assert here.editing.drawing.crop is None


def test_undo_takes_the_frame_of_a_crop_away_before_it_takes_what_was_drawn(easel):
    here = easel()
    here.use(Tool.BOX)
    here.drag((10, 10), (60, 60))
    here.use(Tool.CROP)
    here.drag((40, 30), (140, 100))
    here.editing.undo()
    assert not here.editing.is_framed
    assert len(here.marks) == 1
    here.editing.undo()
    assert not here.marks
    assert not here.editing.can_undo


def test_a_frame_that_goes_no_further_than_the_picture_is_nothing_to_undo(easel):
    here = easel()
    here.use(Tool.CROP)
    here.key(Key.Key_Right)
    assert not here.editing.is_framed
    assert not here.editing.can_undo


def test_a_double_click_crops_nothing_before_there_is_a_frame(easel):
    here = easel()
    here.use(Tool.CROP)
    here.double_click(90, 60)
    assert here.editing.tool is Tool.CROP
    assert not here.editing.can_undo


def test_the_size_of_a_crop_is_told_width_first_from_either_side(easel):
    shown = []
    for side in (QtCore.Qt.LayoutDirection.LeftToRight, QtCore.Qt.LayoutDirection.RightToLeft):
        here = easel()
        here.canvas.setLayoutDirection(side)
        here.use(Tool.CROP)
        here.drag((40, 60), (140, 100))
        told = here.picture().copy(30, 20, 120, 38)
        assert told != here.image.copy(30, 20, 120, 38)
        shown.append(told)
    assert shown[0] == shown[1]


def test_within_a_crop_one_draws_on_the_picture_that_is_left(easel):
    here = easel()
    here.editing.crop_to(Rect(40, 30, 200, 150))
    here.use(Tool.BLACKOUT)
    here.drag((45, 35), (60, 50))
    assert here.marks[0].points == (Point(45, 35), Point(61, 51))
    here.editing.select(None)
    assert here.picture() == flattened(here.image, here.editing.drawing)


def test_all_is_in_sight_until_somebody_zooms(easel):
    here = easel(2000, 500, zoom=None)
    assert here.canvas.zoom < 0.25
    assert here.canvas.seen == (0, 0, 2000, 500)
    here.canvas.resize(800, 400)
    assert here.canvas.zoom > 0.3
    here.canvas.zoom_to(0.1)
    here.canvas.resize(400, 400)
    assert here.canvas.zoom == 0.1
    here.canvas.fit()
    assert here.canvas.seen == (0, 0, 2000, 500)
    assert not here.canvas.horizontalScrollBar().isVisible()


def test_a_small_picture_is_no_larger_than_it_is(easel):
    assert easel(60, 40, zoom=None).canvas.zoom == 1.0


@pytest.mark.parametrize("zoom", [0.5, 1.0, 4.0])
def test_what_is_under_the_pointer_stays_there_when_one_zooms(easel, zoom):
    here = easel(3000, 2000)
    place = here.at(1500, 1000)
    before = here.canvas._hand(place).spot
    here.canvas.zoom_to(zoom, place)
    after = here.canvas._hand(place).spot
    near = 1 + 1 / zoom
    assert after.left == pytest.approx(before.left, abs=near)
    assert after.top == pytest.approx(before.top, abs=near)


def turn(here, way, modifiers=NONE, pixels=(0, 0)):
    place = QtCore.QPointF(200, 150)
    event = QtGui.QWheelEvent(
        place, QtCore.QPointF(here.page.mapToGlobal(place.toPoint())), QtCore.QPoint(*pixels),
        QtCore.QPoint(*way), QtCore.Qt.MouseButton.NoButton, modifiers,
        QtCore.Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(here.page, event)


def test_the_wheel_scrolls_and_zooms_with_control(easel):
    here = easel(3000, 2000)
    here.canvas.scroll_by(-9999, -9999)
    here.canvas.scroll_by(500, 500)
    before = here.canvas.seen
    turn(here, (0, -120))
    assert here.canvas.seen.top == before.top + 120
    turn(here, (0, -120), QtCore.Qt.KeyboardModifier.ShiftModifier)
    assert here.canvas.seen.left == before.left + 120
    turn(here, (0, -120), pixels=(0, -7))
    assert here.canvas.seen.top == before.top + 127
    told = []
    here.canvas.zoom_changed.connect(told.append)
    turn(here, (0, 480), CONTROL)
    assert here.canvas.zoom == 2.0
    assert told == [2.0]


def test_zooming_by_steps_stops_at_true_to_scale(easel):
    here = easel(3000, 2000, zoom=0.9)
    here.canvas.zoom_in()
    assert here.canvas.zoom == 1.0
    here.canvas.zoom_in()
    here.canvas.zoom_out()
    assert here.canvas.zoom == 1.0
    for _ in range(40):
        here.canvas.zoom_out()
    assert here.canvas.zoom == 0.05
    here.canvas.zoom_to(0)
    here.canvas.zoom_to(1e9)
    assert here.canvas.zoom == 32


@pytest.mark.parametrize("zoom", [2.0, 3.0])
def test_enlarged_each_pixel_is_so_many_wide(easel, zoom):
    here = easel(60, 40, zoom=zoom)
    keep = QtCore.Qt.AspectRatioMode.IgnoreAspectRatio
    enlarged = here.image.scaled(int(60 * zoom), int(40 * zoom), keep)
    assert here.picture() == enlarged


def test_a_part_that_is_painted_anew_fits_the_rest(easel):
    here = easel(1000, 800, zoom=0.37)
    whole = here.screen()
    for rect in ((100, 100, 37, 23), (201, 53, 10, 90), (0, 0, 11, 11)):
        here.page.repaint(QtCore.QRect(*rect))
    assert here.screen() == whole


def test_two_fingers_zoom_about_where_they_are(easel):
    here = easel(3000, 2000)
    place = QtCore.QPointF(120, 90)
    before = here.canvas._hand(place).spot
    event = QtGui.QNativeGestureEvent(
        QtCore.Qt.NativeGestureType.ZoomNativeGesture,
        QtGui.QPointingDevice.primaryPointingDevice(), 2, place, place, place, 0.5,
        QtCore.QPointF(), 1,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(here.page, event)
    assert here.canvas.zoom == 1.5
    after = here.canvas._hand(place).spot
    assert after.left == pytest.approx(before.left, abs=2)
    assert after.top == pytest.approx(before.top, abs=2)
