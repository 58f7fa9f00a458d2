"""A picture in which every pixel is known: the host paints it, the test looks for it."""

from __future__ import annotations

import random

SEED = 7
MENU_SIZE = 180, 120
"""Of the host's menu, which is all of one colour."""


def noise(width, height):
    """Rows of BGRX; the same for the same size."""
    return random.Random(SEED + width * 10_000 + height).randbytes(width * height * 4)


def pattern(width, height):
    import PIL.Image

    return PIL.Image.frombytes("RGB", (width, height), noise(width, height), "raw", "BGRX")


def differing(one, other):
    """How many pixels of two pictures of one size are not the same."""
    assert one.size == other.size
    import PIL.ImageChops

    bands = PIL.ImageChops.difference(one, other).split()
    worst = PIL.ImageChops.lighter(PIL.ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(worst.histogram()[1:])


def found(size, picture):
    """Cut out of `picture` what begins with the pattern's first row, wherever that is."""
    width, height = size
    row = pattern(width, height).crop((0, 0, width, 1)).tobytes()
    at = picture.tobytes().find(row)
    assert at >= 0, "the window's first row is not in the picture as it was painted"
    top, left = divmod(at // 3, picture.width)
    return picture.crop((left, top, left + width, top + height))
