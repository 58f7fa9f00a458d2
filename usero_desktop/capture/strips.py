"""Pixels moved a few rows at a time.

Pillow and mss copy pixels without letting go of the interpreter's lock, and the 33 MB of a
4K screen in one piece stop every other thread, the GUI's too. Longest gap of a 1 ms timer in
a Qt window while another thread took and encoded three 4K screens (2 shared cores, 5 runs):
71 to 307 ms in one piece, 7 to 31 ms in strips, 7 to 15 ms with no work at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

STRIP_BYTES: Final = 1_000_000
"""Bytes moved in one piece, at four a pixel; 65 rows of a 4K screen."""


def strips(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield (first row, row after the last) until `height` is covered. Any thread."""
    rows = max(1, STRIP_BYTES // max(1, width * 4))
    for top in range(0, height, rows):
        yield top, min(height, top + rows)


def blank(mode: str, size: tuple[int, int]) -> Image:
    """Return an image to be painted over, of mode RGB or RGBA. Any thread.

    `Image.new` fills its memory with the interpreter's lock held, which for a 4K screen was
    the longest stop of all: 20 ms. Enlarging one pixel fills it with the lock released.
    """
    import PIL.Image

    return PIL.Image.new(mode, (1, 1)).resize(size, PIL.Image.Resampling.NEAREST)


def put_bgrx(canvas: Image, pixels: bytes | bytearray, top: int, stride: int) -> None:
    """Write rows of 32-bit little-endian BGRX into an RGB `canvas` from row `top` on.

    `pixels` holds whole rows of `stride` bytes each, as wide as the canvas. Any thread.
    """
    import PIL.Image

    size = (canvas.width, len(pixels) // stride)
    rows = PIL.Image.frombuffer("RGB", size, pixels, "raw", "BGRX", stride, 1)
    canvas.paste(rows, (0, top))


def is_one_colour(image: Image) -> bool:
    """Whether every pixel of `image` is the same: what a failed capture looks like."""
    # Two colours among its averages, and it has two itself. That is one call without the
    # lock; many short ones with it would have the GUI wait at each of its own.
    if image.reduce(8).getcolors(1) is None:
        return False
    seen: set[object] = set()
    for top, bottom in strips(image.width, image.height):
        # None at the second colour.
        colours = image.crop((0, top, image.width, bottom)).getcolors(1)
        if colours is None:
            return False
        seen.update(colour for _, colour in colours)
    return len(seen) == 1
