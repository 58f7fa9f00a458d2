"""What is to be seen, as values: a widget's own picture is a tuple of parts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Part(NamedTuple):
    """An element of the page with all that is in it, masked where it has to be.

    `key` is its own among its siblings, and the same from one look to the next. `style` is a
    class of the sheet (see `Styles`), `place` what stands in its style attribute. A part with
    `text` has no children. Equal parts look the same: they are compared, never changed.
    """

    key: str
    tag: str = "div"
    style: str = ""
    place: str = ""
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Part, ...] = ()


def part_of(told: Sequence[Any]) -> Part:
    """Return the part that JSON tells as the list of what it consists of."""
    key, tag, style, place, text, attributes, children = told
    return Part(
        key, tag, style, place, text, tuple(map(tuple, attributes)), tuple(map(part_of, children))
    )


WHOLE: Final = "left:0;top:0;width:100%;height:100%"
"""The place of what covers all of its parent."""


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return a length in pixels as CSS and SVG write it, to a hundredth."""
    whole = round(value)
    if abs(value - whole) < 0.005:  # noqa: PLR2004 - a hundredth, rounded
        return str(whole)
    return f"{value:.2f}".rstrip("0")


def placed(left: float, top: float, width: float, height: float) -> str:
    """Return the style attribute of what stands there in its parent; all in pixels."""
    return (
        f"left:{number(left)}px;top:{number(top)}px;"
        f"width:{number(width)}px;height:{number(height)}px"
    )
