"""From pixels to a file that the API takes.

Why Pillow's PNG at level 1, measured at 3840 x 2160 on a window with tables and text and on
the same with a photo-like area (2 cores, Pillow 13): 208 and 281 ms of CPU for 528 and
1,724 KB. A PNG writer of our own over zlib level 1 takes 90 and 153 ms for 538 and 2,541 KB:
not worth 40 lines to keep in a thread that nobody waits for. Pillow lets go of the
interpreter's lock while it packs.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Final

from usero_desktop.capture.plain import copyable, on_white, plain
from usero_desktop.capture.strips import blank, put_bgrx, strips
from usero_desktop.model import limits
from usero_desktop.model.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from usero_desktop.model.picture import PictureSource

PNG_LEVEL: Final = 1
JPEG_QUALITIES: Final = (95, 92, 90, 88, 85, 75, 60)
"""Small steps while it matters: an 8K photo keeps 35 dB at 88, where 90 is too large.

Even 60 is nearer to the picture than half its pixels: 19 dB against 12 in 4K of pure noise.
"""

REST_SECONDS: Final = 0.0005
"""Rest after each 64 KB of a file. Pillow keeps the interpreter's lock while it makes such a
piece of a JPEG, 6 ms, and threads that do so hand it to each other past the one that waits for
a key: three pictures at once were seen to keep it waiting for 64 ms, and 170 on a busy machine.
"""


def encode_picture(image: Image, *, source: PictureSource, lossy: bool = False) -> Picture:
    """Return `image` as a file of at most `limits.PICTURE_BYTES` and nothing but pixels.

    PNG where it fits, and JPEG of ever lower quality, then of half the size, where it does
    not: a whole screen of photographs. `lossy` tries JPEG first, for what was one before:
    as a PNG it would only be larger. For a worker thread.
    """
    image = plain(image)
    preview = _preview(image)
    if not lossy and (png := _written(image, "PNG", compress_level=PNG_LEVEL)):
        return Picture(png, "image/png", image.width, image.height, source, preview)
    return _jpeg(image, source, preview)


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
    canvas = blank("RGB", (width, height))
    for first, after in strips(width, height):
        put_bgrx(canvas, bytes(rows[first * stride : after * stride]), first, stride)
    return encode_picture(canvas, source=source)


def _preview(image: Image) -> bytes:
    """Return `image` as a small PNG, its shorter side `limits.PREVIEW_SIDE` at most."""
    scale = min(limits.PREVIEW_SIDE / min(image.size), 1.0)
    # A strip of a picture, 16 x 16,000 say, would stay long: nobody sees its ends.
    longest = limits.PREVIEW_SIDE * 4
    size = tuple(max(1, min(round(side * scale), longest)) for side in image.size)
    small = copyable(image).resize((size[0], size[1]), reducing_gap=2.0)
    return _written(small, "PNG", compress_level=PNG_LEVEL) or b""


def _jpeg(image: Image, source: PictureSource, preview: bytes) -> Picture:
    if image.mode == "RGBA":
        image = on_white(image)
    while True:
        for quality in JPEG_QUALITIES:
            # 4:4:4 because coloured text on a screen is what 4:2:0 smears.
            if data := _written(image, "JPEG", quality=quality, subsampling=0):
                return Picture(data, "image/jpeg", image.width, image.height, source, preview)
        image = image.reduce(2)


class _Full(Exception):
    """The file has grown past what the API takes."""


class _Sink(io.BytesIO):
    """Memory that stops the encoder as soon as its output is too large to be used."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > limits.PICTURE_BYTES:
            raise _Full
        time.sleep(REST_SECONDS)
        return super().write(data)


def _written(image: Image, form: str, **options: int) -> bytes | None:
    sink = _Sink()
    try:
        image.save(sink, form, **options)
    except _Full:
        return None
    return sink.getvalue()
