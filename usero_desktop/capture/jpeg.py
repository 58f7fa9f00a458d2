"""A JPEG as good as fits: ever lower quality, then the largest scale that fits."""

from __future__ import annotations

import io
import sys
import time
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Final

from usero_desktop.cancellation import checkpoint
from usero_desktop.capture.pixels import Painted
from usero_desktop.capture.plain import on_white
from usero_desktop.capture.strips import rows_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from usero_desktop.capture.pixels import Pixels

QUALITIES: Final = (95, 92, 90, 88, 85, 75, 60)
"""Small steps while it matters: an 8K photo keeps 35 dB at 88, where 90 is too large.

Even 60 is nearer to the picture than half its pixels: 19 dB against 12 in 4K of pure noise.
"""

REST_SECONDS: Final = 0.0005
"""Rest after each 64 KB of a file. Pillow keeps the interpreter's lock while it makes such a
piece, 6 ms, and threads that do so hand it to each other past the one that waits for a key:
three pictures at once were seen to keep it waiting for 64 ms, and 170 on a busy machine.
"""

BAND_ROWS: Final = 16
BANDS: Final = 16
"""So many bands of so many rows, from all over a picture, tell how large its file will be."""

EIGHTHS: Final = 8
HALF: Final = 4
"""A scale is so many eighths; where not even half of it fits, that is made smaller again."""

STRIP_ROWS: Final = 32
REACH: Final = 2
"""So many rows beyond its own a pixel of the smallest scale is made from."""

HOPELESS: Final = 1.25
"""A quality is not tried where the bands are so many times as large as their share: they differ
from the picture by less. To write 8K until it is too large takes 0.2 s, its bands 10 ms."""


def jpeg(pixels: Pixels, most: int) -> tuple[bytes, tuple[int, int]]:
    """Return `pixels` as a JPEG file of at most `most` bytes, and the size of what is in it.

    What shines through lies on white. For a worker thread.
    """
    image = _opaque(pixels.whole())
    data = _best(image, most)
    if data is not None:
        return data, image.size
    for eighths in range(_hoped(image, most), HALF - 1, -1):
        del image  # first: it is all of the pixels once more
        image = _scaled(pixels, eighths)
        data = _best(image, most)
        if data is not None:
            return data, image.size
    return jpeg(Painted(image), most)


def may_fit(image: Image, quality: int, most: int) -> bool:
    """Whether a file of this quality can be hoped to have at most `most` bytes."""
    sample = _sample(image)
    if sample is None:
        return True
    share = round(most * HOPELESS * sample.height / image.height)
    return _written(sample, quality, share) is not None


def _best(image: Image, most: int) -> bytes | None:
    """Return the best file of all pixels of `image` that fits, None where none does."""
    for quality in QUALITIES:
        if may_fit(image, quality, most) and (data := _written(image, quality, most)):
            return data
    return None


def _sample(image: Image) -> Image | None:
    """Return the bands, None for a picture that has too few rows for them."""
    import PIL.Image

    rows = BANDS * BAND_ROWS
    if image.height < rows * 2:
        return None
    sample = PIL.Image.new("RGB", (image.width, rows))
    for band in range(BANDS):
        top = (image.height - BAND_ROWS) * band // (BANDS - 1)
        sample.paste(rows_of(image, top, top + BAND_ROWS), (0, band * BAND_ROWS))
    return sample


def _hoped(image: Image, most: int) -> int:
    """Return how many eighths of `image`, 4 to 7, may fit at the lowest quality.

    One more than its pixels tell: smoothed by the scaling, they need fewer bytes each.
    """
    sample = _sample(image) or image
    written = _written(sample, QUALITIES[-1], sys.maxsize) or b""
    whole = max(len(written) * image.height / sample.height, 1)
    return min(max(int(EIGHTHS * sqrt(most / whole)) + 1, HALF), EIGHTHS - 1)


def _scaled(pixels: Pixels, eighths: int) -> Image:
    """Return so many eighths of them, made in strips: Pillow keeps the interpreter's lock."""
    import PIL.Image

    width, height = pixels.size
    size = tuple(max(side * eighths // EIGHTHS, 1) for side in pixels.size)
    made = PIL.Image.new("RGB", (size[0], size[1]))
    rows = STRIP_ROWS * eighths // EIGHTHS
    for top in range(0, made.height, rows):
        checkpoint()
        bottom = min(top + rows, made.height)
        first, after = (edge * height / made.height for edge in (top, bottom))
        above = max(floor(first) - REACH, 0)
        piece = pixels.piece(above, min(ceil(after) + REACH, height))
        box = (0, first - above, width, after - above)
        strip = piece.resize((made.width, bottom - top), PIL.Image.Resampling.HAMMING, box=box)
        if pixels.packing == "BGR":
            blue, green, red, _ = strip.split()
            strip = PIL.Image.merge("RGB", (red, green, blue))
        made.paste(_opaque(strip), (0, top))
        time.sleep(REST_SECONDS)
    return made


def _opaque(image: Image) -> Image:
    return on_white(image) if image.mode == "RGBA" else image


class _Full(Exception):
    """The file has grown past what it may have."""


class _Sink(io.BytesIO):
    """Memory that stops the encoder as soon as its output is too large to be used."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._most:
            raise _Full
        time.sleep(REST_SECONDS)
        return super().write(data)


def _written(image: Image, quality: int, most: int) -> bytes | None:
    sink = _Sink(most)
    try:
        # 4:4:4 because coloured text on a screen is what 4:2:0 smears.
        image.save(sink, "JPEG", quality=quality, subsampling=0)
    except _Full:
        return None
    return sink.getvalue()
