"""Load pictures in a process of its own and tell what each took.

    measure.py ours|naive FILE...

One line of JSON a file: what came of it, by how many MB the process grew, seconds of CPU.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from PIL import (  # noqa: F401 - loaded before anything is measured
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError


def naive(path: str) -> None:
    """Load as most programs do."""
    with Image.open(path) as image:
        image.convert("RGBA")


def memory(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024


def main() -> None:
    Image.MAX_IMAGE_PIXELS = None
    load = {"ours": load_picture, "naive": naive}[sys.argv[1]]
    for path in sys.argv[2:]:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
        before, started = memory("VmRSS"), time.process_time()
        try:
            picture = load(path)
            told = "read" if picture is None else f"{picture.width}x{picture.height}"
        except ImageError as error:
            told = error.code
        grown = memory("VmHWM") - before
        seconds = time.process_time() - started
        print(json.dumps([told, round(grown), round(seconds, 2)]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
