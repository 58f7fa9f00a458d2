"""What does not fit as it is: the best that does, found without writing what cannot."""

from __future__ import annotations

import io
import random

import PIL.Image
import PIL.ImageChops
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.capture.jpeg import HOPELESS, QUALITIES, _scaled, jpeg, may_fit
from usero_desktop.capture.pixels import Memory, Painted
from usero_desktop.capture.strips import bgrx


def noise(width, height):
    return PIL.Image.frombytes(
        "RGB", (width, height), random.Random(4).randbytes(width * height * 3)
    )


def desk(width, height, share):
    """A window full of noise on a calm desktop; `share` of the height is the window's."""
    image = PIL.Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste(noise(width // 2, max(1, round(height * share))), (width // 4, height // 5))
    return image


def written(image, quality):
    sink = io.BytesIO()
    image.save(sink, "JPEG", quality=quality, subsampling=0)
    return sink.getvalue()


@pytest.mark.promise("B4")
@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.floats(0.1, 1), st.sampled_from(QUALITIES), st.integers(520, 900))
def test_what_fits_is_never_called_hopeless(share, quality, height):
    image = desk(300, height, share)

    assert may_fit(image, quality, len(written(image, quality)))


@pytest.mark.parametrize("image", [noise(300, 700), desk(300, 700, 0.6)], ids=["noise", "desk"])
def test_what_is_far_too_large_is_seen_in_a_few_rows_of_it(image):
    for quality in QUALITIES:
        most = len(written(image, quality))
        assert not may_fit(image, quality, round(most / HOPELESS / 1.3))


@pytest.mark.promise("B4")
@pytest.mark.parametrize("quality", QUALITIES)
def test_the_best_quality_that_fits_is_taken(quality):
    image = desk(300, 800, 0.7)
    wanted = written(image, quality)

    assert jpeg(Painted(image), len(wanted)) == (wanted, image.size)


def test_a_byte_less_is_the_next_lower_quality():
    image = desk(300, 800, 0.7)

    data, _ = jpeg(Painted(image), len(written(image, 90)) - 1)

    assert data == written(image, 88)


@pytest.mark.parametrize("share", [0.95, 0.8, 0.7, 0.6, 0.5, 0.4])
@pytest.mark.parametrize("image", [noise(304, 704), desk(400, 900, 0.7)], ids=["noise", "desk"])
def test_where_no_quality_fits_it_is_the_largest_scale_that_does(image, share):
    most = round(len(written(image, QUALITIES[-1])) * share)
    scales = (_scaled(Painted(image), eighths) for eighths in (7, 6, 5, 4))
    largest = next(made for made in scales if len(written(made, QUALITIES[-1])) <= most)

    data, size = jpeg(Painted(image), most)

    assert len(data) <= most
    assert size == largest.size


def test_what_does_not_fit_in_half_its_size_is_made_smaller_still():
    image = noise(304, 704)
    data, size = jpeg(Painted(image), 3000)

    assert len(data) <= 3000
    assert size[0] < 152


def test_a_picture_that_is_made_smaller_in_strips_has_no_seams():
    slope = PIL.Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")

    made = _scaled(Painted(slope), 5)
    whole = slope.resize(made.size, PIL.Image.Resampling.HAMMING)

    assert made.size == (1000, 750)
    most = PIL.ImageChops.difference(made, whole).getextrema()
    assert max(high for _, high in most) <= 1


def test_what_lies_in_memory_and_what_is_seen_through_are_made_smaller_alike():
    image = desk(300, 800, 0.7)
    memory = Memory(bgrx(image), image.size, image.width * 4)
    through = image.convert("RGBA")
    through.putpixel((0, 0), (0, 0, 0, 0))

    wanted = _scaled(Painted(image), 5)

    assert _scaled(memory, 5).tobytes() == wanted.tobytes()
    assert _scaled(Painted(through), 5).crop((9, 9, 100, 100)) == wanted.crop((9, 9, 100, 100))
    assert min(_scaled(Painted(through), 5).getpixel((0, 0))) > min(wanted.getpixel((0, 0)))
