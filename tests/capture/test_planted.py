"""What a camera, an editor or a person wrote into a picture stays behind: all of it."""

from __future__ import annotations

import io
import logging
import struct

import PIL.Image
import pytest
from capture.pictures import READ, encoded, painted
from capture.test_metadata import WORDS, everything_in, planted

from usero_desktop.capture.load import load_picture
from usero_desktop.capture.orientation import orientation
from usero_desktop.model.picture import Picture

MAKER_NOTE, THUMBNAIL = b"PLANTED by the camera's maker", b"PLANTED in the thumbnail"


def exif_with_thumbnail(turn=1):
    """Return EXIF with a maker's note, and a second directory whose JPEG has EXIF of its own."""
    inner = PIL.Image.Exif()
    inner[0x010E] = THUMBNAIL.decode()
    small = encoded("JPEG", painted(size=(16, 12)), exif=inner, comment=THUMBNAIL)
    note_at = 8 + 2 + 2 * 12 + 4
    second_at = note_at + len(MAKER_NOTE) + len(MAKER_NOTE) % 2
    small_at = second_at + 2 + 2 * 12 + 4
    first = struct.pack("<HHHII", 2, 0x0112, 3, 1, turn)
    first += struct.pack("<HHII", 0x927C, 7, len(MAKER_NOTE), note_at)
    second = struct.pack("<HHHII", 2, 0x0201, 4, 1, small_at)
    second += struct.pack("<HHII", 0x0202, 4, 1, len(small))
    note = MAKER_NOTE + bytes(len(MAKER_NOTE) % 2)
    return b"".join((
        b"Exif\0\0II*\0", struct.pack("<I", 8), first, struct.pack("<I", second_at), note, second,
        bytes(4), small,
    ))  # fmt: skip


def with_thumbnail(form):
    return encoded(form, exif=exif_with_thumbnail())


@pytest.mark.promise("G2")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_neither_the_makers_note_nor_the_thumbnails_own_words_get_through(form):
    data = with_thumbnail(form)
    assert MAKER_NOTE in data
    assert data.count(THUMBNAIL) == 2

    assert b"PLANTED" not in everything_in(load_picture(data).data)


@pytest.mark.promise("G2")
def test_of_all_that_was_planted_nothing_is_found(figure):
    files = [planted(form) for form in READ]
    files += [with_thumbnail(form) for form in ("JPEG", "PNG", "WEBP")]
    words = {word.encode() for word in WORDS} | {MAKER_NOTE, THUMBNAIL}
    found_before = {word for word in words for data in files if word in everything_in(data)}
    assert found_before == words

    out = b"".join(
        everything_in(picture.data + picture.preview) for picture in map(load_picture, files)
    )
    assert [word for word in words if word in out] == []
    figure(f"{len(words)} planted strings, 0 found")


@pytest.mark.promise("G2", "I4")
@pytest.mark.parametrize("form", READ)
def test_nothing_of_it_is_logged_on_the_way_or_warned_about(form, caplog, recwarn):
    data = planted(form)
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        load_picture(data)

    assert "PLANTED" not in caplog.text
    assert len(recwarn) == 0


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_the_orientation_is_read_in_either_byte_order(turn, order):
    magic = {"<": b"II*\0", ">": b"MM\0*"}[order]
    entries = struct.pack(f"{order}HHHIHH", 1, 0x0112, 3, 1, turn, 0)

    assert orientation(magic + struct.pack(f"{order}I", 8) + entries) == turn
    assert orientation(exif_with_thumbnail(turn)) == turn


@pytest.mark.parametrize(
    "broken",
    [b"", b"Exif\0\0", b"II*\0", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff",
     b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0",
     b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x01\0\0\0\x06\0\0\0"],
)  # fmt: skip
def test_an_orientation_that_makes_no_sense_turns_nothing(broken):
    assert orientation(broken) == 1


@pytest.mark.bites("G2")
@pytest.mark.parametrize("form", READ[:4])
def test_an_encoder_that_hands_on_what_the_file_says_is_found_out(form):
    with PIL.Image.open(io.BytesIO(planted(form))) as image:
        image.load()
        sink = io.BytesIO()
        said = {k: v for k, v in image.info.items() if k in {"exif", "comment", "xmp"}}
        image.convert("RGB").save(sink, "JPEG", icc_profile=image.info.get("icc_profile"), **said)
    naive = Picture(sink.getvalue(), "image/jpeg", *image.size)

    assert b"PLANTED" in everything_in(naive.data)
