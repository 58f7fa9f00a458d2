"""From pixels to a file that the API takes.

PNG by our own writer (see `png.py` for what that costs) where the picture fits, which all but
photographs on very large screens do, and JPEG where not. 8K of a photograph takes 1.1 to 2.1 s,
of pure noise, the worst there is, 2.3 s, on two cores that others keep busy. Beside the pixels
themselves a PNG takes the memory of its file and a few MB, at any size; a JPEG takes four bytes
a pixel more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.jpeg import jpeg
from usero_desktop.capture.pixels import Memory, Painted
from usero_desktop.capture.plain import plain
from usero_desktop.capture.png import png
from usero_desktop.capture.thumbnail import thumbnail
from usero_desktop.model import limits
from usero_desktop.model.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from usero_desktop.capture.frame import Frame
    from usero_desktop.capture.pixels import Pixels
    from usero_desktop.model.picture import PictureSource


def encode_picture(image: Image, *, source: PictureSource, lossy: bool = False) -> Picture:
    """Return `image` as a file of at most `limits.PICTURE_BYTES` and nothing but pixels.

    PNG where it fits, and JPEG of ever lower quality, then of the largest scale, where it does
    not: a whole screen of photographs. `lossy` tries JPEG first, for what was one before:
    as a PNG it would only be larger. For a worker thread.
    """
    return _encoded(Painted(plain(image)), source, lossy=lossy)


def encode_pixels(
    pixels: bytes | bytearray | memoryview,
    width: int,
    height: int,
    stride: int,
    *,
    source: PictureSource,
) -> Picture:
    """Return rows of 32-bit BGRX (Qt's Format_RGB32 on a little-endian machine) as a file.

    `width` and `height` are physical pixels, `stride` the bytes from one row to the next;
    the fourth byte of a pixel is ignored. Raises ValueError if `pixels` is too short. For
    a worker thread; `pixels` must not change meanwhile.
    """
    rows = memoryview(pixels).cast("B")
    if min(width, height) < 1 or stride < width * 4 or len(rows) < stride * height:
        raise ValueError(f"{len(rows)} bytes are not {width} x {height} pixels of {stride} a row")
    return _encoded(Memory(rows, (width, height), stride), source)


def encode_frame(frame: Frame, *, source: PictureSource) -> Picture:
    """Return `frame` as a file. For a worker thread; nobody may change it meanwhile."""
    return encode_pixels(frame.pixels, frame.width, frame.height, frame.stride, source=source)


def _encoded(pixels: Pixels, source: PictureSource, *, lossy: bool = False) -> Picture:
    small = thumbnail(pixels)
    if not lossy and (data := png(pixels, limits.PICTURE_BYTES)):
        return Picture(data, "image/png", *pixels.size, source, small)
    data, size = jpeg(pixels, limits.PICTURE_BYTES)
    return Picture(data, "image/jpeg", *size, source, small)
