"""Our own PNG writer: every pixel is what it was, whoever reads the file."""

from __future__ import annotations

import base64
import io
import itertools
import random
import struct
import subprocess
import sys
import zlib

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages.chromium import BINARY, Chromium

from usero_desktop.capture import png as writer
from usero_desktop.capture.pixels import Memory, Painted
from usero_desktop.capture.png import own, png, quickest

MOST = 10_000_000
SIZES = [(1, 1), (1, 2), (2, 1), (3, 5), (333, 7), (7, 333), (641, 479), (1, 9000), (16_384, 3)]
DEFLATES = {"isal": quickest, "zlib": own}


def noise(width, height):
    return random.Random(width).randbytes(width * height * 4)


def gradient(width, height):
    rows = (bytes((x + y, x >> 1, y >> 1 & 255, 9)[n] & 255 for x in range(width) for n in range(4))
            for y in range(height))  # fmt: skip
    return b"".join(rows)


def flat(width, height):
    return b"\1\2\3\4" * (width * height)


def letters(width, height):
    """Words of a dozen letters, eight pixels wide and nine high, in black and grey on white."""
    chance = random.Random(5)
    ink = (b"\xff\xff\xff\xff", b"\0\0\0\xff", b"\x80\x70\x60\xff")
    font = [[b"".join(chance.choices(ink, (5, 2, 1), k=8)) for _ in range(9)] for _ in range(12)]
    rows = []
    while len(rows) < height:
        word = [chance.choice(font) for _ in range(width // 8 + 1)]
        rows += [b"".join(letter[y] for letter in word)[: width * 4] for y in range(9)]
    return b"".join(rows[:height])


KINDS = {"noise": noise, "gradient": gradient, "flat": flat, "letters": letters}


def expected(pixels, size):
    return PIL.Image.frombytes("RGB", size, pixels, "raw", "BGRX", 0, 1)


def chunks(data):
    """Return the chunks of a file and check that their sums are right."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, found = 8, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (told,) = struct.unpack_from(">I", data, at + 8 + length)
        assert told == zlib.crc32(kind + body)
        found.append((kind, body))
        at += 12 + length
    assert at == len(data)
    return found


def filtered_rows(data, size, colours):
    """Return the rows as they lie in the stream, their filter first, unpacked by zlib."""
    stream = zlib.decompress(b"".join(body for kind, body in chunks(data) if kind == b"IDAT"))
    row = size[0] * colours + 1
    assert len(stream) == row * size[1]
    return [stream[at : at + row] for at in range(0, len(stream), row)]


def by_the_book(data, size, colours):
    """Undo the filters in the words of the PNG specification."""
    out, above = bytearray(), bytes(size[0] * colours)
    for kind, *row in filtered_rows(data, size, colours):
        for at in range(len(row)):
            left = row[at - colours] if at >= colours else 0
            row[at] = (row[at] + (0, left, above[at])[kind]) & 255
        out += bytes(row)
        above = row
    return bytes(out)


def test_the_tests_try_both_packers():
    assert type(quickest().begin()).__module__ != type(own().begin()).__module__


@pytest.mark.promise("B4")
@pytest.mark.parametrize("deflate", DEFLATES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_pixel_of_a_screen_is_what_it_was(deflate, kind, size):
    pixels = KINDS[kind](*size)

    data = png(Memory(memoryview(pixels), size, size[0] * 4), MOST, DEFLATES[deflate]())

    with PIL.Image.open(io.BytesIO(data)) as image:
        assert (image.mode, image.size, image.info) == ("RGB", size, {})
        assert image.tobytes() == expected(pixels, size).tobytes()


@pytest.mark.promise("B4")
@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(["RGB", "RGBA"]), st.integers(1, 40), st.integers(1, 40),
    st.sampled_from([*DEFLATES]), st.data(),
)  # fmt: skip
def test_an_image_of_any_size_is_so_by_the_book(mode, width, height, deflate, data):
    colours = len(mode)
    few = data.draw(st.binary(min_size=1, max_size=90))
    pixels = (few * (width * height * colours // len(few) + 1))[: width * height * colours]
    image = PIL.Image.frombytes(mode, (width, height), pixels)

    file = png(Painted(image), MOST, DEFLATES[deflate]())

    assert by_the_book(file, (width, height), colours) == pixels


@pytest.mark.parametrize("kind", [writer.NONE, writer.SUB, writer.UP])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "BGRX"])
def test_each_filter_is_what_the_specification_says(monkeypatch, kind, mode):
    monkeypatch.setattr(writer, "_choice", lambda *_: kind)
    size, colours = (23, 11), len(mode.replace("X", ""))
    data = random.Random(2).randbytes(23 * 11 * 4)
    if mode == "BGRX":
        pixels = Memory(memoryview(data), size, 23 * 4)
        wanted = expected(data, size).tobytes()
    else:
        wanted = data[: 23 * 11 * colours]
        pixels = Painted(PIL.Image.frombytes(mode, size, wanted))

    file = png(pixels, MOST)

    assert {row[0] for row in filtered_rows(file, size, colours)[1:]} == {kind}
    assert by_the_book(file, size, colours) == wanted


def filters(pixels, size):
    data = png(Memory(memoryview(pixels), size, size[0] * 4), MOST)
    return {row[0] for row in filtered_rows(data, size, 3)[1:]}


def test_words_are_not_filtered_and_shades_are():
    size = (900, 400)

    assert filters(letters(*size), size) == {writer.NONE}
    assert filters(gradient(*size), size) <= {writer.SUB, writer.UP}


def test_a_file_holds_nothing_but_the_picture():
    kinds = [
        kind for kind, _ in chunks(png(Memory(memoryview(noise(700, 900)), (700, 900), 2800), MOST))
    ]

    assert (kinds[0], kinds[-1], {*kinds[1:-1]}) == (b"IHDR", b"IEND", {b"IDAT"})


class Read(Painted):
    """Remembers how far it was read."""

    last = 0

    def piece(self, top, bottom):
        self.last = max(self.last, bottom)
        return super().piece(top, bottom)


@pytest.mark.parametrize("deflate", DEFLATES)
def test_it_stops_as_soon_as_the_file_is_too_large(deflate):
    image = PIL.Image.frombytes("RGBA", (1000, 2000), noise(1000, 2000))
    pixels = Read(image)

    assert png(pixels, 2_000_000, DEFLATES[deflate]()) is None
    assert pixels.last < 1000
    assert len(png(Painted(image), MOST)) > 2_000_000


@pytest.mark.parametrize("spare", [0, 1])
def test_a_file_of_just_that_size_is_not_too_large(spare):
    pixels = Memory(memoryview(noise(50, 50)), (50, 50), 200)
    size = len(png(pixels, MOST))

    assert (png(pixels, size - spare) is None) == bool(spare)


WITHOUT = """
import io, sys
sys.modules["isal"] = None
import PIL.Image
from usero_desktop.capture.encode import encode_pixels
from usero_desktop.model.picture import PictureSource

pixels = bytes(range(240)) * 50
picture = encode_pixels(pixels, 60, 50, 240, source=PictureSource.SCREEN)
read = PIL.Image.open(io.BytesIO(picture.data)).tobytes()
print(read == PIL.Image.frombytes("RGB", (60, 50), pixels, "raw", "BGRX").tobytes())
"""


def test_without_the_extra_a_picture_is_made_by_the_interpreters_own_zlib():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False
    )

    assert (done.stdout.strip(), done.stderr) == ("True", "")


QT = """
import sys
from {binding}.QtGui import QImage

for path in sys.argv[1:]:
    image = QImage(path).convertToFormat(QImage.Format.Format_RGB32)
    bits = image.constBits()
    if hasattr(bits, "setsize"):
        bits.setsize(image.sizeInBytes())
    with open(path + ".raw", "wb") as file:
        file.write(bytes(bits))
"""


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_qt_reads_the_same_pixels(binding, tmp_path):
    pytest.importorskip(binding)
    size = (217, 131)
    paths = {tmp_path / f"{kind}-{name}.png": (kind, name) for kind in KINDS for name in DEFLATES}
    for path, (kind, name) in paths.items():
        pixels = Memory(memoryview(KINDS[kind](*size)), size, size[0] * 4)
        path.write_bytes(png(pixels, MOST, DEFLATES[name]()))

    subprocess.run([sys.executable, "-c", QT.format(binding=binding), *paths], check=True)

    for path, (kind, _) in paths.items():
        read = path.with_name(f"{path.name}.raw").read_bytes()
        assert expected(read, size).tobytes() == expected(KINDS[kind](*size), size).tobytes()


SEEN = """(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,%s';
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, canvas.width, canvas.height).data;
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
})()"""


@pytest.mark.browser
@pytest.mark.skipif(BINARY is None, reason="no Chromium on this machine")
def test_a_browser_shows_the_same_pixels():
    size = (217, 131)
    with Chromium() as browser:
        page = browser.page()
        for kind, name in itertools.product(KINDS, DEFLATES):
            pixels = KINDS[kind](*size)
            file = png(Memory(memoryview(pixels), size, size[0] * 4), MOST, DEFLATES[name]())

            seen = base64.b64decode(page.evaluate(SEEN % base64.b64encode(file).decode()))

            wanted = expected(pixels, size).convert("RGBA")
            assert seen == wanted.tobytes(), (kind, name)
