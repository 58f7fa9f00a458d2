"""How a camera was held: the one number of EXIF that its pixels need."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

UPRIGHT: Final = 1
_TAG: Final = 0x0112
_SHORT: Final = 3
_ENTRIES: Final = 1000


def orientation(exif: bytes) -> int:
    """Return the orientation, 1 to 8; 1 where `exif` does not say, or makes no sense.

    Not by Pillow, which warns through the host's `warnings` about broken EXIF and logs what
    it reads: names, places, serial numbers.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * min(count, _ENTRIES), 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind) == (_TAG, _SHORT):
                return value if value in range(1, 9) else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def turned(image: Image, number: int) -> Image:
    """Return `image` as it was seen by a camera held in the way of orientation `number`."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(number)
    return image if turn is None else image.transpose(turn)
