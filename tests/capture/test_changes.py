"""What differs between two pictures is in the boxes, and little else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.capture import changes
from usero_desktop.capture.changes import Box, changed
from usero_desktop.capture.pixels import Memory

WIDTH, HEIGHT = 400, 300


def picture(spots=(), size=(WIDTH, HEIGHT)):
    """A grey picture in which each of `spots`, of left, top, right and bottom, is black."""
    width, height = size
    rows = bytearray(b"\x80\x80\x80\xff" * (width * height))
    for left, top, right, bottom in spots:
        for row in range(top, bottom):
            begin = (row * width + left) * 4
            rows[begin : begin + (right - left) * 4] = b"\0\0\0\xff" * (right - left)
    return Memory(memoryview(rows), size, width * 4)


def test_of_the_same_picture_nothing_has_changed():
    assert changed(picture(), picture()) == []


def test_what_changed_in_one_place_is_one_box_around_it():
    assert changed(picture(), picture([(17, 30, 40, 31)])) == [Box(17, 30, 40, 31)]


def test_the_last_pixel_counts():
    corner = (WIDTH - 1, HEIGHT - 1, WIDTH, HEIGHT)
    assert changed(picture(), picture([corner])) == [Box(*corner)]


def test_places_far_apart_are_boxes_of_their_own():
    spots = [(0, 10, 8, 18), (300, 12, 310, 90), (100, 200, 110, 210)]
    assert sorted(changed(picture(), picture(spots))) == sorted(Box(*spot) for spot in spots)


def test_places_close_to_each_other_are_one_box():
    spots = [(10, 10, 20, 20), (30, 15, 40, 35)]
    assert changed(picture(), picture(spots)) == [Box(10, 10, 40, 35)]


def test_too_many_places_are_one_box_around_all():
    spots = [(x, y, x + 1, y + 1) for x in range(5, 400, 100) for y in range(5, 300, 100)]
    assert len(spots) > changes.MOST
    assert changed(picture(), picture(spots)) == [Box(5, 5, 306, 206)]


def test_a_picture_of_several_strips_is_looked_through_to_its_end():
    size = (2000, 700)
    spots = [(1990, 120, 1999, 130), (5, 690, 9, 700)]
    found = changed(picture(size=size), picture(spots, size))
    assert sorted(found) == sorted(Box(*spot) for spot in spots)


SPOT = st.builds(
    lambda x, y, w, h: (x, y, min(x + w, WIDTH), min(y + h, HEIGHT)),
    st.integers(0, WIDTH - 1),
    st.integers(0, HEIGHT - 1),
    st.integers(1, 60),
    st.integers(1, 60),
)


@given(st.lists(SPOT, max_size=6))
def test_every_pixel_that_changed_is_in_one_box_and_no_more(spots):
    boxes = changed(picture(), picture(spots))

    assert all(any(box.holds(Box(*spot)) for box in boxes) for spot in spots)
    for one in boxes:
        others = [box for box in boxes if box is not one]
        assert not any(
            box.left < one.right
            and one.left < box.right
            and box.top < one.bottom
            and one.top < box.bottom
            for box in others
        )
