from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.app.programs.asker import Asker
from usero_desktop.app.windows.lines import OUT
from usero_desktop.app.windows.program_form import ProgramForm
from usero_desktop.app.windows.window import AppWindow
from usero_desktop.i18n.said import Said
from usero_desktop.qt import QtWidgets, Signal
from usero_desktop.ui.controls.words import WordButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.policy import Policy
    from usero_desktop.settings import Program, Settings
    from usero_desktop.ui.style.look import Look


class ProgramWindow(AppWindow):
    """Asks what a program is, and its server whether that knows it; one may do without an answer.

    Signal: `chosen(Program)` when the user has said which one it is.
    """

    chosen = Signal(object)
    title = "settings.program.add"
    confirm = "settings.save"

    def __init__(
        self,
        name: str,
        settings: Settings,
        parent: QtWidgets.QWidget | None = None,
        *,
        program: Program | None = None,
    ) -> None:
        """`program` is the one that is changed; None for a new one."""
        super().__init__(name, settings, parent)
        self._before = program
        self._unasked: Program | None = None
        self._is_asking = False
        self.form = ProgramForm(self.content)
        if program is not None:
            self.form.show_program(program)
        self._cancel = WordButton(f"{name}_cancel", self)
        self._confirm = WordButton(f"{name}_confirm", self, primary=True)
        self._confirm.setDefault(True)
        self.column.put(self.form, OUT, both=True)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self._cancel)
        self.foot.addWidget(self._confirm)
        self._asker = Asker(self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self._on_unanswered)
        self.form.edited.connect(self._on_edited)
        self.form.resized.connect(self.fit)
        self._cancel.clicked.connect(self.reject)
        self._confirm.clicked.connect(self._on_confirmed)

    def take_policy(self, policy: Policy) -> None:
        """Show what the administrator has decided about servers."""
        if policy.base_url is not None:
            self.form.lock_server(policy.base_url)

    def show_look(self, look: Look) -> None:
        self.setWindowTitle(look.texts(self.title))
        self.form.show_look(look)
        self._cancel.show_look(look, look.texts("settings.cancel"))
        self._show_confirm(look)

    def show_room(self, room: int) -> None:
        self.form.show_room(room)

    @guard
    def on_action(self, action: Action) -> None:
        if action is Action.ANYWAY and self._unasked is not None:
            self.chosen.emit(self._unasked)

    def show_asking(self, *, asking: bool) -> None:
        """Show that an answer is waited for, or no longer."""
        if asking != self._is_asking:
            self._is_asking = asking
            self._show_confirm(self.look)
            if asking:
                self.say(self.look.texts("program.asking"))

    def _show_confirm(self, look: Look) -> None:
        words = "program.asking" if self._is_asking else self.confirm
        self._confirm.show_look(look, look.texts(words))
        self._confirm.setEnabled(not self._is_asking)

    @guard
    def _on_confirmed(self) -> None:
        self.show_notice(None)
        program = self.form.program()
        if program is None:
            return
        if self._is_answered(program):
            self.chosen.emit(program)
            return
        self.show_asking(asking=True)
        self._asker.ask(program)

    def _is_answered(self, program: Program) -> bool:
        """Whether what the server knows of it is as before: only what it is called has changed."""
        before = self._before
        return before is not None and program == replace(
            before, name=program.name, version=program.version, environment=program.environment
        )

    @guard
    def _on_edited(self) -> None:
        self._asker.forget()
        self.show_asking(asking=False)
        if self._unasked is not None:
            self._unasked = None
            self.show_notice(None)

    @guard
    def _on_answered(self, program: Program, is_known: bool) -> None:
        self.show_asking(asking=False)
        if is_known:
            self.chosen.emit(program)
        else:
            self.form.show_problem("client_id", "client_unknown")
            self.say(self.look.texts("program.error.client_unknown"), urgent=True)

    @guard
    def _on_unanswered(self, program: Program, error: UseroError) -> None:
        self.show_asking(asking=False)
        self._unasked = program
        words = Said("program.unasked", {"reason": sentence(error)})
        self.show_notice(Notice("error", words, (Action.ANYWAY,)))
