"""What stands in place of what is masked: the same whatever was there, on any picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.capture.frame import PIXEL_BYTES
from usero_desktop.ui.masking.rules import Cover

if TYPE_CHECKING:
    from collections.abc import Iterable

PERIOD: Final = 10
"""From one stripe to the next, in logical pixels."""


class Ink(NamedTuple):
    """Two colours, as red, green and blue: of the ground, and of the stripes across it."""

    ground: tuple[int, int, int]
    stripe: tuple[int, int, int]
    width: int
    """Of a stripe, in logical pixels."""


INKS: Final = {
    Cover.MASK: Ink((71, 85, 105), (92, 107, 129), 3),
    Cover.BLOCK: Ink((203, 207, 214), (203, 207, 214), 0),
}


class Patch(NamedTuple):
    """A part of a picture, in its pixels: all from `left` on and before `right`, and so on."""

    left: float
    top: float
    right: float
    bottom: float
    cover: Cover
    ratio: float
    """Its pixels in one of Qt's: stripes are as wide on any screen."""


def burn(pixels: memoryview, stride: int, size: tuple[int, int], patches: Iterable[Patch]) -> None:
    """Paint `patches` over in a picture of four bytes a pixel: blue, green, red and a filler.

    Every pixel that a patch touches is painted. `stride` is the bytes from row to row, `size`
    the picture's width and height. The stripes of patches that overlap are one. Any thread, as
    long as nobody else writes there.
    """
    for patch in patches:
        left, top = max(math.floor(patch.left), 0), max(math.floor(patch.top), 0)
        right, bottom = min(math.ceil(patch.right), size[0]), min(math.ceil(patch.bottom), size[1])
        if left < right:
            period = max(round(PERIOD * patch.ratio), 2)
            run = _run(INKS[patch.cover], right - left, period, patch.ratio)
            length = (right - left) * PIXEL_BYTES
            for row in range(top, bottom):
                # Each row begins elsewhere in the same run: the stripes lean.
                skip = (left + row) % period * PIXEL_BYTES
                begin = row * stride + left * PIXEL_BYTES
                pixels[begin : begin + length] = run[skip : skip + length]


def _run(ink: Ink, width: int, period: int, ratio: float) -> bytes:
    stripe = min(round(ink.width * ratio), period - 1)
    one = _pixel(ink.stripe) * stripe + _pixel(ink.ground) * (period - stripe)
    return one * (width // period + 2)


def _pixel(rgb: tuple[int, int, int]) -> bytes:
    red, green, blue = rgb
    return bytes((blue, green, red, 255))
