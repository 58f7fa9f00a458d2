"""What is to be seen of a recorded page at one moment, box by box, from back to front."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.rrweb.nodes import Element, Text
from usero_desktop.ui.playback import values
from usero_desktop.ui.playback.css import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.ui.playback.css import Declared

INHERITED: Final = (
    "color", "direction", "fill", "font-family", "font-size", "font-style", "font-weight",
    "line-height", "text-align", "visibility", "white-space",
)  # fmt: skip
"""What counts for all that is in an element, too."""
_GRADIENTS: Final = ("linearGradient", "radialGradient")


class Place(NamedTuple):
    """Where a box is, in pixels of the page; its sides may be anywhere."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """An element at its place, with all that is said of it."""

    element: Element
    place: Place | None
    """None where it is as large as what is written in it, from `corner` on."""
    corner: tuple[float, float]
    said: Declared = field(repr=False)
    around: frozenset[str] = field(repr=False)

    @property
    def texts(self) -> Iterator[str]:
        """What is written in it."""
        return (child.text for child in self.element.children if isinstance(child, Text))

    @property
    def cuts(self) -> bool:
        """Whether nothing of what is in it is seen outside of it."""
        return self.said.get("overflow") == "hidden" and self.place is not None


class Page:
    """A page that is looked at: its sheets, its gradients, and what is where."""

    def __init__(self, html: Element, extent: tuple[int, int], sheets: Sheets) -> None:
        self.extent = extent
        self.gradients: dict[str, Element] = {}
        texts: list[str] = []
        self._gather(html, texts)
        self._sheet = sheets.of(tuple(texts))
        self._html = html

    def root(self) -> Box:
        """Return the whole of it."""
        place = Place(0.0, 0.0, *map(float, self.extent))
        said = self._sheet.declared("html", "", frozenset())
        return Box(self._html, place, (0.0, 0.0), said, frozenset())

    def within(self, box: Box) -> list[Box]:
        """Return the elements in `box`, from back to front."""
        around = box.around | (
            self._sheet.around & frozenset(box.element.attributes.get("class", "").split())
        )
        heritage = {name: box.said[name] for name in INHERITED if name in box.said}
        found = [
            self._placed(child, box, around, heritage)
            for child in box.element.children
            if isinstance(child, Element) and child.tag not in {"head", *_GRADIENTS}
        ]
        if any("z-index" in one.said for one in found):
            found.sort(key=lambda one: values.number(one.said.get("z-index", "0")) or 0.0)
        return found

    def _placed(
        self, element: Element, parent: Box, around: frozenset[str], heritage: Declared
    ) -> Box:
        attributes = element.attributes
        declared = self._sheet.declared(element.tag, attributes.get("class", ""), around)
        said = {**heritage, **declared, **values.declared(attributes.get("style", ""))}
        if "fill" in attributes and "fill" not in declared:
            said["fill"] = attributes["fill"]
        x, y = parent.corner
        if parent.place is None:
            return Box(element, None, (x, y), said, around)
        border = values.length(parent.said.get("border-width"), 0.0) or 0.0
        whole, high = parent.place.width - 2 * border, parent.place.height - 2 * border
        if said.get("position") not in {"absolute", "fixed"}:
            return Box(element, Place(x, y, whole, high), (x, y), said, around)
        left, width = _along(said, "left", "right", "width", whole)
        top, height = _along(said, "top", "bottom", "height", high)
        x, y = x + border + left, y + border + top
        place = None
        if width is not None and height is not None:
            place = Place(x, y, width, height)
        elif width is not None or height is not None:
            line = values.length(said.get("line-height"), 0.0) or 0.0
            place = Place(x, y, width or 0.0, height or line)
        elif element.attributes.get("style", "") and any(
            isinstance(child, Element) for child in element.children
        ):
            # Of no size, as the desk is: all that is in it is placed from its corner on.
            place = Place(x, y, 0.0, 0.0)
        return Box(element, place, (x, y), said, around)

    def _gather(self, element: Element, texts: list[str]) -> None:
        """Find the sheets and gradients, which may be anywhere."""
        waiting = [element]
        while waiting:
            one = waiting.pop()
            if one.tag == "style":
                texts.append(one.attributes.get("_cssText", ""))
            elif one.tag in _GRADIENTS:
                self.gradients.setdefault(one.attributes.get("id", ""), one)
            waiting += [child for child in reversed(one.children) if isinstance(child, Element)]


class Sheets:
    """Keeps the sheet of the page before: mostly it is the same, or only goes on."""

    def __init__(self) -> None:
        self._texts: tuple[str, ...] = ()
        self._sheet = Sheet()

    def of(self, texts: tuple[str, ...]) -> Sheet:
        """Return what these texts say, one after the other."""
        known = len(self._texts)
        if texts[:known] != self._texts:
            self._sheet, known = Sheet(), 0
        for text in texts[known:]:
            self._sheet.read(text)
        self._texts = texts
        return self._sheet


def _along(
    said: Declared, begin: str, end: str, size: str, whole: float
) -> tuple[float, float | None]:
    """Return where a box begins on one axis, and how long it is; None where nothing says so."""
    first, last = values.length(said.get(begin), whole), values.length(said.get(end), whole)
    long = values.length(said.get(size), whole)
    if long is None and first is not None and last is not None:
        long = max(whole - first - last, 0.0)
    if first is None and last is not None and long is not None:
        first = whole - last - long
    return first or 0.0, None if long is None else max(long, 0.0)
