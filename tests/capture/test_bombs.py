"""What asks for gigabytes or hours gets neither."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import PIL.Image
import pytest
from capture.bombs import REFUSED, TAKEN, jpeg_of_scans
from capture.pictures import encoded

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError
from usero_desktop.model import limits

PROGRAM = Path(__file__).with_name("measure.py")
MOST_MB = 300
SMALL_MB = 20
SECONDS = 10  # of CPU, on a machine that is busy; an hour without the limits
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a process's peak")


def measure(loader, *files):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, PROGRAM, loader, *files], capture_output=True, text=True, check=True,
        timeout=200, env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every bomb as a file, by its name."""
    folder = tmp_path_factory.mktemp("bombs")
    made = {}
    for number, (name, make) in enumerate((REFUSED | TAKEN).items()):
        made[name] = folder / f"{number}.png"
        made[name].write_bytes(make())
    return made


@pytest.mark.promise("G3", "G5")
def test_no_bomb_takes_more_than_its_file_or_longer_than_a_picture(files, figure):
    told = dict(zip(files, measure("ours", *files.values()), strict=True))

    for name, (_, grown, seconds) in told.items():
        size = files[name].stat().st_size / 1_000_000
        assert grown <= SMALL_MB + 2 * size, name
        assert seconds <= SECONDS, name
    for name in REFUSED:
        assert told[name][0].startswith("picture_"), name
    for name in TAKEN:
        assert "x" in told[name][0], name
    figure(f"{len(told)} bombs: none unpacked, {len(TAKEN)} gave their small picture")


def test_a_progressive_jpeg_of_many_scans_is_refused_by_their_work_and_not_their_number():
    assert load_picture(jpeg_of_scans((64, 64), 200)).width == 64
    with pytest.raises(ImageError):
        load_picture(jpeg_of_scans((3000, 3000), 300))


SIZE = (8000, 6250)
"""As many pixels as are allowed."""


def slope(mode, size=SIZE):
    return PIL.Image.linear_gradient("L").resize(size).convert(mode)


def turned(size=SIZE):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    return encoded("JPEG", slope("RGB", size), quality=75, exif=exif)


def noise(wide=7000, high=5000):
    """Return RGBA that no PNG makes small enough, and that fits into a file that is opened."""
    # A row comes back after a hundred others, which is further than PNG looks.
    bits = bytes(bit & 1 and 255 for bit in random.Random(1).randbytes(wide * 100))
    grey = PIL.Image.frombytes("L", (wide, high), bits * (high // 100))
    return PIL.Image.merge("RGBA", (grey, grey, grey, grey))


LARGEST = {
    "JPEG that lies on its side": turned,
    "JPEG, progressive": lambda: encoded(
        "JPEG", slope("RGB", (6000, 4400)), quality=75, progressive=True, subsampling=0
    ),
    "PNG with alpha": lambda: encoded("PNG", slope("RGBA"), compress_level=1),
    "PNG with alpha, of noise": lambda: encoded("PNG", noise(), compress_level=1),
    "PNG in grey with alpha": lambda: encoded("PNG", slope("LA"), compress_level=1),
    "PNG with a palette": lambda: encoded("PNG", slope("P"), compress_level=1),
    "PNG of 16 bits": lambda: encoded("PNG", slope("I;16"), compress_level=1),
    "WebP": lambda: encoded("WEBP", slope("RGB", (4700, 3500)), lossless=False, method=0),
}


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.promise("G3")
@pytest.mark.parametrize("kind", sorted(LARGEST))
def test_the_largest_picture_that_is_allowed_costs_no_more_than_is_promised(tmp_path, kind, figure):
    file = tmp_path / "large"
    file.write_bytes(LARGEST[kind]())

    [[told, grown, _]] = measure("ours", file)

    assert "x" in told, told
    assert grown <= MOST_MB
    figure(f"{kind}: +{round(grown, -1)} MB")


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.bites("G3")
def test_a_loader_as_most_are_is_found_out(tmp_path):
    file = tmp_path / "large"
    file.write_bytes(LARGEST["PNG in grey with alpha"]())

    [[_, grown, _]] = measure("naive", file)

    assert grown > MOST_MB


@pytest.mark.bites("G3")
def test_without_its_limits_a_bomb_goes_off(files, tmp_path):
    [[told, grown, _]] = measure("naive", files["PNG of 9 KB with 81 million pixels"])

    assert (told, grown > MOST_MB) == ("read", True)
    assert limits.DECODED_BYTES < MOST_MB * 1_000_000
