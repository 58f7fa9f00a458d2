"""Hears of a notification area that comes after us, or goes: the panel of the desktop restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.ui.process.buslistener import BusListener

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.blocking import DBusConnection

WATCHER: Final = "org.kde.StatusNotifierWatcher"
"""Who keeps the list of icons on a Linux desktop, KDE's or not."""


class TrayWatch:
    """Calls `heard` on a thread of its own, which sleeps until the session bus speaks.

    Icons in the X11 way, which the bus knows nothing of, are not heard of.
    """

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
