from __future__ import annotations

import io
import re
import zlib

import PIL.Image
import pytest
from capture.pictures import READ, chunk, encoded, painted
from PIL.PngImagePlugin import PngInfo

from usero_desktop.capture.load import load_picture

WORDS = [f"PLANTED{number:02}" for number in range(20)]
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a dc="{WORDS[0]}"/></x:xmpmeta>'.encode()


def planted_exif():
    exif = PIL.Image.Exif()
    for tag, word in zip((0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298), WORDS[1:7], strict=True):
        exif[tag] = word
    exif.get_ifd(0x8825)[0x001D] = WORDS[7]  # GPS date
    exif.get_ifd(0x8769)[0x9286] = WORDS[8].encode()  # user comment
    exif.get_ifd(0x8769)[0xA430] = WORDS[9]  # camera owner
    return exif.tobytes()


def planted(form):
    image = painted()
    profile = WORDS[10].encode() * 20
    if form == "PNG":
        words = PngInfo()
        words.add_text("Author", WORDS[11])
        words.add_text("Comment", WORDS[12], zip=True)
        words.add_itxt("Title", WORDS[13])
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        words.add(b"tIME", WORDS[14].encode())
        words.add(b"prVt", WORDS[15].encode(), after_idat=True)
        data = encoded(form, image, pnginfo=words, exif=planted_exif(), icc_profile=profile)
        return data[:-12] + chunk(b"tEXt", b"Late\0" + WORDS[16].encode()) + data[-12:]
    if form == "JPEG":
        comment = WORDS[17].encode()
        data = encoded(
            form, image, exif=planted_exif(), icc_profile=profile, comment=comment, xmp=XMP
        )
        app13 = b"Photoshop 3.0\0" + WORDS[18].encode()
        return data[:2] + b"\xff\xed" + (len(app13) + 2).to_bytes(2, "big") + app13 + data[2:]
    if form == "WEBP":
        return encoded(form, image, exif=planted_exif(), icc_profile=profile, xmp=XMP)
    if form == "GIF":
        return encoded(form, image.convert("P"), comment=WORDS[19].encode())
    return encoded(form, image)


def everything_in(data):
    """The file itself and every compressed piece of a PNG in it, opened."""
    texts = [data]
    for found in re.finditer(rb"(zTXt|iTXt|iCCP|IDAT)", data):
        for start in range(found.end(), min(found.end() + 90, len(data))):
            try:
                texts.append(zlib.decompressobj().decompress(data[start:]))
            except zlib.error:
                continue
    return b"".join(texts)


def test_the_planted_words_can_be_found_before(capsys):
    found = {
        word for form in READ for word in WORDS if word.encode() in everything_in(planted(form))
    }

    assert sorted(found) == WORDS


@pytest.mark.promise("G2")
@pytest.mark.parametrize("form", READ)
def test_no_word_about_a_picture_gets_through(form):
    picture = load_picture(planted(form))

    assert b"PLANTED" not in everything_in(picture.data + picture.preview)
    image = PIL.Image.open(io.BytesIO(picture.data))
    image.load()
    assert not image.getexif()
    assert not {*image.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.promise("G1")
@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize(
    "tail",
    [b"<script>alert('TAIL')</script>", b"PK\x03\x04TAIL.zip", b"%PDF-1.7 TAIL", b"TAIL" * 9],
)
def test_nothing_that_hangs_behind_the_picture_gets_through(form, tail):
    picture = load_picture(planted(form) + tail)

    assert b"TAIL" not in picture.data + picture.preview
    start = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}[picture.mime]
    end = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9"}[picture.mime]
    assert picture.data.startswith(start)
    assert picture.data.endswith(end)


@pytest.mark.promise("G6")
@pytest.mark.parametrize("form", READ)
def test_where_a_file_came_from_is_not_in_the_picture(tmp_path, form):
    file = tmp_path / "PLANTED name.png"
    file.write_bytes(encoded(form))

    picture = load_picture(file)

    assert b"PLANTED" not in picture.data
    assert "PLANTED" not in repr(picture)
