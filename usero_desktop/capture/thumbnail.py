"""A picture made small, for a thumbnail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.capture.pixels import Painted
from usero_desktop.capture.png import png
from usero_desktop.capture.strips import strips
from usero_desktop.model import limits

if TYPE_CHECKING:
    from PIL.Image import Image

    from usero_desktop.capture.pixels import Pixels

LONGEST: Final = limits.PREVIEW_SIDE * 4
"""A strip of a picture, 16 x 16,000 say, would stay long: nobody sees its ends."""

GAP: Final = 2.0
"""How many times larger than the thumbnail it is when the finer way of making it smaller begins."""


def thumbnail(pixels: Pixels) -> bytes:
    """Return `pixels` as a small PNG, its shorter side `limits.PREVIEW_SIDE` at most.

    For a worker thread. It takes no copy of the whole: a few rows at a time are averaged.
    """
    import PIL.Image

    width, height = pixels.size
    scale = min(limits.PREVIEW_SIDE / min(width, height), 1.0)
    size = _side(width, scale), _side(height, scale)
    small = _averaged(
        pixels, max(1, int(width / size[0] / GAP)), max(1, int(height / size[1] / GAP))
    )
    if small.size != size:
        small = small.resize(size, PIL.Image.Resampling.BILINEAR)
    return png(Painted(small), limits.PICTURE_BYTES) or b""


def _side(length: int, scale: float) -> int:
    return max(1, min(round(length * scale), LONGEST))


def _averaged(pixels: Pixels, across: int, down: int) -> Image:
    """Return the mean colours of boxes of so many pixels, as an image of mode RGB or RGBA."""
    import PIL.Image

    width, height = pixels.size
    mode = "RGBA" if pixels.packing == "RGBA" else "RGB"
    small = PIL.Image.new(mode, (-(-width // across), -(-height // down)))
    for first, after in strips(width * down, small.height):
        piece = pixels.piece(first * down, min(after * down, height))
        means = piece.reduce((across, down))
        if means.mode != mode:
            # Blue is where red belongs; packing them puts that right.
            packed = means.tobytes("raw", pixels.packing)
            means = PIL.Image.frombytes(mode, means.size, packed)
        small.paste(means, (0, first))
    return small
