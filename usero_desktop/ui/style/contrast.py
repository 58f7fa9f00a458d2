"""What can be read on what: contrast of colours as WCAG 2.2 counts it, and how to get enough.

Colours are (red, green, blue) of 0 to 255, as they are painted: what is rounded afterwards
might fall below what was asked for. No Qt, which would take five times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Rgb: TypeAlias = tuple[int, int, int]

WHITE: Final[Rgb] = (255, 255, 255)
BLACK: Final[Rgb] = (0, 0, 0)

STEPS: Final = 20
"""In how many steps a colour goes to what can be read for certain."""


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


_LINEAR: Final = tuple(_linear(value) for value in range(256))


def luminance(color: Rgb) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = color
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two opaque colours, 1 to 21."""
    lighter, darker = luminance(one), luminance(other)
    if lighter < darker:
        lighter, darker = darker, lighter
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (
        round(mine + (its - mine) * share) for mine, its in zip(one, other, strict=True)
    )
    return red, green, blue


def stands_out(color: Rgb, grounds: Iterable[Rgb], least: float) -> bool:
    """Whether `color` has `least` contrast with each of `grounds`."""
    return all(contrast(color, ground) >= least for ground in grounds)


def toward(wish: Rgb, goal: Rgb, grounds: Iterable[Rgb], least: float) -> Rgb:
    """Return `wish` with as little of `goal` as gives it `least` contrast with `grounds`.

    Where no share of it does, that is `goal` itself.
    """
    grounds = tuple(grounds)
    for step in range(STEPS):
        color = mix(wish, goal, step / STEPS)
        if stands_out(color, grounds, least):
            return color
    return goal


def pole(ground: Rgb) -> Rgb:
    """Black or white, whichever is read better on `ground`; that is at least 4.58."""
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
