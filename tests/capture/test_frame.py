from __future__ import annotations

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.capture.frame import Frame, put, untouched


def frame_of(noise, width=40, height=30, **place):
    return Frame(bytearray(noise(width, height)), width, height, **place)


def image_of(frame):
    pixels = bytes(frame.pixels)
    return PIL.Image.frombytes("RGB", (frame.width, frame.height), pixels, "raw", "BGRX")


def test_a_part_holds_the_pixels_that_were_there(noise):
    frame = frame_of(noise)

    assert image_of(frame.part(5, 7, 20, 10)) == image_of(frame).crop((5, 7, 25, 17))


def test_a_part_knows_where_on_the_desktop_it_was(noise):
    part = frame_of(noise, left=-100, top=20, scale=2.0).part(10, 4, 6, 6)

    assert (part.left, part.top, part.scale) == (-95, 22, 2.0)


def test_what_of_a_part_is_outside_is_left_out(noise):
    frame = frame_of(noise)

    assert image_of(frame.part(-5, 20, 10, 50)) == image_of(frame).crop((0, 20, 5, 30))


def test_a_part_of_nothing_is_refused(noise):
    with pytest.raises(ValueError, match="no pixel"):
        frame_of(noise).part(40, 0, 5, 5)


@given(*(st.integers(-20, 60) for _ in range(2)), *(st.integers(0, 70) for _ in range(2)))
def test_what_is_filled_is_of_the_colour_and_nothing_else_is(left, top, width, height):
    frame = Frame(bytearray(b"\1\2\3\0" * 40 * 30), 40, 30)

    frame.fill(left, top, width, height, (200, 100, 50))

    expected = PIL.Image.new("RGB", (40, 30), (3, 2, 1))
    expected.paste((200, 100, 50), (left, top, left + width, top + height))
    assert image_of(frame) == expected


@pytest.mark.parametrize("make", [untouched, bytearray], ids=["system", "python"])
@settings(derandomize=True)
@given(
    st.integers(1, 20_000), st.lists(st.tuples(st.integers(0, 25_000), st.binary(max_size=9000)))
)
def test_what_is_put_into_memory_is_there_as_far_as_there_is_room(make, size, pieces):
    memory, wanted = make(size), bytearray(size)
    for begin, data in pieces:
        first = min(begin, size)
        put(memory, first, data)
        wanted[first : first + len(data)] = data
        del wanted[size:]

    assert bytes(memory) == wanted
