"""The largest screens there are: how long, and how much memory until the file is ready."""

from __future__ import annotations

import io
import random
import re
import time
from pathlib import Path

import PIL.Image
from host import asked, tell
from screenfuls import photograph

from usero_desktop.capture.encode import encode_frame
from usero_desktop.capture.frame import Frame
from usero_desktop.capture.strips import bgrx
from usero_desktop.model.picture import PictureSource

SIZE = (7680, 4320)
TILE = 96


def flat() -> PIL.Image.Image:
    """Return what fits without loss: one small thing all over the screen."""
    tile = PIL.Image.frombytes("RGB", (TILE, TILE), random.Random(1).randbytes(TILE * TILE * 3))
    image = PIL.Image.new("RGB", SIZE, "white")
    for left in range(0, SIZE[0], TILE * 2):
        for top in range(0, SIZE[1], TILE * 2):
            image.paste(tile, (left, top))
    return image


def noise() -> PIL.Image.Image:
    """Return the worst there is."""
    return PIL.Image.frombytes("RGB", SIZE, random.Random(2).randbytes(SIZE[0] * SIZE[1] * 3))


KINDS = {"flat": flat, "photo": lambda: photograph(*SIZE), "noise": noise}


def memory(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{name}:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    kind = asked()["kind"]
    encode_frame(Frame(bytearray(400), 10, 10), source=PictureSource.SCREEN)
    image = KINDS[kind]()
    started = time.perf_counter()
    image.save(io.BytesIO(), "JPEG", quality=90)
    once = time.perf_counter() - started
    frame = Frame(bgrx(image), *image.size)
    del image
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
    before = memory("VmRSS")
    started = time.perf_counter()
    picture = encode_frame(frame, source=PictureSource.SCREEN)
    took = time.perf_counter() - started
    tell(
        took=took * 1000,
        once=once * 1000,
        grown=memory("VmHWM") - before,
        pixels=len(frame.pixels) / 1024 / 1024,
        said=f"{kind}: {picture.mime} of {len(picture.data) / 1e6:.1f} MB, {picture.width} wide",
    )


main()
