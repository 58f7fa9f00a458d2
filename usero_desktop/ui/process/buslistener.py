"""Listening to the user's session bus without a timer: a thread that sleeps until it speaks."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop import loading, switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.blocking import DBusConnection

BUS_SECONDS: Final = 1.0
"""How long the bus may take to let us in."""

_PARTS: Final = (
    *("array", "heapq", "queue", "select", "selectors", "socket"),
    *("jeepney", "jeepney.auth", "jeepney.bus", "jeepney.bus_messages", "jeepney.fds"),
    *("jeepney.io", "jeepney.io.blocking", "jeepney.io.common"),
    *("jeepney.low_level", "jeepney.wrappers"),
)
"""All that the line is made of and that PySide6 need not read: 0.4 MB less."""

_ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"

_GONE: Final = (OSError, EOFError, KeyError, ValueError, RuntimeError)
"""There is no session bus, or it is one that speaks in riddles, or it has ended."""


class BusListener:
    """Runs `listen` on a thread of its own, with a line to the session bus; once.

    Where there is no bus, and when it goes, the thread ends and nothing is said of it.
    """

    def __init__(self, name: str, listen: Callable[[DBusConnection], None]) -> None:
        """Begin. `listen` may receive for ever: `end` has that raise an OSError."""
        self._listen = listen
        self._lock = threading.Lock()
        self._ended = False
        self._bus: DBusConnection | None = None
        if os.environ.get(_ADDRESS):  # else there is nobody to listen to, nor a use for a line
            threading.Thread(target=self._run, name=name, daemon=True).start()

    def end(self) -> None:
        """Hear nothing more. Any thread; may be called again."""
        with self._lock:
            self._ended = True
            if self._bus is not None:
                # That wakes who waits for it; closed it is by its own thread.
                from socket import SHUT_RDWR

                with suppress(OSError):
                    self._bus.sock.shutdown(SHUT_RDWR)

    def _run(self) -> None:
        switches.pass_over(_PARTS)
        try:
            with loading.importing:
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
