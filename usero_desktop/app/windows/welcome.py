from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.app.keeper import Keeper
from usero_desktop.app.windows.card import PADDING, Card
from usero_desktop.app.windows.program_window import ProgramWindow
from usero_desktop.i18n.said import Said
from usero_desktop.paths import shown_path
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.settings import Program, Settings
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.controls.focus import in_order
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice
from usero_desktop.ui.style import metrics
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.errors import UseroError
    from usero_desktop.policy import Policy
    from usero_desktop.settings import Loaded
    from usero_desktop.ui.style.look import Look

INBOX: Final = Program("client_demo", base_url="http://127.0.0.1:8787")
"""What the local inbox takes where it is started without options."""

INBOX_COMMAND: Final = "usero-desktop inbox"


class Welcome(ProgramWindow):
    """The first start: which program is feedback about? It saves the answer. GUI thread.

    Signals: `finished(Program)` once that is in the settings file, after `saved(Settings)` with
    what the file holds. `left()` when it is closed without an answer, or before that was saved.
    """

    finished = Signal(object)
    saved = Signal(object)
    left = Signal()
    title = "welcome.title"
    confirm = "welcome.continue"

    def __init__(self, settings: Settings | None = None, *, path: Path | None = None) -> None:
        """Language and colours are those of `settings`; `path` is the file, if not the user's."""
        super().__init__("usero_welcome", settings or Settings())
        self._program: Program | None = None
        self._heading = Label(self.content, pixels=metrics.TITLE, bold=True)
        self._words = Label(self.content, pixels=metrics.BODY)
        self._inbox = Card(self.content)
        self._inbox_title = Label(self._inbox, pixels=metrics.LABEL, bold=True)
        self._inbox_words = Label(self._inbox, pixels=metrics.LABEL)
        for label in (self._heading, self._words, self._inbox_title, self._inbox_words):
            label.setWordWrap(True)
        self._command = QtWidgets.QLineEdit(INBOX_COMMAND, self._inbox)
        self._command.setObjectName("usero_welcome_command")
        self._command.setReadOnly(True)
        self._command.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
        self._inbox_use = TextButton(self._inbox)
        self._inbox_use.setObjectName("usero_welcome_inbox")
        for part in (self._inbox_title, self._inbox_words, self._command):
            self._inbox.column.put(part)
        self._inbox.column.put(self._inbox_use, TextButton.PADDING, short=True)
        self.column.put(self._heading, at=0)
        self.column.put(self._words, at=1)
        self.column.put(self._inbox, at=self.column.count() - 1)
        in_order(self.form, self._inbox)
        in_order(self._inbox, self._cancel)
        in_order(self._cancel, self._confirm)
        self._inbox_use.clicked.connect(self._on_inbox)
        self.chosen.connect(self._on_chosen)
        self.rejected.connect(self._on_rejected)
        self._keeper = Keeper(self, path)
        self._keeper.loaded.connect(self._on_loaded)
        self._keeper.saved.connect(self._on_saved)
        self._keeper.moved.connect(self._on_moved)
        self._keeper.failed.connect(self._on_failed)
        self.dress()
        self.form.setFocus()
        self._keeper.load()

    def show_look(self, look: Look) -> None:
        super().show_look(look)
        texts, colors = look.texts, look.colors
        self._heading.setText(texts("welcome.title"))
        self._words.setText(texts("welcome.words"))
        self._inbox.show_look(look)
        self._inbox_title.setText(texts("welcome.inbox.title"))
        self._inbox_words.setText(texts("welcome.inbox.words"))
        self._command.setAccessibleName(texts("welcome.inbox.words"))
        for label in (self._heading, self._words, self._inbox_title):
            label.show_color(colors.text, look.scale)
        self._inbox_words.show_color(colors.muted, look.scale)
        self._inbox_use.setText(texts("welcome.inbox.use"))
        self._inbox_use.show_look(look, "link", "field")

    def show_room(self, room: int) -> None:
        super().show_room(room)
        self._inbox_use.show_room(room - 2 * self.look.scale.px(PADDING))

    @guard
    def on_action(self, action: Action) -> None:
        if action is Action.ANEW:
            self._keeper.start_anew()
        else:
            super().on_action(action)

    @guard
    def _on_loaded(self, loaded: Loaded, policy: Policy) -> None:
        self.take_policy(policy)
        self._inbox.setVisible(policy.base_url is None)
        if policy.trouble is not None:
            self.show_notice(Notice("error", Said("error.policy", {"reason": policy.trouble})))
        elif not loaded.is_readable:
            words = Said("settings.broken", {"problem": loaded.problems[0].sentence})
            self.show_notice(Notice("error", words, (Action.ANEW,)))

    @guard
    def _on_inbox(self) -> None:
        said = self.form.fields
        name, version = said["name"].text, said["version"].text
        self.form.show_program(replace(INBOX, name=name, version=version))
        self.form.edited.emit()
        said["name"].line.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    @guard
    def _on_chosen(self, program: Program) -> None:
        self._program = program
        now = self._keeper.current
        others = tuple(its for its in now.programs if its.client_id != program.client_id)
        self.show_asking(asking=False)
        self._keeper.save(now._replace(programs=(*others, program), current=program.client_id))

    @guard
    def _on_saved(self, settings: Settings) -> None:
        self.saved.emit(settings)
        if not self.isVisible():
            self.left.emit()
        elif self._program is not None:
            self.accept()
            self.finished.emit(self._program)

    @guard
    def _on_moved(self, aside: Path) -> None:
        words = Said("settings.anew.done", {"path": shown_path(aside)})
        self.show_notice(Notice("success", words))

    @guard
    def _on_rejected(self) -> None:
        if not self._keeper.is_saving:
            self.left.emit()

    @guard
    def _on_failed(self, error: UseroError) -> None:
        self.show_notice(Notice("error", sentence(error)))
        if not self.isVisible():  # closed meanwhile, by who believes that it is saved
            self.come()
