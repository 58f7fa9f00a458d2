from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect
from usero_desktop.annotation.undo import History

BLANK = Drawing(400, 300)


def step(number):
    return Mark(MarkKind.STEP, (Point(10 * number, 10),), "#000000", 1, number=number)


def box(kind=MarkKind.BLACKOUT):
    return Mark(kind, (Point(50, 50), Point(100, 100)), "#000000", 4)


def test_the_uppermost_mark_is_the_one_that_is_hit():
    drawing = BLANK.with_mark(box(MarkKind.TEXT)).with_mark(box(MarkKind.TEXT))
    assert drawing.at(Point(60, 60)) == 1
    assert drawing.at(Point(200, 200)) is None


def test_a_blackout_lies_above_all_that_is_drawn_later():
    drawing = BLANK.with_mark(box()).with_mark(box(MarkKind.TEXT))
    assert drawing.in_order == (1, 0)
    assert drawing.at(Point(60, 60)) == 0


def test_steps_count_on_and_close_up_where_one_goes():
    drawing = BLANK
    for _ in range(4):
        drawing = drawing.with_mark(step(drawing.next_number))
    drawing = drawing.without(1)
    assert [mark.number for mark in drawing.marks] == [1, 2, 3]
    assert [mark.points[0].x for mark in drawing.marks] == [10, 30, 40]
    assert drawing.next_number == 4


numbers = st.floats(-1000, 1000)


@given(numbers, numbers, st.floats(0, 1000), st.floats(0, 1000))
def test_whatever_is_cropped_is_whole_pixels_of_the_picture(left, top, width, height):
    area = BLANK.cropped(Rect(left, top, width, height)).area
    assert all(side == int(side) for side in area)
    assert 0 <= area.left <= area.right <= 400 or area.width == 0
    assert 0 <= area.top <= area.bottom <= 300 or area.height == 0


def test_without_a_crop_all_of_it_is_shown():
    assert BLANK.cropped(Rect(1, 1, 5, 5)).cropped(None).area == (0, 0, 400, 300)


def test_steps_of_one_run_are_undone_as_one():
    history = History(0)
    for number in (1, 2, 3):
        history.do(number, run="nudge")
    history.do(4)
    assert [history.undo(), history.undo()] == [3, 0]


def test_after_an_undo_the_same_run_is_a_new_step():
    history = History(0)
    history.do(1, run="nudge")
    history.undo()
    history.do(2, run="nudge")
    assert history.undo() == 0


class AnyHistory(RuleBasedStateMachine):
    """Whatever is done and undone: as two plain lists would have it."""

    def __init__(self):
        super().__init__()
        self.history, self.past, self.future = History(0), [0], []

    @rule(state=st.integers(0, 5))
    def do(self, state):
        self.history.do(state)
        if state != self.past[-1]:
            self.past.append(state)
            self.future = []

    @rule()
    def undo(self):
        if len(self.past) > 1:
            self.future.append(self.past.pop())
        assert self.history.undo() == self.past[-1]

    @rule()
    def redo(self):
        if self.future:
            self.past.append(self.future.pop())
        assert self.history.redo() == self.past[-1]

    @invariant()
    def agrees(self):
        assert self.history.now == self.past[-1]
        assert self.history.can_undo == (len(self.past) > 1)
        assert self.history.can_redo == bool(self.future)


TestAnyHistory = AnyHistory.TestCase
