"""The app's icon, in every size and for each system: drawn, never scaled from another."""

from __future__ import annotations

import importlib
import struct
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

BLUE = (0x25, 0x63, 0xEB)


@pytest.fixture(scope="module")
def icons(root, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "packaging")
        yield importlib.import_module("icons")


@pytest.fixture(scope="module")
def made(icons, tmp_path_factory):
    pytest.importorskip("PySide6")
    folder = tmp_path_factory.mktemp("icons")
    subprocess.run([sys.executable, icons.__file__, folder], check=True)
    return folder


def near(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) < 150


def test_linux_has_each_size_in_its_folder_and_both_drawings(icons, made):
    for side in icons.LINUX:
        with Image.open(made / f"hicolor/{side}x{side}/apps/io.usero.Desktop.png") as image:
            assert image.size == (side, side)
            assert image.getpixel((0, 0))[3] < 255  # round corners
            *colour, opaque = image.getpixel((side // 2, max(1, side // 12)))
            assert opaque == 255
            assert near(colour, BLUE)
    assert (made / "hicolor/scalable/apps/io.usero.Desktop.svg").exists()
    assert (made / "hicolor/symbolic/apps/io.usero.Desktop-symbolic.svg").exists()


def test_a_small_one_has_eyes(made):
    with Image.open(made / "hicolor/16x16/apps/io.usero.Desktop.png") as image:
        row = [sum(image.getpixel((x, 6))[:3]) for x in range(16)]
    face, eyes = row[8], (min(row[4:7]), min(row[9:12]))
    assert all(eye < face - 200 for eye in eyes)


def test_windows_has_every_size_in_one_file(icons, made):
    with Image.open(made / "usero-desktop.ico") as image:
        assert image.info["sizes"] == {(side, side) for side in icons.WINDOWS}
        image.size = (16, 16)
        small = image.convert("RGBA").tobytes()
    with Image.open(made / "hicolor/16x16/apps/io.usero.Desktop.png") as drawn:
        assert small == drawn.convert("RGBA").tobytes()


def test_macos_has_every_size_in_one_file_with_air_around_it(icons, made):
    content = (made / "usero-desktop.icns").read_bytes()
    sides, place = set(), 8
    while place < len(content):
        _, length = struct.unpack(">4sI", content[place : place + 8])
        block = content[place + 8 : place + length]
        if block.startswith(b"\x89PNG"):
            with Image.open(BytesIO(block)) as image:
                sides.add(image.width)
                if image.width == 512:
                    assert image.getpixel((256, 512 * 4 // 100))[3] == 0
        place += length
    assert sides == set(icons.MACOS)
