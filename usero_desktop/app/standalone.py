from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.desktop.first_frame import FirstFrame
from usero_desktop.app.desktop.focused import focused_title
from usero_desktop.app.desktop.raising import bring_to_front
from usero_desktop.app.hotkey import Hotkey
from usero_desktop.app.instance import wish
from usero_desktop.app.instance.wish import Wish
from usero_desktop.app.programs.desk import ProgramDesk
from usero_desktop.app.programs.spot import Spot
from usero_desktop.app.signals import EndSignals
from usero_desktop.app.tray.notes import (
    caught_up_note,
    problem_note,
    refused_note,
    saved_note,
    sent_note,
)
from usero_desktop.app.tray.presence import Presence
from usero_desktop.errors import UseroError
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after
from usero_desktop.ui.window.stepping import Stepping

if TYPE_CHECKING:
    from usero_desktop.app.instance.instance import Instance
    from usero_desktop.app.preferences.window import Preferences
    from usero_desktop.app.tray.notes import Note
    from usero_desktop.app.windows.welcome import Welcome
    from usero_desktop.model.submission import Receipt
    from usero_desktop.settings import Loaded, Program, Settings


REST_MS: Final = 150
"""How long after the first window the rest follows: until then the window system is at work on it.

The icon's place, the window's frame and its first letters are all drawn by the same one.
"""


class Standalone(QtCore.QObject):
    """The program: what is seen of it, what works for each program, and the windows beside.

    GUI thread. It is made once, and lives as long as the application.

    Signal: `settled()` once all is done that a start does.
    """

    settled = Signal()

    def __init__(self, application: QtWidgets.QApplication, loaded: Loaded) -> None:
        """`loaded` is what the settings file holds, and what is wrong with it."""
        super().__init__(application)
        self._loaded = loaded
        self._settings = loaded.settings
        self._desks: list[ProgramDesk] = []
        self._note: Note | None = None
        self._instance: Instance | None = None
        self._is_settled = False
        self._welcome: Welcome | None = None
        self._preferences: Preferences | None = None
        self._presence = Presence(self)
        self._presence.wished.connect(self._on_wished)
        self._presence.clicked.connect(self._on_clicked)
        self._presence.opening.connect(self._on_opening)
        self._presence.note_clicked.connect(self._on_note_clicked)
        self._presence.quit_wanted.connect(self._on_quit_wanted)
        texts = Texts(self._settings.locale or QtCore.QLocale().name())
        self._hotkey = Hotkey(self, description=texts("app.feedback"))
        self._hotkey.pressed.connect(self._on_hotkey_pressed)
        self.failure: UseroError | None = None
        """Why it had to end."""
        self._signals = EndSignals(self)
        self._signals.ended.connect(self._on_quit_wanted)
        application.aboutToQuit.connect(self._on_quitting)
        self._spot = Spot(self)
        self.take_settings(loaded.settings)

    def begin(self, wished: Wish) -> None:
        """Be there, and open what is `wished` for: that first, and all else once it is seen."""
        if wished.background or not wished.place:
            # It decides what comes: the window in place of the icon is it, where there is one.
            self._presence.begin(hidden=wished.background)
        if wished.background:
            self._settle()
            return
        self.open(wished)
        frame = FirstFrame(self, REST_MS)
        frame.over.connect(self._on_seen)
        frame.watch()

    def listen_to(self, instance: Instance) -> None:
        """Do what further starts of the program ask for, once what this one wants is seen."""
        self._instance = instance
        instance.asked.connect(self._on_asked)

    @guard
    def _on_seen(self) -> None:
        if not self._presence.is_begun:
            self._presence.begin(hidden=False, aside=True)
        after(self, 0, self._settle)  # a turn of its own: what was typed meanwhile is shown first

    @guard
    def _settle(self) -> None:
        self._is_settled = True
        if self._instance is not None:
            try:
                self._instance.listen()
            except UseroError as error:
                self.failure = error
                self._on_quit_wanted()
                return
        for desk in self._desks:
            desk.start()
        if self._loaded.problems:
            self._say(problem_note(self._loaded.problems[0]), always=True)
        self.settled.emit()

    # ------------------------------------------------------------ settings

    @guard
    def take_settings(self, settings: Settings) -> None:
        """Work by `settings` from now on; what is written in a panel stays."""
        known = {desk.program: desk for desk in self._desks}
        self._settings = settings
        for program, desk in known.items():
            if program not in settings.programs:
                desk.end()
        self._desks = [known.get(program) or self._made(program) for program in settings.programs]
        for desk in self._desks:
            desk.take_settings(settings)
            if self._is_settled:
                desk.start()
        if settings.hotkey != self._hotkey.text:
            self._hotkey.set(settings.hotkey)
        self._presence.show(self._desks, settings)
        for window in (self._welcome, self._preferences):
            if window is not None:
                window.show_settings(settings)

    def _made(self, program: Program) -> ProgramDesk:
        desk = ProgramDesk(self, program, self._settings, self._spot)
        desk.changed.connect(self._on_counted)

        @guard
        def sent(receipt: Receipt) -> None:
            self._say(sent_note(program, receipt))

        @guard
        def caught_up(count: int) -> None:
            self._say(caught_up_note(program, count))

        @guard
        def saved(error: UseroError) -> None:
            self._say(saved_note(program, error))

        @guard
        def refused(error: UseroError) -> None:
            self._say(refused_note(program, error))

        desk.courier.sent.connect(sent)
        desk.courier.caught_up.connect(caught_up)
        desk.courier.saved.connect(saved)
        desk.courier.refused.connect(refused)
        return desk

    # ------------------------------------------------------------ what is opened

    def open(self, wished: Wish, token: str = "") -> None:
        """Open what is `wished` for; nothing in particular is the panel, or the first start.

        `token` is the desktop's leave for coming to the front.
        """
        program = self._settings.named(wished.program) or self._settings.program
        desk = next((desk for desk in self._desks if desk.program == program), None)
        home = self._presence.home
        if wished.place == wish.SETTINGS:
            self._open_preferences(token)
        elif desk is None:
            self._open_welcome(token)
        elif home is not None and not wished.place:
            home.come()
            bring_to_front(home, token)
        else:
            # Before anything of ours comes: it is about what the user looked at until now.
            title = focused_title() if self._settings.offer_window_title else None
            desk.open(wished.place, self._presence.place, title or "", token)

    def _open_welcome(self, token: str) -> None:
        from usero_desktop.app.windows.welcome import Welcome

        if self._welcome is None:
            self._welcome = Welcome(self._settings)
            self._welcome.saved.connect(self.take_settings)
            self._welcome.finished.connect(self._on_welcomed)
            self._welcome.left.connect(self._on_welcome_left)
            Stepping(self._welcome, self._welcome)
        self._welcome.come()
        bring_to_front(self._welcome, token)

    @guard
    def _on_welcomed(self, program: Program) -> None:
        self._on_welcome_left()
        self.open(Wish(wish.FEEDBACK, program.client_id))

    @guard
    def _on_welcome_left(self) -> None:
        window, self._welcome = self._welcome, None
        if window is not None:
            window.deleteLater()

    def _open_preferences(self, token: str) -> None:
        from usero_desktop.app import autostart
        from usero_desktop.app.preferences.window import Preferences

        if self._preferences is None:
            self._preferences = Preferences(
                self._settings, autostart=autostart, hotkey=self._hotkey
            )
            self._preferences.saved.connect(self.take_settings)
            self._preferences.left.connect(self._on_preferences_left)
            Stepping(self._preferences, self._preferences)
        self._preferences.come()
        bring_to_front(self._preferences, token)

    @guard
    def _on_preferences_left(self) -> None:
        window, self._preferences = self._preferences, None
        if window is not None:
            window.deleteLater()

    # ------------------------------------------------------------ who wishes it

    @guard
    def _on_asked(self, words: tuple[str, ...], token: str) -> None:
        wished = Wish.of(words)
        if not wished.background:
            self.open(wished, token)

    @guard
    def _on_hotkey_pressed(self, token: str) -> None:
        self.open(Wish(wish.FEEDBACK), token)

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

    @guard
    def _on_quitting(self) -> None:
        self._presence.end()

    # ------------------------------------------------------------ what is told

    @guard
    def _on_counted(self) -> None:
        self._presence.show_counts()

    def _say(self, note: Note, *, always: bool = False) -> None:
        if always or self._settings.notify:
            self._note = note
            self._presence.say(note)

    @guard
    def _on_note_clicked(self) -> None:
        if self._note is not None:
            self.open(Wish(self._note.place, self._note.program))
