"""The small picture beside the large one."""

from __future__ import annotations

import io
import random

import PIL.Image
import PIL.ImageChops
import pytest
from capture.pictures import painted

from usero_desktop.capture.frame import Frame
from usero_desktop.capture.pixels import Memory, Painted
from usero_desktop.capture.strips import bgrx
from usero_desktop.capture.thumbnail import thumbnail
from usero_desktop.model import limits

SIDE = limits.PREVIEW_SIDE


def opened(data):
    with PIL.Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.format == "PNG"
        return image


def memory(image):
    return Memory(memoryview(bgrx(image)), image.size, image.width * 4)


def shades(size):
    """A picture without edges: however it is made smaller, it looks the same."""
    bands = (PIL.Image.linear_gradient("L"), PIL.Image.radial_gradient("L"))
    whole = PIL.Image.merge("RGB", (*bands, bands[0].transpose(PIL.Image.Transpose.ROTATE_90)))
    return whole.resize(size, PIL.Image.Resampling.BICUBIC)


def farthest(one, other):
    return max(most for _, most in PIL.ImageChops.difference(one, other).getextrema())


@pytest.mark.parametrize("size", [(3840, 2160), (1601, 903), (500, 1699), (385, 385), (200, 193)])
@pytest.mark.parametrize("kept", [memory, Painted], ids=["screen", "image"])
def test_it_looks_as_the_picture_does(kept, size):
    image = shades(size)

    small = opened(thumbnail(kept(image)))

    assert min(small.size) == SIDE
    assert max(small.size) == round(max(size) * SIDE / min(size))
    wanted = image.resize(small.size, PIL.Image.Resampling.BILINEAR)
    assert farthest(small, wanted) <= 6


def test_each_quarter_of_it_has_its_colour():
    small = opened(thumbnail(memory(painted("RGB", (1200, 800)))))

    at = [(small.width * x // 4, small.height * y // 4) for y in (1, 3) for x in (1, 3)]
    assert [small.getpixel(place) for place in at] == [
        (250, 10, 10), (10, 250, 10), (10, 10, 250), (250, 250, 250),
    ]  # fmt: skip


def test_what_shines_through_does_so_in_it_too():
    image = painted("RGBA", (900, 900))
    image.paste((9, 9, 9, 0), (0, 0, 450, 900))

    small = opened(thumbnail(Painted(image)))

    assert small.mode == "RGBA"
    assert small.getpixel((SIDE // 4, SIDE // 2))[3] == 0
    assert small.getpixel((SIDE * 3 // 4, SIDE // 4)) == (10, 250, 10, 255)


@pytest.mark.parametrize("size,found", [
    ((16, 16_000), (16, SIDE * 4)),
    ((16_000, 16), (SIDE * 4, 16)),
    ((1, 1), (1, 1)),
    ((191, 2), (191, 2)),
    ((1, 9000), (1, SIDE * 4)),
])  # fmt: skip
def test_a_strip_of_a_picture_has_a_short_one(size, found):
    pixels = random.Random(1).randbytes(size[0] * size[1] * 4)

    assert opened(thumbnail(Memory(memoryview(pixels), size, size[0] * 4))).size == found


def test_rows_may_be_longer_than_their_pixels():
    wide = shades((700, 600))
    frame = Frame(bytearray(bgrx(wide)), *wide.size)

    small = opened(thumbnail(Memory(frame.rows(0, 600), (500, 600), frame.stride)))

    wanted = wide.crop((0, 0, 500, 600)).resize(small.size, PIL.Image.Resampling.BILINEAR)
    assert farthest(small, wanted) <= 6
