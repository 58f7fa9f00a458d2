"""Pixels moved a few rows at a time.

Pillow and mss copy pixels without letting go of the interpreter's lock, and the 33 MB of a
4K screen in one piece stop every other thread, the GUI's too. Longest gap of a 1 ms timer in
a Qt window while another thread took and encoded three 4K screens (2 shared cores, 5 runs):
71 to 307 ms in one piece, 7 to 31 ms in strips, 7 to 15 ms with no work at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.cancellation import checkpoint
from usero_desktop.capture.frame import put, untouched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from usero_desktop.capture.frame import Frame

STRIP_BYTES: Final = 1_000_000
"""Bytes moved in one piece, at four a pixel; 65 rows of a 4K screen."""


def strips(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield (first row, row after the last) until `height` is covered. Any thread.

    Raises Cancelled as `checkpoint` does.
    """
    rows = max(1, STRIP_BYTES // max(1, width * 4))
    for top in range(0, height, rows):
        checkpoint()
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


def only_colour(frame: Frame) -> tuple[int, int, int] | None:
    """Return red, green and blue where every pixel of `frame` is the same, else None."""
    import PIL.Image

    seen: set[object] = set()
    for top, bottom in strips(frame.width, frame.height):
        size, rows = (frame.width, bottom - top), bytes(frame.rows(top, bottom))
        piece = PIL.Image.frombuffer("RGB", size, rows, "raw", "BGRX", frame.stride, 1)
        # None at the second colour.
        colours = piece.getcolors(1)
        if colours is None:
            return None
        seen.update(colour for _, colour in colours)
    blue, green, red = frame.pixels[:3]
    return (red, green, blue) if len(seen) == 1 else None


def rows_of(image: Image, top: int, bottom: int) -> Image:
    """Return a copy of some rows of an RGB or RGBA image. Any thread.

    Not by `Image.crop`: that asks whether the host lets Pillow open pictures of this size.
    """
    import PIL.Image

    rows = PIL.Image.new(image.mode, (image.width, bottom - top))
    rows.paste(image, (0, -top))
    return rows


def bgrx(image: Image, memory: memoryview | None = None) -> memoryview:
    """Return the pixels of an RGB `image` as `put_bgrx` takes them. Any thread.

    They are written into `memory` where it is given. The fourth byte is 255: Qt copies it
    along into pictures that are seen through.
    """
    pixels = untouched(image.width * image.height * 4) if memory is None else memory
    for top, bottom in strips(image.width, image.height):
        rows = rows_of(image, top, bottom).convert("RGBA").tobytes("raw", "BGRA")
        put(pixels, top * image.width * 4, rows)
    return pixels
