from __future__ import annotations

from math import atan2, hypot, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.annotation.drafting import (
    begun,
    beside,
    clamped,
    corners,
    drawn,
    kept,
    outward,
    placed,
    spanning,
    turned,
)
from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.geometry import bounds, frame
from usero_desktop.annotation.inks import COLOURS, default_width, widths
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect

numbers = st.floats(-5000, 5000)
sides = st.floats(0.01, 4000)
rects = st.builds(Rect, numbers, numbers, sides, sides)
points = st.builds(Point, numbers, numbers)
AREA = Rect(100, 50, 800, 600)
KINDS = [kind for kind in MarkKind if kind is not MarkKind.TEXT]


@given(rects)
def test_outward_covers_each_pixel_that_is_touched_and_no_other(rect):
    whole = outward(rect)
    assert all(side == int(side) for side in whole)
    assert whole.left <= rect.left + 1e-5
    assert whole.right >= rect.right - 1e-5
    assert whole.left > rect.left - 1
    assert whole.right < rect.right + 1.001 or whole.width == 1


@given(st.integers(-100, 5000), st.sampled_from([0.25, 0.37, 1, 1.5, 2, 3, 7.3]))
def test_the_fractions_of_a_zoom_add_no_pixel(pixel, zoom):
    spot = Rect(pixel * zoom / zoom, 0, 1, 1)
    assert outward(spot) == Rect(pixel, 0, 1, 1)


@given(rects, rects)
def test_a_box_covers_both_of_its_spots_and_a_square_is_one(start, end):
    for is_square in (False, True):
        around = spanning(start, end, is_square=is_square)
        assert around.holds(start.center, 1e-5)
        if not is_square:
            assert around.holds(end.center, 1e-5)
        else:
            assert around.width == pytest.approx(around.height)


@given(points, points)
def test_a_line_that_is_turned_goes_one_of_eight_ways_and_is_no_longer(start, end):
    to = turned(start, end)
    across, down = to.x - start.x, to.y - start.y
    if hypot(across, down) > 0.01:
        eighths = atan2(down, across) / (pi / 4)
        assert eighths == pytest.approx(round(eighths), abs=1e-3)
    assert hypot(across, down) <= hypot(end.x - start.x, end.y - start.y) + 1e-6


@given(st.sampled_from(KINDS), points, st.integers(1, 40))
def test_wherever_a_mark_is_moved_some_of_it_stays_in_the_picture(kind, to, width):
    spot = Rect(to.x, to.y, 1, 1)
    mark = drawn(begun(kind, spot, "#dc2626", width), spot, Rect(to.x + 60, to.y + 9, 1, 1))
    inside = bounds(kept(mark, AREA)).within(AREA)
    assert inside.width >= min(7.9, bounds(mark).width - 1e-6)
    assert inside.height >= min(7.9, bounds(mark).height - 1e-6)


@given(st.sampled_from(KINDS), st.integers(1, 40))
def test_a_mark_that_is_within_is_left_where_it_is(kind, width):
    mark = placed(kind, AREA, "#dc2626", width)
    assert kept(mark, AREA) is mark


@given(st.sampled_from(KINDS), st.integers(1, 60), st.integers(1, 4000), st.integers(1, 4000))
def test_a_mark_put_by_a_key_is_in_the_middle_of_what_is_seen(kind, width, wide, high):
    area = Rect(30, 40, wide, high)
    around = frame(placed(kind, area, "#dc2626", width))
    assert around.center == pytest.approx(area.center, abs=1)
    if kind is not MarkKind.STEP:
        assert around.width <= max(wide, 1)
        assert around.height <= max(high, 1)


@given(st.integers(1, 30))
def test_no_two_marks_lie_at_the_very_same_place(count):
    drawing = Drawing(500, 500)
    for _ in range(count):
        drawing = drawing.with_mark(beside(placed(MarkKind.BOX, AREA, "#dc2626", 4), drawing))
    assert len({mark.points for mark in drawing.marks}) == count


@given(rects.filter(lambda rect: rect.width < 500 and rect.height < 500))
def test_a_spot_is_moved_into_the_picture(spot):
    inside = clamped(spot, AREA)
    assert AREA.holds(Point(inside.left, inside.top), 1e-6)
    assert AREA.holds(Point(inside.right, inside.bottom), 1e-6)
    if AREA.holds(corners(spot)[0]) and AREA.holds(corners(spot)[1]):
        assert inside == pytest.approx(spot)


@pytest.mark.parametrize("size,width", [
    ((1920, 1080), 4), ((3840, 2160), 8), ((7680, 4320), 16), ((800, 600), 3), ((10, 10), 3),
])  # fmt: skip
def test_a_line_is_as_thick_as_the_picture_wants(size, width):
    assert default_width(*size) == width
    assert width in widths(*size)
    assert list(widths(*size)) == sorted(set(widths(*size)))


def test_colours_to_choose_from_are_all_different():
    assert len(set(COLOURS)) == len(COLOURS)


def test_marks_are_lifted_among_their_own():
    black = Mark(MarkKind.BLACKOUT, (Point(0, 0), Point(9, 9)), "#000000", 2)
    line = Mark(MarkKind.BOX, (Point(0, 0), Point(9, 9)), "#dc2626", 2)
    other = Mark(MarkKind.BOX, (Point(5, 5), Point(9, 9)), "#dc2626", 2)
    drawing = Drawing(50, 50, (line, black, other))
    lifted, place = drawing.lifted(0, 1)
    assert (lifted.marks, place) == ((other, black, line), 2)
    assert lifted.lifted(2, 1) == (lifted, 2)
    assert lifted.lifted(1, 1) == (lifted, 1)
    assert lifted.lifted(place, -1) == (drawing, 0)
