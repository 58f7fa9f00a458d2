"""Listening to the user's session bus without a timer: a thread that sleeps until it speaks."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.blocking import DBusConnection

BUS_SECONDS: Final = 1.0
"""How long the bus may take to let us in."""

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
        threading.Thread(target=self._run, name=name, daemon=True).start()

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
