from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.keeper import Keeper
from usero_desktop.app.preferences.desktop import Desktop
from usero_desktop.app.preferences.login import Login
from usero_desktop.app.preferences.looks import LooksSection
from usero_desktop.app.preferences.managed import Managed
from usero_desktop.app.preferences.programs import Programs
from usero_desktop.app.programs.names import name_of
from usero_desktop.app.windows.field import BETWEEN
from usero_desktop.app.windows.lines import OUT
from usero_desktop.app.windows.program_window import ProgramWindow
from usero_desktop.app.windows.window import AppWindow
from usero_desktop.i18n.said import Said
from usero_desktop.paths import settings_path, shown_path
from usero_desktop.policy import Policy
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.settings import Settings
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.words import WordButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice
from usero_desktop.ui.style import metrics
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.app.preferences.system import Autostart, GlobalKey
    from usero_desktop.errors import UseroError
    from usero_desktop.settings import Loaded, Program
    from usero_desktop.ui.style.look import Look

PROBLEMS: Final = 3
"""So many things that are wrong in the file are told at once; of more, how many."""


class Preferences(AppWindow):
    """What the user may set. Each change is saved at once, in the background. GUI thread.

    The file is read anew whenever the window is turned to: it may have been changed by hand.

    Signals: `saved(Settings)` with what the settings file holds now, whoever has changed it;
    `left()` when it is closed and nothing is to be saved any more.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        autostart: Autostart | None = None,
        hotkey: GlobalKey | None = None,
        path: Path | None = None,
    ) -> None:
        """It begins in the look of `settings`, and reads the file anew.

        Without `autostart` or `hotkey`, where the system has none, neither is offered. `path` is
        the file where it is not the user's own.
        """
        super().__init__("usero_preferences", settings or Settings())
        self._settings, self._policy = settings or Settings(), Policy()
        self._told, self._is_read = self._settings, False
        self._path = path or settings_path()
        self._hotkey = hotkey
        self._wrong: Notice | None = None
        self._before: Settings | None = None
        self._programs = Programs(self.content)
        self._desktop = Desktop(
            self.content, has_login=autostart is not None, has_hotkey=hotkey is not None
        )
        self._looks = LooksSection(self.content)
        self._managed = Managed(self.content)
        self._file = Label(self.content, pixels=metrics.SMALL)
        self._file.setWordWrap(True)
        self._place = QtWidgets.QLineEdit(self.content)
        self._place.setObjectName("usero_preferences_path")
        self._place.setReadOnly(True)
        self._place.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
        self._close = WordButton("usero_preferences_close", self, primary=True)
        self._parts = (self._programs, self._desktop, self._looks)
        for part in (*self._parts, self._managed):
            self.column.put(part, OUT, both=True)
        self._kept = QtWidgets.QVBoxLayout()
        self._kept.addWidget(self._file)
        self._kept.addWidget(self._place)
        self.column.put(self._kept)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self._close)
        self._login = Login(self, self._desktop, autostart) if autostart is not None else None
        self._keeper = Keeper(self, path)
        self._connect()
        self.dress()
        self._close.setFocus()
        self._enable(on=False)
        self._keeper.load()

    def _connect(self) -> None:
        self._keeper.loaded.connect(self._on_loaded)
        self._keeper.saved.connect(self._on_saved)
        self._keeper.moved.connect(self._on_moved)
        self._keeper.failed.connect(self._on_failed)
        self._programs.added.connect(self._on_added)
        self._programs.edited.connect(self._on_edited)
        self._programs.removed.connect(self._on_removed)
        self._programs.used.connect(guard(lambda name: self._change(current=name)))
        self._desktop.notify_switched.connect(guard(lambda on: self._change(notify=on)))
        self._desktop.subject_switched.connect(
            guard(lambda on: self._change(offer_window_title=on))
        )
        self._desktop.hotkey_chosen.connect(self._on_hotkey)
        self._looks.locale_chosen.connect(guard(lambda name: self._change(locale=name)))
        self._looks.theme_chosen.connect(guard(lambda name: self._change(theme=name)))
        self._close.clicked.connect(self.accept)
        self.finished.connect(self._on_finished)
        if self._hotkey is not None:
            self._hotkey.changed.connect(self._on_hotkey_changed)

    def show_look(self, look: Look) -> None:
        texts = look.texts
        self.setWindowTitle(texts("settings.title"))
        self._close.show_look(look, texts("settings.close"))
        self._kept.setSpacing(look.scale.px(BETWEEN))
        self._file.setText(texts("settings.file"))
        self._file.show_color(look.colors.muted, look.scale)
        self._place.setAccessibleName(texts("settings.file"))
        self._place.setText(shown_path(self._path))
        self._show_settings()

    def show_room(self, room: int) -> None:
        self._desktop.show_room(room)

    def _show_settings(self) -> None:
        look, trouble = self.look, self._hotkey.trouble if self._hotkey is not None else None
        self._programs.show_settings(self._settings, look)
        self._desktop.show_settings(self._settings, look, trouble)
        self._looks.show_settings(self._settings, look)
        self._managed.show_policy(self._policy, look)

    def _enable(self, *, on: bool) -> None:
        for part in self._parts:
            part.setEnabled(on)

    def _change(self, **changes: object) -> None:
        """Save what the user has changed."""
        self._take(self._settings._replace(**changes))  # type: ignore[arg-type]
        self._keeper.save(self._settings)

    def _take(self, settings: Settings) -> None:
        """Show `settings`, in their own language and colours."""
        before, self._settings = self._settings, settings
        self._show_settings()
        if (before.locale, before.theme) != (settings.locale, settings.theme):
            self.show_settings(settings)
        self.fit()

    # ------------------------------------------------------------ the file

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.WindowActivate and self._is_read:
            self._keeper.load()
        return super().event(event)

    @guard
    def _on_loaded(self, loaded: Loaded, policy: Policy) -> None:
        self._policy = policy
        self._enable(on=loaded.is_readable)
        self._take(self._keeper.current)
        self._is_read = True
        before, self._wrong = self._wrong, _wrong_in(loaded)
        is_said = self.notice is not None and self.notice == before
        if self._wrong != before and (self._wrong is not None or is_said):
            self.show_notice(self._wrong)
        if loaded.is_readable and self._told != loaded.settings == self._keeper.current:
            self._tell(loaded.settings)

    def _tell(self, settings: Settings) -> None:
        self._told = settings
        self.saved.emit(settings)

    @guard
    def _on_saved(self, settings: Settings) -> None:
        if self._keeper.current == settings:
            self._take(settings)
        self._tell(settings)
        if self.notice is not None and self.notice == self._wrong:
            self._keeper.load()  # perhaps that was it
        self._leave()

    @guard
    def _on_finished(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if not (self.isVisible() or self._keeper.is_saving):
            self.left.emit()

    @guard
    def _on_moved(self, aside: Path) -> None:
        words = Said("settings.anew.done", {"path": shown_path(aside)})
        self.show_notice(Notice("success", words))
        self._tell(Settings())

    @guard
    def _on_failed(self, error: UseroError) -> None:
        self.show_notice(Notice("error", sentence(error)))
        if not self.isVisible():  # closed meanwhile, by who believes that it is saved
            self.come()

    @guard
    def on_action(self, action: Action) -> None:
        if action is Action.ANEW:
            self._keeper.start_anew()
        elif action is Action.UNDO and self._before is not None:
            before, self._before = self._before, None
            self.show_notice(None)
            self._change(programs=before.programs, current=before.current)

    # ------------------------------------------------------------ programs

    @guard
    def _on_added(self) -> None:
        self._open_editor(None)

    @guard
    def _on_edited(self, client_id: str) -> None:
        self._open_editor(self._settings.named(client_id))

    @guard
    def _on_removed(self, client_id: str) -> None:
        program = self._settings.named(client_id)
        if program is None:
            return
        self._before = self._settings
        left = tuple(its for its in self._settings.programs if its is not program)
        current = self._settings.current
        self._change(programs=left, current="" if current == client_id else current)
        words = Said("settings.program.removed", {"program": name_of(program)})
        self.show_notice(Notice("note", words, (Action.UNDO,), icon="trash"))

    def _open_editor(self, program: Program | None) -> None:
        editor = ProgramWindow("usero_program", self._settings, self, program=program)
        if program is not None:
            editor.title = "settings.program.change"
        ids = {its.client_id for its in self._settings.programs}
        editor.form.refuse(ids - {program.client_id} if program is not None else ids)
        editor.take_policy(self._policy)
        editor.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
        editor.chosen.connect(guard(lambda chosen: self._on_program(editor, program, chosen)))
        editor.finished.connect(editor.deleteLater)
        editor.dress()
        editor.form.setFocus()
        editor.come()

    @guard
    def _on_program(self, editor: ProgramWindow, before: Program | None, now: Program) -> None:
        editor.accept()
        self._before = None
        self.show_notice(None)
        programs, current = self._settings.programs, self._settings.current
        if before is None:
            self._change(programs=(*programs, now))
        else:
            changed = tuple(now if its.client_id == before.client_id else its for its in programs)
            is_current = current == before.client_id
            self._change(programs=changed, current=now.client_id if is_current else current)
        self._programs.focus_program(now.client_id)

    # ------------------------------------------------------------ the desktop

    @guard
    def _on_hotkey(self, text: str) -> None:
        if self._hotkey is not None:
            self._hotkey.set(text)
        self._change(hotkey=text)

    @guard
    def _on_hotkey_changed(self) -> None:
        self._show_settings()
        self.fit()


def _wrong_in(loaded: Loaded) -> Notice | None:
    """Return what to say of a file that is wrong, whole or in parts."""
    if not loaded.is_readable:
        words = Said("settings.broken", {"problem": loaded.problems[0].sentence})
        return Notice("error", words, (Action.ANEW,))
    if not loaded.problems:
        return None
    told = [problem.sentence for problem in loaded.problems[:PROBLEMS]]
    if more := len(loaded.problems) - len(told):
        told.append(f"… +{more}")
    return Notice("note", Said("settings.problems", {"problems": "\n".join(told)}))
