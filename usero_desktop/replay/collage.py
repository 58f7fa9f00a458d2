"""How a thing that paints itself looked, told to the player as pictures laid over each other."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from usero_desktop.capture.changes import Box, changed
from usero_desktop.capture.lossless import pieces, webp
from usero_desktop.rrweb.events import Add, Event, mutation
from usero_desktop.rrweb.nodes import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usero_desktop.capture.pixels import Memory

PICTURES: Final = 12
"""So many may lie over each other, whatever they weigh."""

PICTURES_MOST: Final = 60
"""And so many where they weigh little."""

NEARLY_ALL: Final = 0.7
"""Where so much of it changed, all of it is told anew: what lay below can go."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How it looked at a moment, masked: what is not to be seen is in no frame.

    `scale` are the pixels of `pixels` to one of the page, `owner` what holds their memory.
    """

    timestamp_ms: int
    pixels: Memory
    scale: float
    owner: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A part of a frame that is on the page: its pixels are those of the newest frame there."""

    id: int
    box: Box
    weight: int
    is_ground: bool
    """Whether all of a frame was told with it."""


class Collage:
    """What has been told of one thing: pictures in an element of the page. One thread.

    A new frame adds pictures of what has changed, and takes away those that are hidden by
    them. All that is to be seen of the pictures, one over the other, is the last frame.
    """

    def __init__(self, node: int, new_id: Callable[[], int]) -> None:
        """`node` is the element's id; nothing but these pictures is in it."""
        self._node, self._new_id = node, new_id
        self._last: Frame | None = None
        self._pictures: list[_Picture] = []

    def show(self, frame: Frame, gives_up: Callable[[], bool] = lambda: False) -> Event | None:
        """Return what to tell the player of `frame`; None where nothing has changed.

        `gives_up` is asked before each picture is packed: then nothing is told, nor changed.
        """
        whole = Box(0, 0, *frame.pixels.size)
        boxes = self._boxes(frame, whole)
        if not boxes:
            return None
        is_ground = boxes == [whole]
        added: list[tuple[_Picture, Element]] = []
        for strip in (strip for box in boxes for strip in pieces(box)):
            if gives_up():
                return None
            data = webp(frame.pixels, strip)
            source = "data:image/webp;base64," + b64encode(data).decode("ascii")
            picture = _Picture(self._new_id(), strip, len(source), is_ground)
            attributes = {"style": _place(strip, frame.scale), "src": source}
            added.append((picture, Element(picture.id, "img", attributes)))
        hidden = [
            old for old in self._pictures if is_ground or any(box.holds(old.box) for box in boxes)
        ]
        left = [old for old in self._pictures if old not in hidden]
        self._pictures = [*left, *(picture for picture, _ in added)]
        self._last = frame
        return mutation(
            frame.timestamp_ms,
            removes=[(self._node, old.id) for old in hidden],
            adds=[Add(self._node, element) for _, element in added],
        )

    def _boxes(self, frame: Frame, whole: Box) -> Sequence[Box]:
        """Return what of `frame` has to be told."""
        last = self._last
        if last is None or (last.pixels.size, last.scale) != (whole.size, frame.scale):
            return [whole]
        boxes = changed(last.pixels, frame.pixels)
        if boxes and (
            self._is_thick() or sum(box.area for box in boxes) >= NEARLY_ALL * whole.area
        ):
            return [whole]
        return boxes

    def _is_thick(self) -> bool:
        """Whether so much lies over each other that one new picture of all costs less."""
        above = [picture.weight for picture in self._pictures if not picture.is_ground]
        ground = sum(picture.weight for picture in self._pictures if picture.is_ground)
        return len(above) > PICTURES_MOST or (len(above) > PICTURES and sum(above) > ground)


def _place(box: Box, scale: float) -> str:
    left, top, right, bottom = (round(edge / scale) for edge in box)
    return f"left:{left}px;top:{top}px;width:{right - left}px;height:{bottom - top}px"
