"""WebP without loss, for pictures that travel inside of something else: a replay's.

In strips, each a file of its own. Measured here (2 busy cores, Pillow 13, libwebp 1.6), bytes
and CPU in ms; none held the interpreter's lock for over a millisecond:

                                 chart 640x300     table 1000x700     gradient 500x350
    PNG of `png.py`, ISA-L       42,581     2      85,630      3      100,108      2
    PNG of `png.py`, zlib        42,157     5      86,008     11       99,164      7
    method 0, 256 rows           50,284     3      20,042      7       45,562     11
    method 1, 64 rows            26,170     9      22,626     18       39,900     40
    method 1, 256 rows           23,414     8      14,828     17       38,268     39
    method 1, all rows           23,262     9      12,494     18       38,366     38
    method 4, 256 rows           23,270    46      14,282     26       36,986    109

A whole 4K screen in one piece holds the lock for 44 ms, and takes memory for all of it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from usero_desktop.cancellation import checkpoint
from usero_desktop.capture.changes import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.capture.pixels import Memory

METHOD: Final = 1
EFFORT: Final = 50
ROWS: Final = 256
PIXELS: Final = 200_000
"""The most rows and pixels of a strip: some 40 ms of CPU where there are only gradients."""


def pieces(box: Box) -> Iterator[Box]:
    """Yield `box` as strips from the top, each of which `webp` is to be asked for."""
    width, _ = box.size
    rows = max(1, min(ROWS, PIXELS // width))
    for top in range(box.top, box.bottom, rows):
        checkpoint()
        yield Box(box.left, top, box.right, min(top + rows, box.bottom))


def webp(pixels: Memory, strip: Box) -> bytes:
    """Return what is in `strip` as a file of pixels and nothing else. For a worker thread."""
    import PIL.WebPImagePlugin  # noqa: F401 - or Pillow loads all the formats it knows

    file = io.BytesIO()
    image = pixels.part(strip).whole()
    image.save(file, "WEBP", lossless=True, method=METHOD, quality=EFFORT)
    return file.getvalue()
