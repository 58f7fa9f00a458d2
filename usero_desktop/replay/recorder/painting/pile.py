"""What was painted, from back to front, as few elements as it takes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from usero_desktop.replay.recorder.parts import WHOLE, Part, number, placed
from usero_desktop.replay.recorder.styles import FILL

if TYPE_CHECKING:
    from usero_desktop.replay.recorder.painting.hand import Box
    from usero_desktop.replay.recorder.painting.tools import Tools

STEPS: Final = 600
"""What is made of more things than that costs less as a picture."""
_LOOKED_AT: Final = 64


class _Ground:
    """Boxes that nothing but boxes is below: one element, with as many backgrounds."""

    __slots__ = ("boxes",)

    def __init__(self) -> None:
        self.boxes: list[tuple[Box, str]] = []

    def part(self, key: str, tools: Tools) -> Part:
        if len(self.boxes) == 1:
            (left, top, right, bottom), image = self.boxes[0]
            place = placed(left, top, right - left, bottom - top)
            return Part(key, "div", *tools.dress(f"background:{image}", place, FILL))
        # The first one is on top of the others.
        layers = ",".join(_layer(box, image) for box, image in reversed(self.boxes))
        return Part(key, "div", *tools.dress(f"background:{layers}", WHOLE, FILL))


@lru_cache(maxsize=2048)
def _layer(box: Box, image: str) -> str:
    left, top, right, bottom = box
    if not image.startswith("linear"):
        image = f"linear-gradient({image} 0 0)"
    size = f"{number(right - left)}px {number(bottom - top)}px"
    return f"{image} {number(left)}px {number(top)}px/{size} no-repeat"


class Pile:
    """Collects what is painted. A box goes below what it does not touch."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._things: list[_Ground | Part] = []
        self._ground: _Ground | None = None
        self._above: list[Box] = []
        self._shapes: list[Part] = []
        self._counts: dict[str, int] = {}
        self._steps = 0

    @property
    def is_too_high(self) -> bool:
        """Whether it is of more than is worth it."""
        return self._steps > STEPS

    def fill(self, box: Box, image: str) -> None:
        """Fill a box with a colour, or with a CSS gradient."""
        self._steps += 1
        ground = self._ground
        if ground is None or self._is_touched(box):
            self._end_shapes()
            ground = self._ground = _Ground()
            self._things.append(ground)
            self._above = []
        ground.boxes.append((box, image))

    def put(self, kind: str, part: Part, box: Box) -> None:
        """Put a thing of a `kind` on top; its key is made here."""
        self._steps += 1
        self._end_shapes()
        self._things.append(Part(self._key(kind), *part[1:]))
        self._above.append(box)

    def shape(self, part: Part, box: Box, gradient: Part | None = None) -> None:
        """Put a path on top, filled with `gradient` where there is one."""
        self._steps += 1
        if gradient is not None and all(one.key != gradient.key for one in self._shapes):
            self._shapes.append(gradient)
        self._shapes.append(Part(str(len(self._shapes)), *part[1:]))
        self._above.append(box)

    def parts(self) -> tuple[Part, ...]:
        """Return all of it."""
        self._end_shapes()
        tools = self._tools
        return tuple(
            thing.part(self._key("b"), tools) if isinstance(thing, _Ground) else thing
            for thing in self._things
        )

    def _is_touched(self, box: Box) -> bool:
        """Whether something lies above the ground where `box` is to be."""
        left, top, right, bottom = box
        if len(self._above) > _LOOKED_AT:
            return True
        for one in self._above:  # by hand: it is asked for each box, and `any` is slower
            if right > one[0] and left < one[2] and bottom > one[1] and top < one[3]:
                return True
        return False

    def _end_shapes(self) -> None:
        if self._shapes:
            shapes, self._shapes = tuple(self._shapes), []
            self._things.append(Part(self._key("v"), "svg", children=shapes))

    def _key(self, kind: str) -> str:
        index = self._counts.get(kind, 0)
        self._counts[kind] = index + 1
        return f"{kind}{index}"
