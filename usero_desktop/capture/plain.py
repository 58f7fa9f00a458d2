"""Pictures reduced to their pixels: RGB, or RGBA where something shines through.

A program is not to grow by more than 300 MB for a picture, and 50 million pixels are 200 MB.
So the largest are halved where a second copy of them would be needed: a 48-megapixel photo
that was taken upright comes out with 12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.strips import blank, strips
from usero_desktop.model import limits

if TYPE_CHECKING:
    from PIL.Image import Image

OPAQUE = 255
COLOUR_BYTES = 4
NARROW_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2}
"""What Pillow takes for a pixel where it is not four bytes."""


def plain(image: Image) -> Image:
    """Return the picture as RGB or RGBA with no `info`; itself where it is that already.

    Pillow writes what `info` holds (a comment, a colour profile) into the next file.
    """
    mode = "RGBA" if image.has_transparency_data and not _hides_nothing(image) else "RGB"
    if image.mode == mode and not image.info:
        return image
    return _converted(image, mode)


def fits_twice(image: Image) -> bool:
    """Whether a copy of `image` in colour may be made beside it."""
    taken = NARROW_BYTES.get(image.mode, COLOUR_BYTES) + COLOUR_BYTES
    return image.width * image.height * taken <= limits.DECODED_BYTES


def copyable(image: Image) -> Image:
    """Return an RGB or RGBA image, or half of it where no copy may be made beside it."""
    return image if fits_twice(image) else _converted(image, image.mode)


def on_white(image: Image) -> Image:
    """Return an RGB picture of an RGBA one lying on white paper."""
    import PIL.Image

    image = copyable(image)
    white = PIL.Image.new("RGB", image.size, "white")
    for top, bottom in strips(image.width, image.height):
        rows = image.crop((0, top, image.width, bottom))
        white.paste(rows, (0, top), rows)
    return white


def _hides_nothing(image: Image) -> bool:
    """Whether the alpha of `image` says nothing, and can be left out without harm."""
    if image.mode != "RGBA" or not fits_twice(image):
        return False
    return all(
        image.crop((0, top, image.width, bottom)).getchannel("A").getextrema() == (OPAQUE, OPAQUE)
        for top, bottom in strips(image.width, image.height)
    )


def _converted(image: Image, mode: str) -> Image:
    # A few rows at a time, halving too: Pillow would copy a whole RGBA image for that.
    factor = 1 if fits_twice(image) else 2
    wide, high = (-(-side // factor) for side in image.size)
    fresh = blank(mode, (wide, high))
    for top, bottom in strips(wide, high):
        last = min(bottom * factor, image.height)
        rows = image.crop((0, top * factor, image.width, last))
        if rows.mode.startswith("I"):
            # 16 bits a pixel: Pillow would cut off what is above 255 instead of scaling it.
            rows = rows.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        rows = rows if rows.mode == mode else rows.convert(mode)
        fresh.paste(rows if factor == 1 else rows.reduce(factor), (0, top))
    return fresh
