"""Files that are a picture and something else: only the picture goes on."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import PIL.Image
import pytest
from capture.pictures import READ, chunk, encoded, painted, png

from usero_desktop.capture.load import load_picture
from usero_desktop.model.picture import Picture

WINDOW = 8
"""So many bytes in a row of what was hidden may not come out again."""

SCRIPT = b"*/=1;alert('TAIL of a script that a browser would run');//"
HTML = b"<!doctype html><script src='https://evil.example/TAIL.js'></script>"
PHP = b"<?php system($_GET['TAIL']); __halt_compiler(); ?>"
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert('TAIL'))>>>>endobj\n%%EOF"
MAGIC = {"image/png": ("PNG", b"\x89PNG\r\n\x1a\n"), "image/jpeg": ("JPEG", b"\xff\xd8\xff")}


def archive():
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Main-Class: Tail\n")
        jar.writestr("Tail.class", b"\xca\xfe\xba\xbe" + random.Random(1).randbytes(64))
    return sink.getvalue()


def gif_and_script():
    # A width of 0x2a2f is "/*": to JavaScript all of the picture is a comment.
    picture = encoded("GIF", painted("P", (0x2A2F, 4)))
    assert picture[6:8] == b"/*"
    return picture + SCRIPT, SCRIPT


def jpeg_with_comment(hidden):
    whole = encoded("JPEG", comment=hidden)
    assert hidden in whole
    return whole, hidden


def png_with_chunk(kind, hidden):
    whole = encoded("PNG")
    return whole[:33] + chunk(kind, hidden) + whole[33:], hidden


def png_with_rest_in_its_pixels():
    """Return a PNG with more compressed pixels than its size has room for."""
    rows = (b"\0" + bytes(9)) * 3
    return png(3, 3, chunk(b"IDAT", zlib.compress(rows + HTML, 0))), HTML


POLYGLOTS = {
    "GIF and JavaScript": gif_and_script,
    "JPEG and PDF": lambda: jpeg_with_comment(PDF),
    "JPEG and PHP": lambda: jpeg_with_comment(PHP),
    "JPEG and HTML": lambda: jpeg_with_comment(HTML),
    "PNG and PHP": lambda: png_with_chunk(b"tEXt", b"Comment\0" + PHP),
    "PNG and a private chunk": lambda: png_with_chunk(b"prVt", HTML),
    "PNG and rest in its pixels": png_with_rest_in_its_pixels,
    **{
        f"{form} and {name} behind": lambda form=form, tail=tail: (encoded(form) + tail, tail)
        for form in READ
        for name, tail in {"JAR": archive(), "HTML": HTML, "PDF": PDF}.items()
    },
    **{
        f"{one} and {two} behind": lambda one=one, two=two: (
            encoded(one) + encoded(two, painted(size=(17, 13))),
            encoded(two, painted(size=(17, 13)))[:32],
        )
        for one, two in (("JPEG", "GIF"), ("PNG", "WEBP"), ("GIF", "BMP"), ("WEBP", "GIF"))
    },
}


def passed_on(hidden, data):
    """Return the pieces of `hidden` that are in `data`; zeros are in every file."""
    pieces = {hidden[at : at + WINDOW] for at in range(len(hidden) - WINDOW + 1)}
    return {piece for piece in pieces if piece in data and len(set(piece)) > WINDOW // 2}


def complaints(picture, hidden):
    """Return what is wrong with `picture`, which was made of a file with `hidden` in it."""
    wrong = []
    if passed_on(hidden, picture.data + picture.preview):
        wrong.append("something of it came through")
    form, magic = MAGIC[picture.mime]
    with PIL.Image.open(io.BytesIO(picture.data)) as image:
        image.load()
        if (image.format, image.size) != (form, (picture.width, picture.height)):
            wrong.append("it is not what it says")
    if not picture.data.startswith(magic):
        wrong.append("its first bytes are another kind's")
    if zipfile.is_zipfile(io.BytesIO(picture.data)):
        wrong.append("it is an archive as well")
    return wrong


@pytest.mark.promise("G1")
@pytest.mark.parametrize("name", sorted(POLYGLOTS))
def test_of_two_things_in_a_file_only_the_picture_goes_on(name):
    data, hidden = POLYGLOTS[name]()
    assert hidden in data or "pixels" in name

    assert complaints(load_picture(data), hidden) == []


@pytest.mark.promise("G1")
def test_no_byte_of_the_file_is_copied(figure):
    kinds = 0
    for name, make in POLYGLOTS.items():
        data, _ = make()
        picture = load_picture(data)
        assert picture.data not in data, name
        assert data[:64] != picture.data[:64] or picture.mime == "image/png", name
        kinds += 1
    figure(f"{kinds} polyglots, 0 pieces of {WINDOW} bytes came through")


@pytest.mark.bites("G1")
@pytest.mark.parametrize("name", sorted(set(POLYGLOTS) - {"PNG and rest in its pixels"}))
def test_a_loader_that_only_looks_and_passes_on_is_found_out(name):
    data, hidden = POLYGLOTS[name]()
    with PIL.Image.open(io.BytesIO(data)) as image:
        image.load()
        mime = "image/jpeg" if image.format == "JPEG" else "image/png"
        naive = Picture(data, mime, *image.size)

    assert "something of it came through" in complaints(naive, hidden)
