"""Hears of a notification area that comes after us, or goes: the panel of the desktop restarts.

There are two kinds of them on Linux, and two who tell: the session bus and the X server.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.app.desktop.x11 import CLIENT_MESSAGE, Connection, NoServer
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.buslistener import BusListener

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.blocking import DBusConnection

WATCHER: Final = "org.kde.StatusNotifierWatcher"
"""Who keeps the list of icons on a Linux desktop, KDE's or not."""

MANAGER: Final = "MANAGER"
"""What is told to all when somebody takes icons in as X11 has them (System Tray Protocol)."""


class TrayWatch:
    """Calls `heard` on a thread of its own, which sleeps until the session bus speaks."""

    def __init__(self, heard: Callable[[], None]) -> None:
        """Begin; `heard` says only that something has changed."""
        self._heard = heard
        self._line = BusListener("usero-tray", self._listen)

    def end(self) -> None:
        """Hear nothing more. Any thread; may be called again."""
        self._line.end()

    def _listen(self, bus: DBusConnection) -> None:
        from jeepney import HeaderFields, MatchRule, MessageType
        from jeepney.bus_messages import message_bus

        changed = MatchRule(
            type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged",
            interface="org.freedesktop.DBus", path="/org/freedesktop/DBus",
        )  # fmt: skip
        changed.add_arg_condition(0, WATCHER)
        bus.send(message_bus.AddMatch(changed))
        while True:
            message = bus.receive()
            is_signal = message.header.message_type is MessageType.signal
            member = message.header.fields.get(HeaderFields.member)
            if is_signal and member == "NameOwnerChanged" and message.body[0] == WATCHER:
                self._heard()


class X11TrayWatch(QtCore.QObject):
    """Hears of a panel that takes icons in as X11 has them. GUI thread.

    The connection is of our own: an event on Qt's would have to be found among all of Qt's.

    Signal: `changed()` when one has come.
    """

    changed = Signal()

    def __init__(self, parent: QtCore.QObject) -> None:
        """Begin; hears nothing where there is no X server to be asked."""
        super().__init__(parent)
        self._line: Connection | None = None
        with suppress(NoServer):
            self._line = line = Connection()
            line.hear_root()
            self._manager = line.atom(MANAGER)
            self._notifier = QtCore.QSocketNotifier(
                line.file, QtCore.QSocketNotifier.Type.Read, self
            )
            self._notifier.activated.connect(self._on_readable)
            self._on_readable()

    def end(self) -> None:
        """Hear nothing more. May be called again."""
        line, self._line = self._line, None
        if line is not None:
            self._notifier.setEnabled(False)
            line.close()

    @guard
    def _on_readable(self) -> None:
        line = self._line
        if line is None:
            return
        if line.is_over:
            self.end()
            return
        for event in line.events():
            kind = int.from_bytes(event[8:12], sys.byteorder)
            if event[0] & 0x7F == CLIENT_MESSAGE and kind == self._manager:
                self.changed.emit()
