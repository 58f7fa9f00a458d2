from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.windows.field import Field
from usero_desktop.app.windows.lines import Lines
from usero_desktop.errors import ConfigError
from usero_desktop.i18n.said import Said
from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.settings import Program
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.controls.tick import TickBox
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from collections.abc import Collection

    from usero_desktop.ui.style.look import Look

LONGEST: Final = 200
"""Characters of a name, a version or an environment; addresses have their own limit."""

HINTS: Final = {
    "client_id": "program.client_id.hint",
    "base_url": "program.base_url.hint",
    "environment": "program.environment.hint",
}
SERVER: Final = ("base_url", "environment")
"""The fields that most people need not see."""


class ProgramForm(QtWidgets.QWidget):
    """What there is to say of a program: its id, its name and version, its server.

    Signals: `edited()` by the user, `resized()` when more or less of it is shown.
    """

    edited = Signal()
    resized = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.fields = {
            name: Field(f"usero_program_{name}", self, is_code=name in {"client_id", *SERVER})
            for name in ("client_id", "name", "version", *SERVER)
        }
        self._more = TextButton(self)
        self._more.setObjectName("usero_program_more")
        self._insecure = TickBox(self)
        self._insecure.setObjectName("usero_program_insecure")
        self._taken: Collection[str] = ()
        self._is_locked = False
        self._column = Lines(self)
        for name, field in self.fields.items():
            if name == SERVER[0]:
                self._column.put(self._more, TextButton.PADDING, short=True)
            self._column.put(field)
            if name == SERVER[0]:
                self._column.put(self._insecure, metrics.RING_ROOM, short=True, both=True)
            field.edited.connect(self.edited)
        for field in self.fields.values():
            field.line.setMaxLength(LONGEST)
        self.fields["base_url"].line.setMaxLength(2000)
        self.fields["base_url"].show_text(limits.DEFAULT_BASE_URL)
        self._more.clicked.connect(self._on_more)
        self._insecure.toggled.connect(self._on_insecure)
        self._show_server(shown=False)
        self.setFocusProxy(self.fields["client_id"])

    def show_look(self, look: Look) -> None:
        """Take colours, sizes and words."""
        px = look.scale.px
        self._column.setSpacing(px(metrics.GAP))
        self._column.show_look(look)
        for name, field in self.fields.items():
            hint = "review.policy" if name == "base_url" and self._is_locked else HINTS.get(name)
            field.show_look(look, f"program.{name}", hint or "")
        self._more.setText(look.texts("program.more"))
        self._more.show_look(look, "link", "background")
        self._insecure.setText(look.texts("program.insecure"))
        self._insecure.show_look(look)

    def show_room(self, room: int) -> None:
        """Be at most `room` wide."""
        self._more.show_room(room)
        self._insecure.show_room(room)

    def show_program(self, program: Program) -> None:
        """Show what is known of a program."""
        said = {
            "client_id": program.client_id,
            "name": program.name,
            "version": program.version,
            "base_url": program.base_url,
            "environment": program.environment or "",
        }
        for name, text in said.items():
            self.fields[name].show_text(text)
            self.fields[name].show_problem("")
        self._insecure.setChecked(program.allow_insecure)
        is_usual = program.base_url == limits.DEFAULT_BASE_URL and program.environment is None
        self._show_server(shown=not is_usual)

    def refuse(self, taken: Collection[str]) -> None:
        """Take no client id of `taken`: those are programs that are there already."""
        self._taken = taken

    def lock_server(self, base_url: str) -> None:
        """Show the administrator's server, which nobody changes."""
        self._is_locked = True
        self.fields["base_url"].lock(base_url, "review.policy")
        self._insecure.setEnabled(False)
        self._show_server(shown=True)

    def program(self) -> Program | None:
        """Return what is written, or say at a field what is wrong there and return None."""
        said = {name: field.text for name, field in self.fields.items()}
        for field in self.fields.values():
            field.show_problem("")
        if said["client_id"] in self._taken:
            self.show_problem("client_id", "program_twice")
            return None
        if self._is_locked:
            said.pop("base_url")
        environment = said.pop("environment") or None
        try:
            return Program(
                **said, environment=environment, allow_insecure=self._insecure.isChecked()
            )
        except ConfigError as error:
            self.show_problem(_field_of(error.code), error.code)
            return None

    def show_problem(self, name: str, code: str) -> None:
        """Say at the field of that name what is wrong, and put the cursor there."""
        field = self.fields[name]
        if name in SERVER:
            self._show_server(shown=True)
        field.show_problem(Said(f"program.error.{code}"))
        field.line.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def _show_server(self, *, shown: bool) -> None:
        for name in SERVER:
            self.fields[name].setVisible(shown)
        self._insecure.setVisible(shown and not self._is_locked)
        self._more.setVisible(not shown)
        self.resized.emit()

    @guard
    def _on_more(self) -> None:
        self._show_server(shown=True)
        self.fields["base_url"].line.setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    @guard
    def _on_insecure(self) -> None:
        self.fields["base_url"].show_problem("")
        self.edited.emit()


def _field_of(code: str) -> str:
    """Return the field that an error of a program's is about."""
    if code.startswith("environment"):
        return "environment"
    return "client_id" if code.startswith("client_id") else "base_url"
