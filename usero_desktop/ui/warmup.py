from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOM: Final = "usero_desktop."
MODULES: Final = (
    "model.draft",
    "model.picture",
    "core.events",
    "core.ticket",
    "core.dispatch",
    "core.feedback",
    "core.pool",
    "ui.state",
    "ui.wording",
    "ui.original",
    "ui.desk",
    "ui.writing",
    "ui.sender",
    "ui.controller",
    "ui.adder",
    "identity.keeper",
    "ui.remembered",
    "ui.reports",
    "ui.session",
    "ui.style.icons",
    "ui.panel.buttons",
    "ui.panel.send",
    "ui.panel.ratings",
    "ui.panel.comment",
    "ui.panel.email",
    "ui.panel.pictures",
    "ui.panel.labels",
    "ui.panel.form",
    "ui.panel.panel",
    "ui.wiring",
    "ui.context",
)
"""What the first open loads, in an order in which each brings as little else as possible."""


class WarmUp(QtCore.QObject):
    """Does what the first open needs, one short step a turn of the event loop.

    Nothing of it is needed while a window only shows its button, so it begins when the mouse
    or the focus comes to the launcher: a hand takes longer to click than this takes.
    """

    def __init__(self, parent: QtCore.QObject, *steps: Callable[[], object]) -> None:
        """`steps` are done last, after the modules are loaded."""
        super().__init__(parent)
        self._steps: list[Callable[[], object]] = [
            *(lambda name=name: import_module(_ROOM + name) for name in MODULES),
            *steps,
        ]
        self._running = False

    @guard
    def start(self) -> None:
        """Begin, unless it has begun."""
        if not self._running:
            self._running = True
            after(self, 0, self._on_turn)

    @guard
    def _on_turn(self) -> None:
        if self._steps:
            step = self._steps.pop(0)
            step()
            after(self, 0, self._on_turn)
