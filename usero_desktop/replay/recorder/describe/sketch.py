from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from usero_desktop.replay.recorder.parts import WHOLE, placed
from usero_desktop.replay.recorder.styles import FILL

if TYPE_CHECKING:
    from usero_desktop.replay.recorder.parts import Part


class Sketch(NamedTuple):
    """What a widget shows by itself.

    `style` is a class for its element; `has_children` whether the widgets in it are to be seen;
    `is_beyond` whether it takes a picture to tell; `is_partial` whether there is more to come.
    """

    parts: tuple[Part, ...] = ()
    style: str = ""
    has_children: bool = True
    is_beyond: bool = False
    is_partial: bool = False


def hoisted(parts: tuple[Part, ...], width: int, height: int) -> tuple[tuple[Part, ...], str]:
    """Return the parts without a first one that is nothing but the whole ground, and its class."""
    if parts:
        first = parts[0]
        whole = WHOLE, placed(0, 0, width, height)
        if first.style.startswith(FILL) and not first.children and first.place in whole:
            return parts[1:], first.style
    return parts, ""
