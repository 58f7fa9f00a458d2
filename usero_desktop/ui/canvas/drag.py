from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.marks import DRAWN, MarkKind
from usero_desktop.qt import QtCore
from usero_desktop.ui.canvas.gestures import Draw

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Rect
    from usero_desktop.ui.canvas.gestures import Gesture

FAR: Final = 3
"""How far a hand moves before that is a drag, in logical pixels: a click is not quite still."""

_DOTS: Final = frozenset((MarkKind.STEP, *DRAWN))


class Drag:
    """What a hand has taken, from the press to the release. `at` is where it is on the page."""

    def __init__(self) -> None:
        self._gesture: Gesture | None = None
        self._pressed = self.at = QtCore.QPointF()
        self._is_far = False

    @property
    def is_on(self) -> bool:
        """Whether the hand has taken something."""
        return self._gesture is not None

    @property
    def is_far(self) -> bool:
        """Whether it is on, and no mere click any more."""
        return self.is_on and self._is_far

    @property
    def drawing(self) -> Drawing | None:
        """What is to be seen of it, None where that is not another drawing."""
        return self._gesture.drawing if self._gesture is not None else None

    def begin(self, gesture: Gesture | None, at: QtCore.QPointF) -> None:
        """Take hold, where there is a gesture to make."""
        self._gesture = gesture
        self._pressed = self.at = at
        self._is_far = False

    def reaches(self, at: QtCore.QPointF) -> bool:
        """Whether it is far enough to be a drag, now that the hand is there."""
        self._is_far = self._is_far or (at - self._pressed).manhattanLength() >= FAR
        return self._is_far

    def go(self, at: QtCore.QPointF, spot: Rect, *, is_straight: bool) -> None:
        """Go where the hand is: `at` on the page, at `spot` of the picture."""
        if self._gesture is not None:
            self.at = at
            self._gesture.go(spot, is_straight=is_straight)

    def end(self) -> bool:
        """Do what was meant; False for a click with what draws only when it is dragged."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return True
        if self._is_far or _is_dotted(gesture):
            gesture.end()
            return True
        return not isinstance(gesture, Draw)

    def call_off(self) -> bool:
        """Leave all as it was; False where there is nothing under way."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return False
        gesture.call_off()
        return True


def _is_dotted(gesture: Gesture) -> bool:
    """Whether `gesture` means something without a drag: a step, a dot of the pen."""
    return isinstance(gesture, Draw) and gesture.mark.kind in _DOTS
