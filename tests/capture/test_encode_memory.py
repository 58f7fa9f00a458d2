"""How much a program grows while a picture of its screens becomes a file."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, re, sys
from pathlib import Path
import PIL.Image
from usero_desktop.capture import encode, png
from usero_desktop.capture.frame import Frame, untouched
from usero_desktop.capture.pixels import Painted
from usero_desktop.model.picture import PictureSource

def memory(name):
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\\s+(\\d+)", status)[1]) / 1024

def made(frame):
    return encode.encode_frame(frame, source=PictureSource.SCREEN)

def naive(frame):
    whole = frame.width, frame.height
    image = PIL.Image.frombytes("RGB", whole, bytes(frame.pixels), "raw", "BGRX", 0, 1)
    return encode.encode_picture(image, source=PictureSource.SCREEN)

width, height, how = int(sys.argv[1]), int(sys.argv[2]), {"ours": made, "naive": naive}[sys.argv[3]]
row = bytes(range(256)) * (width // 64)
frame = Frame(bytearray(row * height), width, height)
how(Frame(bytearray(400), 10, 10))
Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
before = memory("VmRSS")
picture = how(frame)
print(json.dumps([picture.mime, memory("VmHWM") - before]))
"""
SIZE = (7680, 4320)
MOST_MB = 16


def grown(how):
    words = [sys.executable, "-c", PROGRAM, *map(str, SIZE), how]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    mime, megabytes = json.loads(done.stdout)
    assert mime == "image/png"
    return megabytes


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_screen_of_8k_becomes_a_file_without_a_copy_of_it():
    assert grown("ours") < MOST_MB


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_encoder_that_copies_the_screen_is_found_out():
    assert grown("naive") > MOST_MB * 4
