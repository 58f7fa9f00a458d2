from __future__ import annotations

import os
import socket
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from capture.pictures import encoded, painted
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError
from usero_desktop.model import limits
from usero_desktop.model.picture import Picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
NOT_PICTURES = {
    "drawing.svg": SVG,
    "drawing.svgz": zlib.compress(SVG),
    "declared.svg": b'<?xml version="1.0"?>\n<!-- PNG -->' + SVG,
    "svg named.png": SVG,
    "text named.png": b"Dear all,\nplease find attached.",
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "document.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "archive.zip": b"PK\x03\x04\x14\0",
    "photo.heic": HEIC,
    "video.mp4": b"\0\0\0\x18ftypmp42",
    "sound.wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "icon.ico": b"\0\0\x01\0\x01\0\x10\x10",
    "script.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "old.xpm": b"/* XPM */\nstatic char",
    "empty.png": b"",
    "one byte.png": b"\x89",
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="these files are a Unix matter")


@pytest.mark.promise("G4", "G5")
@pytest.mark.parametrize("name", sorted(NOT_PICTURES))
def test_what_is_no_picture_is_refused_and_what_is_one_is_named(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(NOT_PICTURES[name])

    with pytest.raises(ImageError) as caught:
        load_picture(file)

    assert str(caught.value) == (
        f"{name} is not a picture that can be read. PNG, JPEG, WebP, GIF and BMP can be attached."
    )
    assert caught.value.code == "picture_unknown"


@pytest.mark.promise("G5")
def test_of_a_png_without_its_header_no_size_is_told(tmp_path):
    file = tmp_path / "mangled.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\nDear all, please find attached.")

    with pytest.raises(ImageError) as caught:
        load_picture(file)

    assert caught.value.code == "picture_damaged"


@pytest.mark.promise("G5")
@pytest.mark.parametrize("form", ["TIFF", "ICO", "PPM", "TGA"])
def test_pictures_of_other_kinds_are_refused_although_pillow_reads_them(form):
    with pytest.raises(ImageError, match="not a picture that can be read"):
        load_picture(encoded(form, painted(size=(32, 32))))


@pytest.mark.promise("G4")
def test_a_png_named_svg_is_read_as_what_it_is(tmp_path):
    file = tmp_path / "really a.svg"
    file.write_bytes(encoded("PNG"))

    assert load_picture(file).mime == "image/png"


@pytest.mark.promise("G5")
def test_a_file_of_sixty_megabytes_is_refused_unread(tmp_path, monkeypatch):
    file = tmp_path / "large.png"
    with file.open("wb") as large:
        large.truncate(60_000_000)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))

    with pytest.raises(ImageError) as caught:
        load_picture(file)

    assert str(caught.value) == (
        "large.png is too large: 60 MB. Pictures of up to 50 MB can be attached."
    )
    assert caught.value.code == "picture_bytes"


@pytest.mark.promise("G7")
def test_sixty_megabytes_from_the_clipboard_are_refused():
    with pytest.raises(ImageError, match=r"^This picture is too large: 60 MB"):
        load_picture(bytes(60_000_000))


@pytest.mark.promise("G5")
def test_a_file_that_grows_while_it_is_read_is_still_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "INPUT_BYTES", 1000)
    file = tmp_path / "growing.png"
    file.write_bytes(bytes(900))
    read = os.read

    def grow_and_read(handle, size):
        with file.open("ab") as more:
            more.write(bytes(200))
        return read(handle, size)

    monkeypatch.setattr(os, "read", grow_and_read)

    with pytest.raises(ImageError, match=r"^growing\.png is too large"):
        load_picture(file)


@pytest.mark.promise("G5")
@pytest.mark.parametrize("name", ["nowhere.png", "nowhere/at all.png"])
def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path, name):
    with pytest.raises(ImageError, match="could not be found") as caught:
        load_picture(tmp_path / name)

    assert caught.value.code == "picture_missing"


@pytest.mark.promise("G5")
@linux
@pytest.mark.parametrize(
    "make", ["folder", "fifo", "zero", "socket", "dangling", "loop", "behind a link"]
)
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path, make):
    place = tmp_path / "thing.png"
    if make == "folder":
        place.mkdir()
    elif make == "fifo":
        os.mkfifo(place)
    elif make == "zero":
        place.symlink_to("/dev/zero")
    elif make == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.relpath(place))
    elif make == "dangling":
        place.symlink_to(tmp_path / "gone.png")
    elif make == "loop":
        place.symlink_to(place)
    else:
        os.mkfifo(tmp_path / "pipe")
        place.symlink_to(tmp_path / "pipe")

    with pytest.raises(ImageError, match=r"^thing\.png (is not an ordinary|could not be)"):
        load_picture(place)


@pytest.mark.promise("G5")
@linux
def test_a_picture_behind_a_link_is_read(tmp_path):
    (tmp_path / "real.png").write_bytes(encoded("PNG"))
    (tmp_path / "link.png").symlink_to("real.png")

    assert load_picture(tmp_path / "link.png").width == 40


@pytest.mark.promise("G5")
@pytest.mark.parametrize("name", ["a\0b.png", "x" * 5000])
def test_a_name_that_no_system_has_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(ImageError, match="could not be read"):
        load_picture(f"{tmp_path}/{name}")


@pytest.mark.promise("I2", "G6")
@linux
def test_no_message_names_the_folder_or_breaks_the_line(tmp_path):
    folder = tmp_path / "zz_secretname"
    folder.mkdir()
    odd = folder / "two\nlines\x1b[31m\udcff.png"

    for make in (odd.mkdir, odd.rmdir):
        make()
        with pytest.raises(ImageError) as caught:
            load_picture(odd)
        text = f"{caught.value} {caught.value.values}"
        assert "zz_secretname" not in text
        assert str(caught.value).isprintable()
        assert caught.value.__cause__ is None


@pytest.mark.promise("G5")
@linux
def test_the_file_is_closed_whatever_comes(tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(encoded("PNG"))
    bad.write_bytes(SVG)
    before = len([*Path("/proc/self/fd").iterdir()])

    load_picture(good)
    for source in (bad, tmp_path):
        with pytest.raises(ImageError):
            load_picture(source)

    assert len([*Path("/proc/self/fd").iterdir()]) == before


SEEDS = [encoded(form, painted(size=(17, 13))) for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP")]


@pytest.mark.promise("G5")
@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=6)), max_size=6),
)
def test_damage_anywhere_gives_a_picture_or_a_sentence(seed, wounds):
    data = bytearray(seed)
    for at, new in wounds:
        place = at % len(data)
        data[place : place + len(new)] = new

    with suppress(ImageError):
        assert isinstance(load_picture(bytes(data)), Picture)


def test_a_frame_that_only_pillow_finds_is_damage_however_many_pixels_it_has():
    # Found by fuzzing: what stands before the second frame is no block of a GIF.
    file = bytes.fromhex(
        "474946383961000000190000fe2100002c0004000900070000081532323232323131313131313131"
        "080000000000000000000000000000000000000000002c000000292c303134"
    )

    with pytest.raises(ImageError) as refused:
        load_picture(file)

    assert refused.value.code == "picture_damaged"
