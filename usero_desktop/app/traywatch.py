"""Hears of a notification area that comes after us, or goes: the panel of the desktop restarts."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.blocking import DBusConnection

WATCHER: Final = "org.kde.StatusNotifierWatcher"
"""Who keeps the list of icons on a Linux desktop, KDE's or not."""

BUS_SECONDS: Final = 1.0
_GONE: Final = (OSError, EOFError, KeyError, ValueError, RuntimeError)
"""There is no session bus, or it is one that speaks in riddles, or it has ended."""


class TrayWatch:
    """Calls `heard` on a thread of its own, which sleeps until the session bus speaks.

    Icons in the X11 way, which the bus knows nothing of, are not heard of.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        """Begin; `heard` says only that something has changed."""
        self._heard = heard
        self._lock = threading.Lock()
        self._ended = False
        self._bus: DBusConnection | None = None
        threading.Thread(target=self._run, name="usero-tray", daemon=True).start()

    def end(self) -> None:
        """Hear nothing more. Any thread; may be called again."""
        with self._lock:
            self._ended = True
            if self._bus is not None:
                # That wakes who waits for it; closed it is by its own thread.
                with suppress(OSError):
                    self._bus.sock.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        try:
            from jeepney.io.blocking import open_dbus_connection

            with open_dbus_connection(auth_timeout=BUS_SECONDS) as bus:
                with self._lock:
                    if self._ended:
                        return
                    self._bus = bus
                try:
                    self._listen(bus)
                finally:
                    with self._lock:
                        self._bus = None
        except (ImportError, *_GONE):
            return

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
