"""What a box is filled with: colours, gradients and pictures, one over the other."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.playback.values import color, number, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOP: Final = re.compile(r"[(),]")
_LAYER: Final = re.compile(
    r"(url|linear-gradient|repeating-linear-gradient)\((.*)\)([^()]*)", re.DOTALL
)
_STOP: Final = re.compile(r"\s*(#\w+|rgba?\([^)]*\)|[a-z]+)((?:\s+-?[\d.]+(?:px)?)+)\s*")
_DOWN: Final = 180.0
_APART: Final = 1e-6
"""Qt knows one colour for each place: two at one are so far apart, which nobody sees."""


class Layer(NamedTuple):
    """One background: what it is, and where in the box; None is as large as that, or itself."""

    kind: str
    """"color", "url", "linear-gradient" or "repeating-linear-gradient"."""
    value: str
    at: tuple[float, float]
    size: tuple[float, float] | None
    repeats: bool


@lru_cache(maxsize=1024)
def layers(text: str, position: str = "", size: str = "") -> tuple[Layer, ...]:
    """Return what `background` says, from back to front.

    `position` and `size` are those that were said by themselves.
    """
    return tuple(
        reversed([found for part in _parts(text) if (found := _layer(part, position, size))])
    )


def _parts(text: str) -> Iterator[str]:
    """Go through what commas part that are in no brackets."""
    begin = depth = 0
    for match in _TOP.finditer(text):
        if match[0] == "," and not depth:
            yield text[begin : match.start()].strip()
            begin = match.end()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
    yield text[begin:].strip()


def _layer(text: str, position: str, size: str) -> Layer | None:
    match = _LAYER.fullmatch(text)
    if match is None:
        return Layer("color", text, (0.0, 0.0), None, False) if color(text) else None
    place, _, own_size = match[3].replace("no-repeat", "").partition("/")
    at, sides = numbers(place.strip() or position), numbers(own_size.strip() or size)
    return Layer(
        match[1],
        match[2].strip("'\" "),
        (at[0], at[1]) if len(at) == 2 else (0.0, 0.0),  # noqa: PLR2004 - across and down
        (sides[0], sides[1]) if len(sides) == 2 else None,  # noqa: PLR2004
        "no-repeat" not in match[3],
    )


def gradient(layer: Layer, box: QtCore.QRectF) -> QtGui.QBrush | None:
    """Return what fills `box` with the gradient of a layer; None where that is none."""
    angle, stops = _stops(layer.value)
    if not stops:
        return None
    first, last = stops[0][0], stops[-1][0]
    if first >= last:
        return QtGui.QBrush(stops[-1][1])
    turn = math.radians(angle)
    way = QtCore.QPointF(math.sin(turn), -math.cos(turn))
    # The line that it is measured on goes through the middle, from corner to corner.
    reach = (abs(box.width() * way.x()) + abs(box.height() * way.y())) / 2
    begin = box.center() - way * reach
    made = QtGui.QLinearGradient(begin + way * first, begin + way * last)
    if layer.kind.startswith("repeating"):
        made.setSpread(QtGui.QGradient.Spread.RepeatSpread)
    room = 1 - _APART * len(stops)
    for index, (where, ink) in enumerate(stops):
        made.setColorAt((where - first) / (last - first) * room + index * _APART, ink)
    return QtGui.QBrush(made)


@lru_cache(maxsize=1024)
def _stops(text: str) -> tuple[float, list[tuple[float, QtGui.QColor]]]:
    """Return which way it goes, in degrees, and its colours at their places, in pixels."""
    angle, found = _DOWN, []
    for part in _parts(text):
        match = _STOP.fullmatch(part)
        if match is None:
            if part.endswith("deg"):
                angle = number(part[:-3]) or 0.0
            continue
        ink = color(match[1]) or QtGui.QColor(0, 0, 0, 0)
        found += [(where, ink) for where in numbers(match[2])]
    return angle, sorted(found, key=lambda stop: stop[0])
