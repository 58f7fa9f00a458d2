from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.annotation.geometry import (
    Handle,
    bounds,
    frame,
    handles,
    hits,
    moved,
    pulled,
)
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect

places = st.builds(Point, st.integers(0, 4000), st.integers(0, 4000))
widths = st.integers(1, 40)
COUNTS = {
    MarkKind.BOX: 2, MarkKind.ARROW: 2, MarkKind.TEXT: 2, MarkKind.BLACKOUT: 2, MarkKind.STEP: 1,
    MarkKind.PEN: 5, MarkKind.HIGHLIGHTER: 5,
}  # fmt: skip


@st.composite
def marks(draw, *kinds):
    kind = draw(st.sampled_from(kinds or tuple(MarkKind)))
    points = draw(st.lists(places, min_size=COUNTS[kind], max_size=COUNTS[kind]))
    return Mark(kind, tuple(points), "#dc2626", draw(widths), "words", 1)


@given(marks(), places)
def test_what_is_hit_is_within_the_bounds(mark, point):
    if hits(mark, point):
        assert bounds(mark).holds(point, 0.001)


@given(marks(), st.integers(-500, 500), st.integers(-500, 500))
def test_a_mark_that_moves_keeps_its_shape(mark, across, down):
    before, after = frame(mark), frame(moved(mark, across, down))
    assert after == (before.left + across, before.top + down, before.width, before.height)
    assert moved(moved(mark, across, down), -across, -down) == mark


@given(marks(MarkKind.BOX, MarkKind.BLACKOUT), st.sampled_from(list(Handle)[:8]), places)
def test_a_box_is_where_its_handle_is_pulled_to_and_the_other_side_stays(mark, handle, to):
    before, after = frame(mark), frame(pulled(mark, handle, to))
    assert after.width >= 1
    assert after.height >= 1
    assert after.holds(to, 1) or handle in {Handle.TOP, Handle.BOTTOM, Handle.LEFT, Handle.RIGHT}
    if "left" in handle.value:
        fixed = min(abs(before.right - after.left), abs(before.right - after.right))
        assert fixed < 0.01 or after.width == 1
    if handle in {Handle.TOP, Handle.BOTTOM}:
        assert after.left == before.left


@given(marks(MarkKind.ARROW), places)
def test_an_arrow_is_pulled_at_either_end(mark, to):
    tail, tip = mark.points
    assert pulled(mark, Handle.TIP, to).points == (tail, to)
    assert pulled(mark, Handle.TAIL, to).points == (to, tip)


@given(marks(MarkKind.PEN, MarkKind.HIGHLIGHTER), st.sampled_from(list(Handle)[:8:2]), places)
def test_what_was_drawn_by_hand_is_stretched_into_its_new_frame(mark, handle, to):
    after = pulled(mark, handle, to)
    assert len(after.points) == len(mark.points)
    assert after.width == mark.width
    again = pulled(after, handle, handles(after)[handle])
    for one, other in zip(after.points, again.points, strict=True):
        assert one == pytest.approx(other, abs=0.01)


@given(marks(MarkKind.TEXT, MarkKind.STEP), st.sampled_from(list(Handle)[:8:2]), places)
def test_texts_and_steps_grow_and_shrink_in_their_own_shape(mark, handle, to):
    text = replace(mark, points=(Point(100, 100), Point(300, 150))[: len(mark.points)])
    before, after = frame(text), frame(pulled(text, handle, to))
    assert after.width / before.width == pytest.approx(after.height / before.height)
    assert pulled(text, handle, to).width >= 1


def test_a_box_is_hit_at_its_line_and_a_blackout_everywhere():
    box = Mark(MarkKind.BOX, (Point(10, 10), Point(110, 110)), "#000000", 4)
    middle = Point(60, 60)
    assert hits(box, Point(11, 60))
    assert not hits(box, middle)
    assert hits(replace(box, kind=MarkKind.BLACKOUT), middle)
    assert hits(box, Point(10, 5), slack=4)


def test_a_dot_of_the_pen_can_be_hit():
    dot = Mark(MarkKind.PEN, (Point(10, 10),), "#000000", 4)
    assert hits(dot, Point(11, 11))
    assert not hits(dot, Point(20, 20))


def test_two_parts_of_a_picture_have_one_in_common_or_none():
    assert Rect(0, 0, 10, 10).within(Rect(5, 5, 10, 10)) == (5, 5, 5, 5)
    assert Rect(0, 0, 10, 10).within(Rect(50, 50, 10, 10))[2:] == (0, 0)
