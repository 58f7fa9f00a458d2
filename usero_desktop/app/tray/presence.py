from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtGui, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.app.programs.desk import ProgramDesk
    from usero_desktop.app.tray.home import Home
    from usero_desktop.app.tray.notes import Note
    from usero_desktop.app.tray.tray import Tray
    from usero_desktop.app.tray.watch import TrayWatch, X11TrayWatch
    from usero_desktop.settings import Settings

LOOK_MS: Final = 500
LOOKS: Final = 20
"""The desktop's panel may come later than we do, or restart: it is looked for ten seconds."""


class Presence(QtCore.QObject):
    """What is seen of the program: its icon, or a window where there is no place for that.

    After ten seconds without a change it has no timer: session bus and X server tell of what
    comes later.

    Signals: `wished(str, str)` with a place and a program's client id ("" is the one in use);
    `clicked()` on the icon; `opening()` when it is turned to; `note_clicked()`; `quit_wanted()`.
    """

    wished = Signal(str, str)
    clicked = Signal()
    opening = Signal()
    note_clicked = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._tray: Tray | None = None
        self.home: Home | None = None
        """The window, where it is that."""
        self._shown: tuple[Sequence[ProgramDesk], Settings] | None = None
        self._looks = 0
        self._is_hidden = False
        self._is_aside = False
        self.is_begun = False
        """Whether it is there, or looks for its place."""
        self._bridge = Bridge(self)
        self._watch: TrayWatch | None = None
        self._x11_watch: X11TrayWatch | None = None

    def begin(self, *, hidden: bool, aside: bool = False) -> None:
        """Be there; `hidden` waits with the window for an icon's place that may come.

        `aside`: something was asked for that opens now. The window comes half a second after
        that, which is then there sooner, and leaves it the keyboard.
        """
        from usero_desktop.app.tray.watch import TrayWatch, X11TrayWatch

        self.is_begun = True
        self._is_aside, self._is_hidden = aside, hidden or aside
        self._look()
        self._is_hidden = hidden
        if self._tray is None:
            after(self, LOOK_MS, self._on_look_again)
        self._watch = TrayWatch(lambda: self._bridge.post(self._on_tray_changed))
        if QtGui.QGuiApplication.platformName() == "xcb":
            self._x11_watch = X11TrayWatch(self)
            self._x11_watch.changed.connect(self._on_tray_changed)

    def end(self) -> None:
        """Hear no more of the desktop."""
        for watch in (self._watch, self._x11_watch):
            if watch is not None:
                watch.end()

    # ------------------------------------------------------------ values downward

    def show(self, desks: Sequence[ProgramDesk], settings: Settings) -> None:
        """Be about these programs."""
        self._shown = desks, settings
        if self._tray is not None:
            self._tray.show_programs(desks, self._texts)
        if self.home is not None:
            self.home.show_programs(desks, settings)

    def show_counts(self) -> None:
        """Say how many reports are not sent."""
        if self._tray is not None and self._shown is not None:
            self._tray.show_counts(self._shown[0], self._texts)
        if self.home is not None:
            self.home.show_counts()

    def say(self, note: Note) -> None:
        """Tell what became of a report."""
        if self._tray is not None:
            self._tray.say(note, self._texts)
        elif self.home is not None:
            self.home.say_note(note)

    @property
    def place(self) -> QtCore.QRect | None:
        """Where the icon is on the screen, None where there is none or nobody tells."""
        return self._tray.place if self._tray is not None else None

    @property
    def _texts(self) -> Texts:
        locale = self._shown[1].locale if self._shown is not None else ""
        return Texts(locale or QtCore.QLocale().name())

    # ------------------------------------------------------------ which of the two it is

    def _look(self) -> None:
        from usero_desktop.app.tray.tray import is_there

        if is_there():
            home, self.home = self.home, None
            if self._tray is None:
                self._tray = self._made_tray()
            if home is not None:
                home.end()
        else:
            icon, self._tray = self._tray, None
            if icon is not None:
                icon.end()
            if self.home is None and not self._is_hidden:
                self.home = self._made_home()
        if self._shown is not None:
            self.show(*self._shown)

    def _made_tray(self) -> Tray:
        from usero_desktop.app.tray.tray import Tray

        made = Tray(self)
        made.wished.connect(self.wished)
        made.clicked.connect(self.clicked)
        made.opening.connect(self.opening)
        made.note_clicked.connect(self.note_clicked)
        made.quit_wanted.connect(self.quit_wanted)
        return made

    def _made_home(self) -> Home:
        from usero_desktop.app.tray.home import Home
        from usero_desktop.settings import Settings

        settings = self._shown[1] if self._shown is not None else Settings()
        made = Home(settings, aside=self._is_aside)
        self._is_aside = False
        made.wished.connect(self.wished)
        made.opening.connect(self.opening)
        made.quit_wanted.connect(self.quit_wanted)
        return made

    @guard
    def _on_look_again(self) -> None:
        from usero_desktop.app.tray.tray import is_there

        if self._tray is not None:
            return
        self._looks += 1
        if self._looks >= LOOKS:
            self._is_hidden = False  # who began without a word is not to be there unseen
        if is_there() or (self.home is None and not self._is_hidden):
            self._look()
        if self._looks < LOOKS:
            after(self, LOOK_MS, self._on_look_again)

    @guard
    def _on_tray_changed(self) -> None:
        # One that restarts is away for a moment: the window is for when it stays so.
        self._is_hidden = self.home is None
        self._look()
        if self._tray is None and (self._looks >= LOOKS or self._looks == 0):
            self._looks = 0
            after(self, LOOK_MS, self._on_look_again)
