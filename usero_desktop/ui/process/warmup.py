from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOM: Final = "usero_desktop."
PANEL: Final = (
    "model.draft",
    "model.picture",
    "core.events",
    "core.ticket",
    "core.dispatch",
    "core.feedback",
    "core.pool",
    "ui.form.state",
    "ui.wording",
    "ui.form.original",
    "ui.form.desk",
    "ui.form.writing",
    "ui.form.sender",
    "ui.form.gathering",
    "ui.form.enclosing",
    "ui.form.controller",
    "ui.session.adder",
    "identity.keeper",
    "ui.form.remembered",
    "ui.session.session",
    "ui.style.icons",
    "ui.controls.buttons",
    "ui.panel.send",
    "ui.panel.ratings",
    "ui.panel.comment",
    "ui.panel.email",
    "ui.panel.pictures",
    "ui.controls.labels",
    "ui.panel.form",
    "ui.panel.panel",
    "ui.session.wiring",
    "ui.process.machine",
)
"""What the first open loads, in an order in which each brings as little else as possible."""

EDITOR: Final = (
    "annotation.geometry",
    "ui.canvas.paint",
    "ui.form.sketches",
    "ui.editor.making",
    "annotation.drafting",
    "ui.canvas.editing",
    "ui.canvas.hand",
    "ui.canvas.stage",
    "ui.canvas.lettering",
    "ui.canvas.drag",
    "ui.canvas.canvas",
    "ui.editor.commands",
    "ui.editor.controls",
    "ui.editor.foot",
    "ui.editor.hints",
    "ui.editor.marks_list",
    "ui.editor.toolbar",
    "ui.editor.window",
    "ui.editor.opening",
)
"""What the first picture that is drawn on loads, likewise."""


class WarmUp(QtCore.QObject):
    """Does what a first click needs, one short step a turn of the event loop.

    Nothing of it is needed while what is to be clicked is only there, so it begins when the
    mouse or the focus comes to it: a hand takes longer to click than this takes.
    """

    def __init__(
        self, parent: QtCore.QObject, modules: tuple[str, ...], *steps: Callable[[], object]
    ) -> None:
        """`steps` are done last, after `modules` are loaded."""
        super().__init__(parent)
        self._steps: list[Callable[[], object]] = [
            *(lambda name=name: import_module(_ROOM + name) for name in modules),
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
