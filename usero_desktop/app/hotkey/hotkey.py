"""The key itself: off until it is set, and always with the reason where it cannot be had."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, QtGui, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.app.hotkey.grip import Grip, Listener
    from usero_desktop.app.hotkey.keys import Keys


class Hotkey(QtCore.QObject):
    """One key that works in every program. GUI thread; the application ends it.

    Signals: `pressed(str)` with the desktop's token for coming to the front; `changed` when
    `trouble` or `shown` have become others, which they do at any time where the user may switch
    the key in the system's settings.
    """

    pressed = Signal(str)
    changed = Signal()

    def __init__(
        self, parent: QtCore.QObject | None = None, *, description: str = "Send feedback"
    ) -> None:
        """Begin without a key; `description` is what it is for, where the desktop shows that."""
        super().__init__(parent)
        self._description = description
        self._text, self._shown = "", ""
        self._trouble: UseroError | None = None
        self._grip: Grip | None = None
        self._turn: _Turn | None = None
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.release)

    @property
    def text(self) -> str:
        """What was set, as Qt's portable text; "" for none."""
        return self._text

    @property
    def shown(self) -> str:
        """What the system calls the key that it has given, "" while it has not.

        On Wayland that may be another one than was asked for: the user decides there.
        """
        return self._shown

    @property
    def trouble(self) -> UseroError | None:
        """Why the key that was set does not work; None where it does, or there is none."""
        return self._trouble

    def set(self, text: str) -> None:
        """Use that key ("Ctrl+Alt+F", "" for none) in place of the one before.

        What cannot be had is told by `trouble`, in most places at once, on Wayland once the
        desktop has answered. Nothing is raised. One that works already is not asked for anew: on
        Wayland the user would be, too.
        """
        if text == self._text and self._trouble is None:
            return
        self._let_go()
        self._text, self._shown, self._trouble = text, "", None
        try:
            keys = _keys(text)
            if keys is not None:
                self._turn = turn = _Turn(self)
                self._grip = self._taken(keys, turn)
        except UseroError as error:
            self._let_go()
            self._trouble = error
        self.changed.emit()

    @guard
    def release(self) -> None:
        """Give the key back, as `set("")` does, and tell nobody. May be called again."""
        self._let_go()

    def _let_go(self) -> None:
        if self._turn is not None:
            self._turn.is_over = True
        grip, self._grip, self._turn = self._grip, None, None
        if grip is not None:
            grip.let_go()

    def tell(self, shown: str, trouble: UseroError | None) -> None:
        """Take note of what the system says of the key."""
        if (shown, trouble) != (self._shown, self._trouble):
            self._shown, self._trouble = shown, trouble
            self.changed.emit()

    def _taken(self, keys: Keys, listener: Listener) -> Grip:
        """Ask this system for `keys`; raises UseroError where it gives none, or not these."""
        platform = _platform()
        if sys.platform == "win32":
            from usero_desktop.app.hotkey.windows import WindowsGrip

            return WindowsGrip(keys, listener)
        if platform == "cocoa":
            from usero_desktop.app.hotkey.mac import MacGrip

            return MacGrip(keys, listener)
        # An X11 program on a Wayland desktop would be told of keys for other X11 programs alone.
        if platform == "wayland" or (platform == "xcb" and os.environ.get("WAYLAND_DISPLAY")):
            from usero_desktop.app.hotkey.portal import PortalGrip

            return PortalGrip(keys, listener, owner=self, description=self._description)
        if platform == "xcb":
            from usero_desktop.app.hotkey.grab import X11Grip

            return X11Grip(keys, listener)
        raise UseroError(
            f"There is no desktop here that could give a key (Qt's platform is {platform}).",
            code="hotkey_nowhere",
            platform=platform,
        )


class _Turn:
    """The time from one `set` to the next: what comes of an earlier one is not heard."""

    def __init__(self, hotkey: Hotkey) -> None:
        self._hotkey, self.is_over = hotkey, False

    def on_pressed(self, token: str) -> None:
        if not self.is_over:
            self._hotkey.pressed.emit(token)

    def on_known(self, shown: str) -> None:
        if not self.is_over:
            self._hotkey.tell(shown, None)

    def on_lost(self, trouble: UseroError) -> None:
        if not self.is_over:
            self._hotkey.tell("", trouble)


def _platform() -> str:
    return QtGui.QGuiApplication.platformName()


def _keys(text: str) -> Keys | None:
    if not text:
        return None
    # Every key that Qt knows becomes an object by that: not where nobody wants one.
    from usero_desktop.app.hotkey.keys import checked

    return checked(text)
