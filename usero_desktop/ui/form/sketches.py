"""What was drawn on pictures, for as long as it can still be changed: in memory, never on a disk.

The picture that is sent, shown and kept is the flattened file. Beside it stands a sketch: the
marks, and the picture below them with its black-outs and its crop burned in. That is kept as an
encoded file and not as pixels: three screens of 8K would take 400 MB as pixels, and as files 30
at the very most (`limits.PICTURE_BYTES`).
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.geometry import bounds, moved
from usero_desktop.annotation.marks import Mark, MarkKind, Rect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.writing import Writing


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """How a picture was made: `drawing` on `base`, None for the picture itself."""

    base: Picture | None
    drawing: Drawing


class Sketches:
    """The sketches of pictures, each until nobody has its picture any more. Any thread."""

    def __init__(self) -> None:
        # By identity: two pictures may have the same bytes.
        self._kept: dict[int, tuple[weakref.ref[Picture], Sketch]] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)

    def keep(self, picture: Picture, sketch: Sketch) -> None:
        """Know how `picture` was made."""
        key, kept = id(picture), self._kept
        kept[key] = weakref.ref(picture, lambda _gone: kept.pop(key, None)), sketch

    def of(self, picture: Picture) -> Sketch:
        """Return how `picture` was made: of itself with nothing on it, where that is not known."""
        known = self._kept.get(id(picture))
        if known is None:
            return Sketch(None, Drawing(picture.width, picture.height))
        return known[1]

    def let_go(self, pictures: Iterable[Picture]) -> None:
        """Forget how `pictures` were made."""
        for picture in pictures:
            self._kept.pop(id(picture), None)

    def clear(self) -> None:
        """Forget all of it."""
        self._kept.clear()


def sketches_of(writing: Writing) -> Sketches:
    """Return those of the pictures in a form, made when first asked for. GUI thread."""
    if writing.sketches is None:
        writing.sketches = Sketches()
    return writing.sketches


def split(drawing: Drawing) -> tuple[Drawing, Drawing]:
    """Return what of `drawing` is to be burned in, and what can still be changed after that.

    Burned in are the crop, the black-outs, and with them each mark that touches one: it would
    come out from under the black otherwise, as soon as it is moved. What lies below such a mark
    goes with it, so that all looks as it did. The second drawing is in the pixels that the
    first leaves.
    """
    burned: list[Mark] = []
    left: list[Mark] = []
    area = drawing.area
    for place in reversed(drawing.in_order):
        mark = drawing.marks[place]
        is_black = mark.kind is MarkKind.BLACKOUT
        if is_black or any(_touch(mark, other) for other in burned):
            burned.append(mark)
        elif _reach(mark).within(area).width and _reach(mark).within(area).height:
            left.append(moved(mark, -area.left, -area.top))
    base = replace(drawing, marks=tuple(reversed(burned)))
    return base, Drawing(int(area.width), int(area.height), tuple(reversed(left)))


def _reach(mark: Mark) -> Rect:
    """Return where `mark` paints, and a little more: its edge, and pixels that it only touches."""
    around, margin = bounds(mark), mark.width + 1
    return Rect(
        around.left - margin,
        around.top - margin,
        around.width + 2 * margin,
        around.height + 2 * margin,
    )


def _touch(one: Mark, other: Mark) -> bool:
    shared = _reach(one).within(_reach(other))
    return shared.width > 0 and shared.height > 0
