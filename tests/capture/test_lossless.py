"""A part of a picture as a file that travels inside of something else."""

from __future__ import annotations

import io
import random

import PIL.Image
import pytest

from usero_desktop.capture.changes import Box
from usero_desktop.capture.lossless import PIXELS, ROWS, pieces, webp
from usero_desktop.capture.pixels import Memory


def noise(width, height):
    rows = bytearray(random.Random(width * height).randbytes(width * height * 4))
    return Memory(memoryview(rows), (width, height), width * 4)


@pytest.mark.parametrize(
    "box",
    [Box(0, 0, 300, 600), Box(0, 0, 1, 1), Box(299, 599, 300, 600), Box(33, 44, 234, 598)],
    ids=["all", "first", "last", "part"],
)
def test_the_strips_put_together_are_the_picture_pixel_by_pixel(box):
    picture = noise(300, 600)

    made = PIL.Image.new("RGB", (300, 600))
    for strip in pieces(box):
        with PIL.Image.open(io.BytesIO(webp(picture, strip))) as opened:
            assert opened.format == "WEBP"
            assert opened.size == strip.size
            made.paste(opened, (strip.left, strip.top))

    wanted = PIL.Image.new("RGB", (300, 600))
    wanted.paste(picture.whole().crop(box), box[:2])
    assert made.tobytes() == wanted.tobytes()


@pytest.mark.parametrize("size", [(300, 2000), (3840, 2160), (100_000, 3), (300_000, 2)])
def test_no_strip_is_too_large_and_together_they_are_the_box(size):
    box = Box(7, 11, 7 + size[0], 11 + size[1])

    strips = list(pieces(box))

    assert all(strip.size[1] <= ROWS for strip in strips)
    assert all(strip.area <= PIXELS or strip.size[1] == 1 for strip in strips)
    assert sum(strip.area for strip in strips) == box.area
    assert [strip.top for strip in strips[1:]] == [strip.bottom for strip in strips[:-1]]


def test_it_is_made_of_pixels_and_nothing_else():
    data = webp(noise(20, 20), Box(0, 0, 20, 20))
    # A header, and one chunk that reaches to the end: no profile, no words about it.
    assert data[:4] == b"RIFF"
    assert data[8:16] == b"WEBPVP8L"
    assert len(data) - 20 - int.from_bytes(data[16:20], "little") in {0, 1}
