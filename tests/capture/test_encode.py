from __future__ import annotations

import io
import random
import subprocess
import sys
import threading

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.cancellation import Cancelled, heed
from usero_desktop.capture.encode import encode_picture, encode_pixels
from usero_desktop.capture.frame import Frame
from usero_desktop.capture.strips import STRIP_BYTES, only_colour, strips
from usero_desktop.model import limits
from usero_desktop.model.picture import PictureSource

WINDOW = PictureSource.WINDOW


def noisy(mode, width, height):
    bands = len(PIL.Image.new(mode, (1, 1)).getbands())
    return PIL.Image.frombytes(
        mode, (width, height), random.Random(3).randbytes(width * height * bands)
    )


@pytest.mark.promise("B4")
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_that_fits_is_kept_without_loss(mode, opened):
    image = noisy(mode, 300, 200)

    picture = encode_picture(image, source=WINDOW)

    assert (picture.mime, picture.source) == ("image/png", WINDOW)
    assert opened(picture).mode == mode
    assert opened(picture).tobytes() == image.tobytes()


def test_alpha_that_hides_nothing_is_left_out(opened):
    image = noisy("RGB", 300, 900)

    picture = encode_picture(image.convert("RGBA"), source=WINDOW)

    assert opened(picture).mode == "RGB"
    assert opened(picture).tobytes() == image.tobytes()


@pytest.mark.promise("B4")
def test_a_picture_too_large_for_png_becomes_a_jpeg_of_the_same_size(opened):
    image = noisy("RGB", 2200, 1800)  # 11.9 MB of noise, which nothing makes smaller

    picture = encode_picture(image, source=WINDOW)

    assert (picture.mime, picture.width, picture.height) == ("image/jpeg", 2200, 1800)
    assert len(picture.data) <= limits.PICTURE_BYTES
    assert opened(picture).mode == "RGB"


@pytest.mark.promise("B4")
def test_a_picture_too_large_for_any_jpeg_is_made_smaller_until_it_fits(monkeypatch, opened):
    monkeypatch.setattr(limits, "PICTURE_BYTES", 60_000)

    picture = encode_picture(noisy("RGB", 801, 600), source=WINDOW)

    assert (picture.mime, picture.width, picture.height) == ("image/jpeg", 400, 300)
    assert len(picture.data) <= 60_000
    opened(picture)


def test_what_shines_through_lies_on_white_in_a_jpeg(monkeypatch, opened):
    monkeypatch.setattr(limits, "PICTURE_BYTES", 30_000)
    image = noisy("RGBA", 200, 200)
    image.paste((0, 0, 0, 0), (0, 0, 100, 200))

    picture = encode_picture(image, source=WINDOW)

    assert picture.mime == "image/jpeg"
    assert min(opened(picture).getpixel((picture.width // 8, picture.height // 2))) > 240


@pytest.mark.promise("G2")
def test_what_the_image_says_besides_pixels_is_not_written():
    image = noisy("RGB", 20, 20)
    image.info = {"comment": b"PLANTED", "icc_profile": b"PLANTED", "Author": "PLANTED"}

    for lossy in (False, True):
        assert b"PLANTED" not in encode_picture(image, source=WINDOW, lossy=lossy).data
    assert image.info["Author"] == "PLANTED"  # the caller's image is the caller's


@pytest.mark.parametrize("spare", [0, 4, 52])
def test_rows_of_qt_pixels_come_back_as_they_were(noise, opened, spare):
    stride = 700 * 4 + spare
    pixels = random.Random(5).randbytes(stride * 500)

    picture = encode_pixels(memoryview(pixels), 700, 500, stride, source=WINDOW)

    expected = PIL.Image.frombytes("RGB", (700, 500), pixels, "raw", "BGRX", stride, 1)
    assert opened(picture).tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_pixels_may_be_any_kind_of_memory(kind, noise, opened):
    picture = encode_pixels(kind(noise(30, 20)), 30, 20, 120, source=WINDOW)

    assert opened(picture).size == (30, 20)


@pytest.mark.parametrize(
    "width,height,stride", [(10, 11, 40), (11, 10, 40), (0, 10, 40), (10, 0, 40)]
)
def test_fewer_pixels_than_promised_are_refused(width, height, stride):
    with pytest.raises(ValueError, match="400 bytes are not"):
        encode_pixels(bytes(400), width, height, stride, source=WINDOW)


QT = """
import io, sys
import PIL.Image
from {binding}.QtGui import QColor, QImage
from usero_desktop.capture.encode import encode_pixels
from usero_desktop.model.picture import PictureSource

image = QImage(333, 222, QImage.Format.Format_RGB32)
image.fill(QColor(10, 20, 30))
image.setPixelColor(332, 221, QColor(200, 100, 50))
bits = image.constBits()
if hasattr(bits, "setsize"):
    bits.setsize(image.sizeInBytes())
picture = encode_pixels(
    memoryview(bits), 333, 222, image.bytesPerLine(), source=PictureSource.WINDOW
)
read = PIL.Image.open(io.BytesIO(picture.data))
print(read.getpixel((0, 0)), read.getpixel((332, 221)))
"""


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_a_window_painted_by_qt_keeps_its_colours(binding):
    pytest.importorskip(binding)
    done = subprocess.run(
        [sys.executable, "-c", QT.format(binding=binding)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout.strip(), done.stderr) == ("(10, 20, 30) (200, 100, 50)", "")


@given(st.integers(1, 20_000), st.integers(1, 5_000))
def test_strips_cover_every_row_once_and_stay_small(width, height):
    pieces = list(strips(width, height))

    assert [row for first, after in pieces for row in range(first, after)] == list(range(height))
    assert all(
        (after - first) * width * 4 <= max(STRIP_BYTES, width * 4) for first, after in pieces
    )


@settings(derandomize=True)
@given(st.integers(0, 299), st.integers(0, 999), st.integers(0, 3))
def test_one_differing_pixel_is_seen_wherever_it_is(x, y, band):
    frame = Frame(bytearray(b"\7\7\7\7" * 300 * 1000), 300, 1000)
    assert only_colour(frame) == (7, 7, 7)
    frame.pixels[(y * 300 + x) * 4 + band] = 8

    assert (only_colour(frame) is not None) is (band == 3)


def test_a_picture_brings_a_small_preview_of_itself():
    picture = encode_picture(noisy("RGB", 1600, 900), source=WINDOW)

    with PIL.Image.open(io.BytesIO(picture.preview)) as preview:
        assert preview.size == (341, limits.PREVIEW_SIDE)
        assert preview.format == "PNG"


def test_the_preview_of_a_small_picture_is_the_picture():
    image = noisy("RGB", 40, 30)

    picture = encode_picture(image, source=WINDOW)

    with PIL.Image.open(io.BytesIO(picture.preview)) as preview:
        assert preview.tobytes() == image.tobytes()


@pytest.mark.parametrize("noise", [False, True])
def test_a_picture_is_encoded_in_steps_any_of_which_may_be_the_last(noise):
    image = noisy("RGB", 3000, 1500) if noise else PIL.Image.new("RGB", (3000, 1500), "navy")
    outcomes, asked = [], []

    def work():
        heed(lambda: asked.append(True) or len(asked) > 5)
        try:
            outcomes.append(encode_picture(image, source=WINDOW))
        except Cancelled as cancelled:
            outcomes.append(cancelled)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert isinstance(outcomes[0], Cancelled)
    assert len(asked) == 6
