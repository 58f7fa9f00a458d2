"""Undo, redo and what is selected, whatever is done to a picture."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from usero_desktop.annotation import inks
from usero_desktop.annotation.drafting import corners
from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect
from usero_desktop.qt import QtGui
from usero_desktop.ui.canvas.editing import Editing, Tool

SIZE = (300, 200)


def blank():
    image = QtGui.QImage(*SIZE, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor("white"))
    return image


@pytest.fixture
def editing(qapp):
    return Editing(None, blank(), Drawing(*SIZE))


def mark_of(kind, left, top, width, height):
    where = corners(Rect(left, top, width, height))
    points = where[:1] if kind is MarkKind.STEP else where
    return Mark(kind, points, "#dc2626", 2, "words" if kind is MarkKind.TEXT else "")


marks = st.builds(
    mark_of, st.sampled_from(MarkKind), st.integers(-20, 290), st.integers(-20, 190),
    st.integers(1, 200), st.integers(1, 200),
)  # fmt: skip
steps = st.integers(-300, 300)


class AnyEditing(RuleBasedStateMachine):
    """Whatever is done: undo goes back through each drawing that was, redo forth again."""

    def __init__(self):
        super().__init__()
        self.editing = Editing(None, blank(), Drawing(*SIZE))
        self.seen = [self.editing.drawing]
        self.told = []
        self.editing.changed.connect(lambda: self.told.append(self.editing.drawing))

    @rule(mark=marks)
    def add(self, mark):
        self.editing.add(mark)

    @rule(place=st.none() | st.integers(-1, 9))
    def select(self, place):
        self.editing.select(place)

    @rule(step=st.sampled_from([1, -1]))
    def walk(self, step):
        is_there = self.editing.select_next(step)
        assert is_there == (self.editing.selected is not None)

    @rule(x=steps, y=steps)
    def nudge(self, x, y):
        self.editing.nudge(x, y)

    @rule(x=steps, y=steps)
    def stretch(self, x, y):
        self.editing.stretch(x, y)

    @rule(colour=st.none() | st.sampled_from(["#16a34a", "#ffffff"]),
          width=st.none() | st.floats(0, 60))  # fmt: skip
    def restyle(self, colour, width):
        self.editing.restyle(colour, width)

    @rule()
    def remove(self):
        had, count = self.editing.selected, len(self.editing.drawing.marks)
        self.editing.remove_selected()
        assert len(self.editing.drawing.marks) == count - (had is not None)

    @rule()
    def duplicate(self):
        self.editing.duplicate()

    @rule(step=st.sampled_from([1, -1]))
    def lift(self, step):
        before = self.editing.mark
        (self.editing.raise_selected if step > 0 else self.editing.lower_selected)()
        assert self.editing.mark == before

    @rule(text=st.text(max_size=20))
    def write(self, text):
        self.editing.set_text(text)

    @rule(tool=st.sampled_from(Tool))
    def use(self, tool):
        self.editing.use(tool)
        assert self.editing.tool is tool

    @rule(left=steps, top=steps, width=st.floats(0, 400), height=st.floats(0, 400))
    def crop(self, left, top, width, height):
        self.editing.frame_crop(Rect(left, top, width, height))
        self.editing.apply_crop()

    @rule()
    def uncrop(self):
        self.editing.crop_to(None)

    @rule()
    def undo_all_and_redo_all(self):
        self.editing.forget_crop()  # a frame is the first that undo takes, and no step
        now, back, forth = self.editing.drawing, [], []
        while self.editing.can_undo:
            self.editing.undo()
            back.append(self.editing.drawing)
        if back:
            assert back[-1] == self.seen[0]
        assert not self.editing.is_touched
        for _ in back:
            self.editing.redo()
            forth.append(self.editing.drawing)
        if back:
            assert forth == [*reversed(back[:-1]), now]
            assert len(set(map(id, back))) == len(back)

    @rule()
    def undo(self):
        self.editing.undo()

    @rule()
    def redo(self):
        self.editing.redo()

    @invariant()
    def what_is_selected_is_there(self):
        place = self.editing.selected
        assert place is None or 0 <= place < len(self.editing.drawing.marks)

    @invariant()
    def whoever_listens_knows_the_drawing(self):
        assert not self.told or self.told[-1] == self.editing.drawing

    @invariant()
    def steps_count_from_one_on(self):
        numbers = [m.number for m in self.editing.drawing.marks if m.kind is MarkKind.STEP]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    @invariant()
    def something_is_left_of_the_picture(self):
        area = self.editing.drawing.area
        assert area.width >= 1
        assert area.height >= 1


@pytest.fixture(scope="module", autouse=True)
def _application(qapp):
    """Texts are measured with an application's letters."""


TestAnyEditing = AnyEditing.TestCase
TestAnyEditing.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_a_run_that_ends_where_it_began_is_no_step(editing):
    editing.add(mark_of(MarkKind.BOX, 20, 20, 40, 40))
    editing.nudge(1, 0)
    editing.nudge(-1, 0)
    editing.undo()
    assert editing.drawing.marks == ()


def test_an_undo_keeps_the_selection_where_the_mark_is_still_there(editing):
    editing.add(mark_of(MarkKind.BOX, 20, 20, 40, 40))
    editing.nudge(5, 5)
    editing.undo()
    assert editing.selected == 0
    editing.undo()
    assert editing.selected is None


def test_who_hears_of_a_removed_mark_finds_no_selection_beyond_the_list(editing):
    heard = []
    editing.changed.connect(lambda: heard.append((editing.selected, len(editing.drawing.marks))))
    editing.add(mark_of(MarkKind.BOX, 20, 20, 40, 40))
    editing.remove_selected()
    assert heard == [(0, 1), (None, 0)]


def test_colour_and_width_change_the_selected_mark_and_what_is_drawn_next(editing):
    editing.add(mark_of(MarkKind.TEXT, 20, 20, 40, 40))
    before = editing.mark
    editing.restyle(colour="#2563eb")
    editing.restyle(width=8)
    assert (editing.mark.colour, editing.mark.width) == ("#2563eb", 8)
    assert editing.mark.points[1] != before.points[1], "larger letters take more room"
    assert (editing.colour, editing.width) == ("#2563eb", 8)
    editing.undo()
    assert editing.mark.width == 2


def test_the_colour_that_is_there_already_can_be_given_to_another_mark(editing):
    editing.add(Mark(MarkKind.BOX, (Point(1, 1), Point(9, 9)), "#ffffff", 9))
    editing.restyle(colour=editing.colour)
    assert editing.mark.colour == editing.colour
    assert editing.mark.width == 9


def test_a_blackout_has_no_colour_to_choose(editing):
    editing.add(mark_of(MarkKind.BLACKOUT, 1, 1, 9, 9))
    before = editing.mark
    editing.restyle("#ffffff", 20)
    assert editing.mark == before


def test_a_copy_of_a_step_has_the_next_number_and_lies_beside_it(editing):
    editing.add(mark_of(MarkKind.STEP, 50, 50, 1, 1))
    editing.duplicate()
    assert [mark.number for mark in editing.drawing.marks] == [1, 2]
    assert editing.selected == 1
    assert editing.drawing.marks[0].points != editing.drawing.marks[1].points


def test_all_of_the_picture_is_no_crop(editing):
    editing.crop_to(Rect(0, 0, *SIZE))
    assert editing.drawing.crop is None
    editing.crop_to(Rect(400, 400, 10, 10))
    assert editing.drawing.crop is None


def test_the_picture_is_kept_as_it_is_sent_on_white_and_pixel_for_pixel(qapp):
    clear = QtGui.QImage(*SIZE, QtGui.QImage.Format.Format_ARGB32)
    clear.fill(QtGui.QColor(0, 0, 0, 0))
    clear.setDevicePixelRatio(2.0)
    kept = Editing(None, clear, Drawing(*SIZE)).image
    assert kept == blank()
    assert kept.devicePixelRatio() == 1.0


def test_a_highlighter_has_a_colour_of_its_own(editing):
    assert editing.colour == inks.COLOURS[0]
    editing.use(Tool.HIGHLIGHTER)
    assert editing.colour == inks.HIGHLIGHT
    editing.restyle(colour="#16a34a")
    editing.use(Tool.PEN)
    assert editing.colour == inks.COLOURS[0]
    editing.use(Tool.HIGHLIGHTER)
    assert editing.colour == "#16a34a"


def test_what_is_highlighted_already_changes_the_highlighters_colour_and_no_others(editing):
    editing.add(Mark(MarkKind.HIGHLIGHTER, (Point(5, 5), Point(90, 5)), "#facc15", 4))
    editing.restyle(colour="#2563eb")
    assert editing.mark.colour == "#2563eb"
    assert editing.colour == inks.COLOURS[0]
    editing.use(Tool.HIGHLIGHTER)
    assert editing.colour == "#2563eb"
