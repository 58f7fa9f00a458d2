"""Pictures reduced to their pixels: RGB, or RGBA where something shines through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.strips import blank, strips

if TYPE_CHECKING:
    from PIL.Image import Image

OPAQUE = 255


def plain(image: Image) -> Image:
    """Return the picture as RGB or RGBA with no `info`; itself where it is that already.

    Pillow writes what `info` holds (a comment, a colour profile) into the next file.
    """
    mode = "RGBA" if image.has_transparency_data and not _is_opaque(image) else "RGB"
    if image.mode == mode and not image.info:
        return image
    return _converted(image, mode)


def on_white(image: Image) -> Image:
    """Return an RGB picture of an RGBA one lying on white paper."""
    import PIL.Image

    white = PIL.Image.new("RGB", image.size, "white")
    for top, bottom in strips(image.width, image.height):
        rows = image.crop((0, top, image.width, bottom))
        white.paste(rows, (0, top), rows)
    return white


def _is_opaque(image: Image) -> bool:
    if image.mode != "RGBA":
        return False
    return all(
        image.crop((0, top, image.width, bottom)).getchannel("A").getextrema() == (OPAQUE, OPAQUE)
        for top, bottom in strips(image.width, image.height)
    )


def _converted(image: Image, mode: str) -> Image:
    fresh = blank(mode, image.size)
    for top, bottom in strips(image.width, image.height):
        rows = image.crop((0, top, image.width, bottom))
        if rows.mode.startswith("I"):
            # 16 bits a pixel: Pillow would cut off what is above 255 instead of scaling it.
            rows = rows.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        fresh.paste(rows if rows.mode == mode else rows.convert(mode), (0, top))
    return fresh
