"""Several of ours in one program: a picture that one takes shows none of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, Union
from weakref import WeakSet

from usero_desktop.qt import is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.ui.window.alone import Alone
    from usero_desktop.ui.window.overlay import Overlay
    from usero_desktop.ui.window.stepping import Stepping

LOOK_MS: Final = 1_000
"""How often one that is away for another looks whether that is still there to call it back."""


Own: TypeAlias = Union["Overlay", "Alone", "Stepping"]
"""A button with its panel, a panel alone, or a window of ours beside them."""

_all: WeakSet[Own] = WeakSet()


def join(one: Own) -> None:
    """Have `one` be one of the others, for all that there are. GUI thread."""
    _all.add(one)


class Others:
    """What is there beside one of ours, in its window and in every other. GUI thread."""

    def __init__(self, one: Own) -> None:
        self._one = one
        self._away: list[Own] = []

    def step_aside(self) -> None:
        """Have them leave the screen until `step_back`; one that has left by itself stays so."""
        for other in tuple(_all):
            if other is not self._one and is_alive(other) and not other.is_aside:
                other.step_aside()
                self._away.append(other)
                self._watch(other)

    def repaint(self) -> None:
        """Have it painted now that they are away."""
        for other in self._away:
            if is_alive(other) and other.is_whole:
                other.subject.repaint()

    def step_back(self) -> None:
        """Have them come back. May be called again."""
        away, self._away = self._away, []
        for other in away:
            if is_alive(other):
                other.step_back()

    def _watch(self, other: Own) -> None:
        @guard
        def look() -> None:
            if not any(one is other for one in self._away):
                return
            if is_alive(self._one):
                self._watch(other)
            else:
                other.step_back()

        after(other, LOOK_MS, look)
