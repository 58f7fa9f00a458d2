"""What kind of picture a file is and how large, from its first bytes and before Pillow.

Pillow is told which of its decoders to use instead of being asked to find one: its own
search would load all fifty, warn through the host's `warnings` about a large picture and
decode what the user cannot mean (SVG, TIFF, PDF, PostScript).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.ImageFile import ImageFile

PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
WEBP: Final = b"RIFF"

GIF_BLOCKS: Final = 10_000
"""Blocks before a GIF's first frame; a real one has a handful."""


def decoder(data: bytes) -> Callable[..., ImageFile] | None:
    """Return Pillow's decoder for `data`: PNG, JPEG, WebP, GIF, BMP, or None. Any thread."""
    if data.startswith(PNG):
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if data.startswith(JPEG):
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile
    if data.startswith(WEBP) and data[8:12] == b"WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile
    if data.startswith((b"GIF87a", b"GIF89a")):
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile
    if data.startswith(b"BM"):
        from PIL.BmpImagePlugin import BmpImageFile

        return BmpImageFile
    return None


def webp_size(data: bytes) -> tuple[int, int]:
    """Return width and height; Pillow's decoder takes the whole memory before it can be asked.

    Raises ValueError, struct.error or IndexError for a header that makes no sense.
    """
    kind = data[12:16]
    if kind == b"VP8X":
        low, top, low_too, top_too = struct.unpack_from("<HBHB", data, 24)
        wide, high = low + (top << 16) + 1, low_too + (top_too << 16) + 1
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        wide, high = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        wide, high = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    else:
        raise ValueError("an unknown kind of WebP")
    return wide, high


def gif_size(data: bytes) -> tuple[int, int]:
    """Return width and height; Pillow's decoder warns before it can be asked.

    Raises ValueError, struct.error or IndexError for a header that makes no sense.
    """
    wide, high, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _palette(flags)
    for _ in range(GIF_BLOCKS):
        if data[at] == ord(","):
            left, top, width, height = struct.unpack_from("<HHHH", data, at + 1)
            # A frame may reach beyond the screen that the header declares.
            return max(wide, left + width), max(high, top + height)
        if data[at] == ord("!"):
            at = _after_blocks(data, at + 2)
        elif data[at] == ord(";"):
            break
        else:
            at += 1  # a stray byte between blocks, which every reader steps over
    raise ValueError("a GIF without a frame")


def _palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    for _ in range(GIF_BLOCKS):
        if not data[at]:
            return at + 1
        at += data[at] + 1
    raise ValueError("a GIF with endless extensions")
