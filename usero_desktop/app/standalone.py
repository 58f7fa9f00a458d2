from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from usero_desktop.app import tray, wish
from usero_desktop.app.desk import ProgramDesk
from usero_desktop.app.home import Home
from usero_desktop.app.notices import refused_note, saved_note, sent_note
from usero_desktop.app.signals import EndSignals
from usero_desktop.app.traywatch import TrayWatch
from usero_desktop.app.wish import Wish
from usero_desktop.i18n import Texts
from usero_desktop.paths import settings_path
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.settings import save
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.app.instance import Instance
    from usero_desktop.app.notices import Note
    from usero_desktop.errors import UseroError
    from usero_desktop.model.submission import Receipt
    from usero_desktop.settings import Loaded, Program, Settings

LOOK_MS: Final = 500
LOOKS: Final = 20
"""After a login the desktop's panel may come later than we do: it is looked for ten seconds."""


class Standalone(QtCore.QObject):
    """The program: its icon, or the window in place of that, and all that is opened from there.

    GUI thread. It is made once, and lives as long as the application.
    """

    def __init__(self, application: QtWidgets.QApplication, loaded: Loaded) -> None:
        """`loaded` is what the settings file holds, and what is wrong with it."""
        super().__init__(application)
        self._settings, self._problems = loaded.settings, loaded.problems
        self._desks: list[ProgramDesk] = []
        self._tray: tray.Tray | None = None
        self._home: Home | None = None
        self._note: Note | None = None
        self._looks = 0
        self._is_hidden = False
        self._bridge = Bridge(self)
        self._watch: TrayWatch | None = None
        self._signals = EndSignals(self)
        self._signals.ended.connect(self._on_quit_wanted)
        application.aboutToQuit.connect(self._on_quitting)
        self.take(loaded.settings)

    # ------------------------------------------------------------ settings

    @property
    def texts(self) -> Texts:
        """The words of the language that was chosen, or of the system's."""
        return Texts(self._settings.locale or QtCore.QLocale().name())

    def take(self, settings: Settings) -> None:
        """Work by `settings` from now on; what is written in a panel stays."""
        known = {desk.program: desk for desk in self._desks}
        self._settings = settings
        for program, desk in known.items():
            if program not in settings.programs:
                desk.end()
        self._desks = [known.get(program) or self._made(program) for program in settings.programs]
        for desk in self._desks:
            desk.take(settings)
        self._show_programs()

    def _made(self, program: Program) -> ProgramDesk:
        desk = ProgramDesk(self, program, self._settings)
        desk.changed.connect(self._on_counted)

        @guard
        def sent(receipt: Receipt) -> None:
            self._say(sent_note(program, receipt))

        @guard
        def saved(error: UseroError) -> None:
            self._say(saved_note(program, error))

        @guard
        def refused(error: UseroError) -> None:
            self._say(refused_note(program, error))

        desk.courier.sent.connect(sent)
        desk.courier.saved.connect(saved)
        desk.courier.refused.connect(refused)
        return desk

    # ------------------------------------------------------------ icon or window

    def begin(self, wished: Wish) -> None:
        """Be there, and open what is `wished` for."""
        self._is_hidden = wished.background
        self._look()
        if self._tray is None:
            after(self, LOOK_MS, self._on_look_again)
        self._watch = TrayWatch(lambda: self._bridge.post(self._on_tray_changed))
        if not wished.background:
            self.open(wished)

    def listen_to(self, instance: Instance) -> None:
        """Do what further starts of the program ask for."""
        instance.asked.connect(self._on_asked)

    @guard
    def _on_quitting(self) -> None:
        if self._watch is not None:
            self._watch.end()

    @guard
    def _on_look_again(self) -> None:
        self._looks += 1
        if self._looks >= LOOKS:
            self._is_hidden = False  # who began without a word is not to be there unseen
        self._look()
        if self._tray is None and self._looks < LOOKS:
            after(self, LOOK_MS, self._on_look_again)

    @guard
    def _on_tray_changed(self) -> None:
        # One that restarts is away for a moment: the window is for when it stays so.
        self._looks, self._is_hidden = 0, True
        self._look()
        if self._tray is None:
            after(self, LOOK_MS, self._on_look_again)

    def _look(self) -> None:
        """Be in the notification area where there is one, else in a window."""
        if tray.is_there():
            home, self._home = self._home, None
            if self._tray is None:
                self._tray = self._made_tray()
            if home is not None:
                home.end()
        else:
            icon, self._tray = self._tray, None
            if icon is not None:
                icon.end()
            if self._home is None and not self._is_hidden:
                self._home = self._made_home()
        self._show_programs()

    def _made_tray(self) -> tray.Tray:
        made = tray.Tray(self)
        made.wished.connect(self._on_wished)
        made.clicked.connect(self._on_clicked)
        made.opening.connect(self._on_opening)
        made.note_clicked.connect(self._on_note_clicked)
        made.quit_wanted.connect(self._on_quit_wanted)
        return made

    def _made_home(self) -> Home:
        made = Home()
        made.wished.connect(self._on_wished)
        made.opening.connect(self._on_opening)
        made.quit_wanted.connect(self._on_quit_wanted)
        return made

    def _show_programs(self) -> None:
        if self._tray is not None:
            self._tray.show_programs(self._desks, self.texts)
        if self._home is not None:
            current = self._settings.program
            name = current.client_id if current is not None else ""
            self._home.show_programs(self._desks, self.texts, name)

    @guard
    def _on_counted(self) -> None:
        for face in (self._tray, self._home):
            if face is not None:
                face.show_counts(self._desks, self.texts)

    # ------------------------------------------------------------ what is wished for

    def open(self, wished: Wish) -> None:
        """Open what is `wished` for; nothing in particular is the panel, or the first start."""
        if wished.place == wish.SETTINGS:
            self._open_settings()
            return
        program = self._settings.named(wished.program) or self._settings.program
        desk = next((desk for desk in self._desks if desk.program is program), None)
        if desk is None:
            self._welcome()
        elif wished.place or self._home is None:
            near = self._tray.place if self._tray is not None else None
            desk.open(wished.place, near)
        else:
            self._home.come()

    def _welcome(self) -> None:
        """There is no program yet: the file, which says what belongs in it, is the place."""
        self._open_settings()

    def _open_settings(self) -> None:
        path = settings_path()
        if not path.exists():
            save(self._settings)
        QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(path)))

    @guard
    def _on_asked(self, words: tuple[str, ...], token: str) -> None:
        wished = Wish.of(words)
        if not wished.background:
            take_leave(token)
            self.open(wished)

    @guard
    def _on_wished(self, place: str, program: str) -> None:
        self.open(Wish(place, program))

    @guard
    def _on_clicked(self) -> None:
        self.open(Wish(wish.FEEDBACK))

    @guard
    def _on_opening(self) -> None:
        for desk in self._desks:
            desk.courier.recount()

    @guard
    def _on_quit_wanted(self) -> None:
        QtWidgets.QApplication.quit()

    # ------------------------------------------------------------ what is told

    def _say(self, note: Note) -> None:
        self._note = note
        face: Callable[[Note, Texts], object] | None = None
        if self._tray is not None:
            face = self._tray.say
        elif self._home is not None:
            face = self._home.say
        if face is not None and self._settings.notify:
            face(note, self.texts)

    @guard
    def _on_note_clicked(self) -> None:
        if self._note is not None:
            self.open(Wish(self._note.place, self._note.program))


def take_leave(token: str) -> None:
    """Have the next window come to the front by the desktop's leave for that, as Wayland wants."""
    if token and QtGui.QGuiApplication.platformName().startswith("wayland"):
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt uses it up
