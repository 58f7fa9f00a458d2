"""How alike two pictures are: the structural similarity of Wang et al. (2004), SSIM.

Windows of 8 x 8 pixels at every `STEP` pixels, on luma, with the constants of the paper
(K1 0.01, K2 0.03, a range of 255) and the variances of the sample (n - 1); the result is the
mean of all windows. 1 means the same picture. Pillow does the sums; no other library is needed.
"""

from __future__ import annotations

from array import array
from math import fsum, inf
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageMath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIDE = 8
STEP = 2
COUNT = SIDE * SIDE
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2

Box = tuple[int, int, int, int]
"""Left, top, width and height, in pixels."""


def ssim(one: Image.Image, other: Image.Image, leave_out: Iterable[Box] = ()) -> float:
    """Return the mean SSIM of two pictures of one size.

    Windows that touch a box of `leave_out` do not count. Raises ValueError for pictures of
    different sizes, and if nothing is left to compare.
    """
    values = [value for _, _, value in windows(one, other, leave_out)]
    if not values:
        raise ValueError("Nothing is left to compare.")
    return fsum(values) / len(values)


def worst(
    one: Image.Image, other: Image.Image, leave_out: Iterable[Box] = ()
) -> tuple[float, int, int]:
    """Return the least similar window: its SSIM, and where it begins. Says where to look."""
    return min(((v, x, y) for x, y, v in windows(one, other, leave_out)), default=(inf, 0, 0))


def windows(
    one: Image.Image, other: Image.Image, leave_out: Iterable[Box] = ()
) -> Iterator[tuple[int, int, float]]:
    """Yield left, top and SSIM of every window that counts."""
    if one.size != other.size:
        raise ValueError(f"Pictures of different sizes: {one.size} and {other.size}.")
    a, b = (picture.convert("RGB").convert("L").convert("F") for picture in (one, other))
    maps = [a, b, _product(a, a), _product(b, b), _product(a, b)]
    out = Image.new("F", one.size, 0)
    draw = ImageDraw.Draw(out)
    for left, top, width, height in leave_out:
        if width > 0 and height > 0:
            draw.rectangle((left, top, left + width - 1, top + height - 1), fill=1)
    width, height = one.size
    for top in range(0, SIDE, STEP):
        for left in range(0, SIDE, STEP):
            across, down = (width - left) // SIDE, (height - top) // SIDE
            if not across or not down:
                continue
            box = (left, top, left + across * SIDE, top + down * SIDE)
            means = [picture.reduce(SIDE, box) for picture in maps]
            covered = array("f", out.reduce(SIDE, box).tobytes())
            for index, value in enumerate(array("f", _ssim_of(*means).tobytes())):
                if covered[index] == 0:
                    row, column = divmod(index, across)
                    yield left + column * SIDE, top + row * SIDE, value


def _product(a: Image.Image, b: Image.Image) -> Image.Image:
    return ImageMath.lambda_eval(lambda of: of["a"] * of["b"], a=a, b=b)


def _ssim_of(
    a: Image.Image, b: Image.Image, aa: Image.Image, bb: Image.Image, ab: Image.Image
) -> Image.Image:
    """Return SSIM window by window, from the windows' means of a, b and their products."""

    def formula(of):
        mean_a, mean_b = of["a"], of["b"]
        of_sample = COUNT / (COUNT - 1)
        variances = (of["aa"] - mean_a * mean_a + of["bb"] - mean_b * mean_b) * of_sample
        covariance = (of["ab"] - mean_a * mean_b) * of_sample
        return ((mean_a * mean_b * 2 + C1) * (covariance * 2 + C2)) / (
            (mean_a * mean_a + mean_b * mean_b + C1) * (variances + C2)
        )

    return ImageMath.lambda_eval(formula, a=a, b=b, aa=aa, bb=bb, ab=ab)
