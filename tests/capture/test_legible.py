"""A picture within ten megabytes that can still be read: PNG where it fits, 35 dB where not."""

from __future__ import annotations

import io
import math
import random

import PIL.Image
import PIL.ImageChops
import PIL.ImageDraw
import PIL.ImageOps
import PIL.ImageStat
import pytest

from usero_desktop.capture.encode import encode_picture
from usero_desktop.model import limits
from usero_desktop.model.picture import Picture, PictureSource

K4, K8 = (3840, 2160), (7680, 4320)
DECIBELS = 35


def photo(size, grain):
    """Return light, shade and colour with so much grain, as a camera sees them."""
    wide, high = size
    slope = PIL.Image.linear_gradient("L").resize(size)
    tile = random.Random(3).randbytes(1 << 20)
    noise = PIL.Image.frombytes("L", size, (tile * (wide * high // len(tile) + 1))[: wide * high])
    across = PIL.Image.linear_gradient("L").transpose(PIL.Image.Transpose.ROTATE_90).resize(size)
    bands = (slope, PIL.ImageOps.flip(slope), across)
    return PIL.Image.merge("RGB", [PIL.Image.blend(band, noise, grain) for band in bands])


def window(size):
    """Return a window full of text and tables."""
    image = PIL.Image.new("RGB", size, "#f6f7f9")
    draw = PIL.ImageDraw.Draw(image)
    words = random.Random(5)
    for y in range(20, size[1], 26):
        text = " ".join(f"{words.randrange(10**6):>8,}" for _ in range(size[0] // 80))
        draw.text((20, y), text, fill=(20, y % 200, 60))
        draw.line((0, y - 4, size[0], y - 4), fill="#d0d7de")
    return image


def noise(size):
    """Return the worst there is: no pixel has to do with the next."""
    wide, high = size
    data = b"".join(random.Random(n).randbytes(wide * 3 * 40) for n in range(high // 40))
    return PIL.Image.frombytes("RGB", size, data)


def decibels(image, picture):
    """Return the PSNR of `picture` against `image`; infinite where they are the same."""
    with PIL.Image.open(io.BytesIO(picture.data)) as again:
        shown = again.convert("RGB").resize(image.size, PIL.Image.Resampling.BICUBIC)
    stat = PIL.ImageStat.Stat(PIL.ImageChops.difference(image, shown))
    error = sum(stat.sum2) / (image.width * image.height * 3)
    return math.inf if not error else 10 * math.log10(255**2 / error)


LEGIBLE = {
    "4K window": lambda: window(K4),
    "4K photo": lambda: photo(K4, 0.1),
    "8K window": lambda: window(K8),
    "8K photo": lambda: photo(K8, 0.1),
}
LARGE = [name for name in LEGIBLE if name.startswith("8K")]


def kept(image):
    """Return `image` as a Picture, and check all of it but its legibility."""
    picture = encode_picture(image, source=PictureSource.SCREEN)
    assert len(picture.data) <= limits.PICTURE_BYTES
    with PIL.Image.open(io.BytesIO(picture.data)) as again:
        assert again.size == (picture.width, picture.height)
        assert again.get_format_mimetype() == picture.mime
    return picture


def fits_as_png(image):
    sink = io.BytesIO()
    image.save(sink, "PNG", compress_level=1)
    return sink.tell() <= limits.PICTURE_BYTES


def judge(name, figure):
    image = LEGIBLE[name]()
    picture = kept(image)
    found = decibels(image, picture)

    assert (picture.mime == "image/png") == fits_as_png(image)
    assert found >= DECIBELS
    assert picture.mime == "image/jpeg" or found == math.inf
    shown = "PNG, lossless" if found == math.inf else f"JPEG, {found:.0f} dB"
    figure(f"{name}: {len(picture.data) / 1e6:.1f} MB, {shown}")


@pytest.mark.promise("B4")
@pytest.mark.parametrize("name", [name for name in LEGIBLE if name not in LARGE])
def test_a_4k_screen_stays_legible_within_ten_megabytes(name, figure):
    judge(name, figure)


@pytest.mark.faults
@pytest.mark.promise("B4")
@pytest.mark.parametrize("name", LARGE)
def test_an_8k_screen_does_so_too(name, figure):
    judge(name, figure)


@pytest.mark.promise("B4")
def test_the_worst_there_is_still_fits_with_all_its_pixels(figure):
    picture = kept(noise(K4))

    assert (picture.mime, picture.width, picture.height) == ("image/jpeg", *K4)
    figure(f"4K of noise: {len(picture.data) / 1e6:.1f} MB")


@pytest.mark.faults
@pytest.mark.promise("B4")
def test_and_so_it_does_in_8k_with_fewer(figure):
    picture = kept(noise(K8))

    assert picture.width >= K8[0] // 2
    figure(f"8K of noise: {len(picture.data) / 1e6:.1f} MB, {picture.width} x {picture.height}")


@pytest.mark.bites("B4")
def test_an_encoder_that_makes_everything_small_is_found_out():
    image = window((800, 600))
    sink = io.BytesIO()
    image.reduce(2).save(sink, "JPEG", quality=60)
    naive = Picture(sink.getvalue(), "image/jpeg", 400, 300)

    assert decibels(image, naive) < DECIBELS
    assert fits_as_png(image)
    large = io.BytesIO()
    noise((2400, 1600)).save(large, "PNG")
    assert large.tell() > limits.PICTURE_BYTES
