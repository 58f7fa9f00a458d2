"""An SVG is an image to the server and a program to a browser: it is never sent."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import PIL.Image
import pytest
from capture.pictures import encoded
from servers import lure

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError
from usero_desktop.model.picture import Picture

SENTENCE = "is not a picture that can be read. PNG, JPEG, WebP, GIF and BMP can be attached."
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="40" height="30"><script>alert(1)</script>'
    '<image href="file://{file}"/><image xlink:href="http://127.0.0.1:{port}/a.png"/>'
    '<style>@import url("http://127.0.0.1:{port}/b.css");</style></svg>'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://{file}">]>\n'
PAGE = "<!doctype html><title>x</title><body>{svg}</body>"

# name of the file: what stands in it
DISGUISES = {
    "drawing.svg": lambda svg: svg.encode(),
    "drawing.svgz": lambda svg: gzip.compress(svg.encode()),
    "packed.svg": lambda svg: gzip.compress(svg.encode()),
    "deflated.svg": lambda svg: zlib.compress(svg.encode()),
    "photo.png": lambda svg: svg.encode(),
    "photo.jpg": lambda svg: svg.encode(),
    "packed.png": lambda svg: gzip.compress(svg.encode()),
    "utf16.png": lambda svg: svg.encode("utf-16"),
    "utf16be.svg": lambda svg: svg.encode("utf-16-be"),
    "utf32.svg": lambda svg: svg.encode("utf-32"),
    "mark.svg": lambda svg: b"\xef\xbb\xbf" + svg.encode(),
    "late.svg": lambda svg: b" \t\r\n" * 3000 + svg.encode(),
    "comment.svg": lambda svg: b"<!-- \x89PNG\r\n\x1a\n GIF89a -->" + svg.encode(),
    "declared.svg": lambda svg: b'<?xml version="1.0" encoding="UTF-8"?>' + svg.encode(),
    "entity.svg": lambda svg: (ENTITY + svg).encode(),
    "page.html": lambda svg: PAGE.format(svg=svg).encode(),
    "page.gif": lambda svg: PAGE.format(svg=svg).encode(),
    "upper.SVG": lambda svg: svg.replace("<svg", "<SVG").encode(),
    "prefixed.svg": lambda svg: svg.replace("<svg", "<s:svg").encode(),
    "no name": lambda svg: svg.encode(),
    ".svg": lambda svg: svg.encode(),
}
BEHIND = {
    "head of a PNG.png": b"\x89PNG\r\n\x1a\n",
    "head of a JPEG.jpg": b"\xff\xd8\xff",
    "head of a GIF.gif": b"GIF89a",
    "head of a WebP.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "head of a BMP.bmp": b"BM",
}


@pytest.fixture
def lures(tmp_path):
    """A file and a port that nobody is to touch, and the SVG that asks for both."""
    file = tmp_path / "lure.txt"
    file.write_text("PLANTED")
    with lure() as port:

        class Lures:
            svg = SVG.format(file=file, port=port.port)
            name = file.name
            visited = port.visited

        yield Lures


@pytest.mark.promise("G4")
@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_an_svg_is_refused_whatever_it_is_called_and_wrapped_into(tmp_path, lures, name):
    file = tmp_path / name
    file.write_bytes(DISGUISES[name](lures.svg))

    with pytest.raises(ImageError) as caught:
        load_picture(file)

    assert str(caught.value) == f"{name} {SENTENCE}"
    assert not lures.visited()


@pytest.mark.promise("G4")
@pytest.mark.parametrize("name", sorted(BEHIND))
def test_an_svg_behind_the_first_bytes_of_a_picture_is_a_damaged_picture(tmp_path, lures, name):
    file = tmp_path / name
    file.write_bytes(BEHIND[name] + lures.svg.encode())

    with pytest.raises(ImageError, match=r"damaged|too many pixels"):
        load_picture(file)

    assert not lures.visited()


@pytest.mark.promise("G4")
def test_an_svg_behind_a_whole_picture_is_left_behind(lures):
    for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP"):
        assert b"<svg" not in load_picture(encoded(form) + lures.svg.encode()).data


@pytest.mark.faults
@pytest.mark.promise("G4")
@pytest.mark.skipif(sys.platform != "linux", reason="strace is a matter of Linux")
def test_no_disguise_makes_it_open_a_file_or_a_socket(tmp_path, lures, figure):
    files = []
    for name, wrap in DISGUISES.items():
        (tmp_path / name).write_bytes(wrap(lures.svg))
        files.append(tmp_path / name)
    trace = tmp_path / "trace"
    program = Path(__file__).with_name("measure.py")
    done = subprocess.run(
        [shutil.which("strace"), "-f", "-qq", "-o", trace, "-e", "trace=%network,%file",
         sys.executable, program, "ours", *files],
        capture_output=True, text=True, check=True, timeout=100,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip

    assert done.stdout.count("picture_unknown") == len(DISGUISES)
    called = trace.read_text()
    assert "photo.png" in called  # it has seen what is opened
    assert lures.name not in called
    assert "socket(" not in called
    assert "connect(" not in called
    figure(f"{len(DISGUISES)} disguises refused; strace: 0 files and 0 sockets beside them")


@pytest.mark.bites("G4")
def test_a_loader_that_believes_the_name_is_found_out(tmp_path, lures):
    def naive(file):
        known = PIL.Image.registered_extensions() | {".svg": "SVG"}
        if file.suffix.lower() in known:
            return Picture(file.read_bytes(), "image/png", 40, 30)
        raise ImageError("no", code="picture_unknown")

    passed = 0
    for name, wrap in DISGUISES.items():
        file = tmp_path / name
        file.write_bytes(wrap(lures.svg))
        try:
            naive(file)
        except ImageError:
            continue
        passed += 1
    assert passed > len(DISGUISES) // 2
