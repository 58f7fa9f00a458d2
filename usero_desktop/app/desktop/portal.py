"""Asking the desktop's portal for something that the user may have to agree to.

One connection to the session bus at a time, on whatever thread waits for it. What stands in
`usero_desktop.capture.portal` for a picture is here for everything else: the answer is a signal
of an object whose path is known before, and subscribed to before anything is asked.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Self, TypeAlias

    from jeepney import DBusAddress
    from jeepney.io.blocking import DBusConnection
    from jeepney.low_level import Message

    Options: TypeAlias = dict[str, tuple[str, object]]
    """What a portal takes and gives: each value with its D-Bus type."""

NAME: Final = "org.freedesktop.portal.Desktop"
PATH: Final = "/org/freedesktop/portal/desktop"
REQUEST: Final = "org.freedesktop.portal.Request"
REGISTRY: Final = "org.freedesktop.host.portal.Registry"
APPLICATION: Final = "io.usero.Desktop"
"""The name of our ``.desktop`` file, without its ending."""

REPLY_SECONDS: Final = 5.0
"""For the portal to take a question; it answers that before it asks the user."""

USER_SECONDS: Final = 120.0
"""For the user to answer."""

DONE, CANCELLED = 0, 1
"""What a Response begins with; 2 is any other end."""

GONE: Final = (OSError, EOFError, KeyError, ValueError, TypeError, RuntimeError)
"""What is raised where there is no bus, where it ends, and where an answer makes no sense."""


class NoPortalError(OSError):
    """There is no session bus, no portal on it, or none that can do this."""


class DeclinedError(Exception):
    """The portal did not do it; `cancelled` where the user called it off."""

    def __init__(self, *, cancelled: bool) -> None:
        super().__init__()
        self.cancelled = cancelled


class Portal:
    """A line to the portal, with a with-statement. One thread, but for `hang_up`."""

    def __init__(self) -> None:
        """Begin with nothing; `__enter__` connects."""
        self._lock = threading.Lock()
        self._bus: DBusConnection | None = None
        self._is_over = False
        self._heard: deque[Message] = deque()

    def __enter__(self) -> Self:
        """Connect; raises NoPortalError."""
        try:
            from jeepney.io.blocking import open_dbus_connection

            bus = open_dbus_connection(auth_timeout=REPLY_SECONDS)
        except (ImportError, *GONE) as error:
            raise NoPortalError(str(error)) from error
        with self._lock:
            self._bus = bus
            if self._is_over:
                bus.sock.shutdown(socket.SHUT_RDWR)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()

    def hang_up(self) -> None:
        """End what the other thread waits for: that raises an OSError there. Any thread."""
        with self._lock:
            self._is_over = True
            if self._bus is not None:
                with suppress(OSError):
                    self._bus.sock.shutdown(socket.SHUT_RDWR)

    def introduce(self) -> None:
        """Tell the portal which program this is, outside of any sandbox.

        GNOME gives a key only to one that it can name. To be called first; a portal older than
        1.20 does not know the question, and finds out by itself or not at all.
        """
        registry = self._address(PATH, REGISTRY)
        self._called(registry, "Register", "sa{sv}", (APPLICATION, {}))

    def has(self, interface: str) -> bool:
        """Whether the portal knows `interface`; raises NoPortalError where there is none."""
        from jeepney import MessageType

        reply = self._called(
            self._address(PATH, "org.freedesktop.DBus.Properties"), "Get", "ss",
            (interface, "version"),
        )  # fmt: skip
        return reply.header.message_type is not MessageType.error

    def ask(
        self, interface: str, member: str, signature: str, *arguments: object, **options: object
    ) -> Options:
        """Call `member`, wait for the user and return the results.

        `signature` is that of `arguments`; `options` are pairs of a D-Bus type and a value, and
        come last. Raises NoPortalError, DeclinedError, and OSError after `hang_up`.
        """
        token = self.token()
        sender = self._connection.unique_name.removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        self.subscribe(REQUEST, "Response", path)
        last = {"handle_token": ("s", token), **options}
        reply = self._called(
            self._address(PATH, interface), member, f"{signature}a{{sv}}", (*arguments, last)
        )
        _require(reply)
        answer = self._awaited(path)
        code, results = answer.body
        if code != DONE:
            raise DeclinedError(cancelled=code == CANCELLED)
        return dict(results)

    def subscribe(self, interface: str, member: str, path: str) -> None:
        """Have the bus pass on that signal of the object at `path`."""
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        # Not by its sender: that is written there by its number, not by its name.
        rule = MatchRule(type="signal", interface=interface, member=member, path=path)
        _require(self._replied(message_bus.AddMatch(rule), REPLY_SECONDS))

    def signal(self) -> tuple[str, str, tuple[object, ...]]:
        """Wait for the next signal, however long that takes: its name, its path and what it says.

        Raises OSError or EOFError after `hang_up`, and where the bus has ended.
        """
        from jeepney import MessageType

        while True:
            message = self._heard.popleft() if self._heard else self._connection.receive()
            if message.header.message_type is MessageType.signal:
                return _field(message, "member"), _field(message, "path"), tuple(message.body)

    @staticmethod
    def token() -> str:
        """Return a name for a request or a session that nobody else has or guesses."""
        return f"usero_{secrets.token_hex(8)}"

    @property
    def _connection(self) -> DBusConnection:
        if self._bus is None:
            raise NoPortalError("not connected")
        return self._bus

    def _address(self, path: str, interface: str) -> DBusAddress:
        from jeepney import DBusAddress

        return DBusAddress(path, bus_name=NAME, interface=interface)

    def _called(
        self, address: DBusAddress, member: str, signature: str, body: tuple[object, ...]
    ) -> Message:
        from jeepney import new_method_call

        call = new_method_call(address, member, signature or None, body)
        return self._replied(call, REPLY_SECONDS)

    def _replied(self, call: Message, seconds: float) -> Message:
        """Send `call` and return the reply; signals that come meanwhile are kept for later."""
        bus = self._connection
        serial = next(bus.outgoing_serial)
        bus.send(call, serial=serial)
        until = time.monotonic() + seconds
        while True:
            message = bus.receive(timeout=max(until - time.monotonic(), 0))
            if _field(message, "reply_serial") == str(serial):
                return message
            self._heard.append(message)

    def _awaited(self, path: str) -> Message:
        """Return the Response from the request at `path`."""
        until = time.monotonic() + USER_SECONDS
        waiting = self._heard
        self._heard = deque()
        while True:
            left = max(until - time.monotonic(), 0)
            message = waiting.popleft() if waiting else self._connection.receive(timeout=left)
            if _field(message, "member") == "Response" and _field(message, "path") == path:
                self._heard.extend(waiting)
                return message
            self._heard.append(message)


def _field(message: Message, name: str) -> str:
    """Return a field of the message's head as text, "" where it has none."""
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields[name], ""))


def _require(reply: Message) -> None:
    from jeepney import MessageType

    if reply.header.message_type is MessageType.error:
        raise NoPortalError(_field(reply, "error_name"))
