"""A connection of our own to the X server, by libxcb, which Qt has loaded there anyway.

Its errors are answers to the one who asked; those of Xlib go to one handler for the whole process.
One that ends, with the server, is found out by `is_over` and hurts nobody. Each question is a
round trip, far below a millisecond on one machine. One thread at a time.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

ANY_TYPE: Final = 0
EVENT_BYTES: Final = 32
KEY_PRESS, KEY_RELEASE, CLIENT_MESSAGE, MAPPING_NOTIFY = 2, 3, 33, 34
BAD_ACCESS: Final = 10
ASYNC: Final = 1
REPLY: Final = 32
"""Bytes before what varies in length in a reply; how long that is stands in it, in units of 4."""

REDIRECT: Final = 0x0018_0000
"""SubstructureRedirect and SubstructureNotify: what is sent to the root goes to who manages it."""

EVENT_MASK: Final = 0x0800
"""Which attribute of a window says what is told of it (CWEventMask)."""
STRUCTURE_NOTIFY: Final = 0x0002_0000


class NoServer(OSError):
    """There is no X server to be spoken to, or no libxcb."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("rem", ctypes.c_int), ("index", ctypes.c_int))


@cache
def _library() -> tuple[ctypes.CDLL, Callable[[int], None]]:
    """Return libxcb with its types told, and what frees its answers."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        libc = ctypes.CDLL(None)
    except OSError as error:
        raise NoServer(str(error)) from error
    number, byte, short, pointer = ctypes.c_uint32, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_void_p
    types: dict[str, tuple[object, tuple[object, ...]]] = {
        "xcb_connect": (pointer, (ctypes.c_char_p, ctypes.POINTER(ctypes.c_int))),
        "xcb_disconnect": (None, (pointer,)),
        "xcb_connection_has_error": (ctypes.c_int, (pointer,)),
        "xcb_get_file_descriptor": (ctypes.c_int, (pointer,)),
        "xcb_get_setup": (pointer, (pointer,)),
        "xcb_setup_roots_iterator": (_Screens, (pointer,)),
        "xcb_screen_next": (None, (ctypes.POINTER(_Screens),)),
        "xcb_flush": (ctypes.c_int, (pointer,)),
        "xcb_poll_for_event": (pointer, (pointer,)),
        "xcb_request_check": (pointer, (pointer, _Cookie)),
        "xcb_intern_atom": (_Cookie, (pointer, byte, short, ctypes.c_char_p)),
        "xcb_intern_atom_reply": (pointer, (pointer, _Cookie, pointer)),
        "xcb_get_property": (_Cookie, (pointer, byte, number, number, number, number, number)),
        "xcb_get_property_reply": (pointer, (pointer, _Cookie, pointer)),
        "xcb_get_keyboard_mapping": (_Cookie, (pointer, byte, byte)),
        "xcb_get_keyboard_mapping_reply": (pointer, (pointer, _Cookie, pointer)),
        "xcb_get_modifier_mapping": (_Cookie, (pointer,)),
        "xcb_get_modifier_mapping_reply": (pointer, (pointer, _Cookie, pointer)),
        "xcb_change_window_attributes_checked": (_Cookie, (pointer, number, number, pointer)),
        "xcb_grab_key_checked": (_Cookie, (pointer, byte, number, short, byte, byte, byte)),
        "xcb_ungrab_key_checked": (_Cookie, (pointer, byte, number, short)),
        "xcb_send_event_checked": (_Cookie, (pointer, byte, number, number, ctypes.c_char_p)),
    }
    for name, (result, arguments) in types.items():
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    libc.free.argtypes, libc.free.restype = (pointer,), None
    return xcb, libc.free


class Connection:
    """A line to the X server that ``DISPLAY`` names, with a with-statement or `close`."""

    def __init__(self) -> None:
        """Connect; raises NoServer."""
        self._xcb, self._free = _library()
        number = ctypes.c_int()
        self._line: int | None = self._xcb.xcb_connect(None, ctypes.byref(number))
        if self.is_over:
            self.close()
            raise NoServer(f"no X server at {os.environ.get('DISPLAY', '')!r}")
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._line))
        for _ in range(number.value):
            self._xcb.xcb_screen_next(ctypes.byref(screens))
        self.root: int = ctypes.c_uint32.from_address(screens.data).value
        """The window behind all others on our screen."""
        self._setup = ctypes.string_at(self._xcb.xcb_get_setup(self._line), 40)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up: the server undoes what this connection has asked for. May be called again."""
        if self._line is not None:
            self._xcb.xcb_disconnect(self._line)
            self._line = None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be asked any more."""
        return self._line is None or self._xcb.xcb_connection_has_error(self._line) != 0

    @property
    def file(self) -> int:
        """The handle that can be read when there is an event."""
        return int(self._xcb.xcb_get_file_descriptor(self._line))

    def events(self) -> Iterator[bytes]:
        """Yield the events that have come, each of 32 bytes; waits for none."""
        while not self.is_over and (found := self._xcb.xcb_poll_for_event(self._line)):
            yield self._taken(found, EVENT_BYTES)

    def atom(self, name: str) -> int:
        """Return the server's number for `name`; raises NoServer."""
        encoded = name.encode("ascii")
        cookie = self._xcb.xcb_intern_atom(self._line, 0, len(encoded), encoded)
        return _number(self._reply("xcb_intern_atom_reply", cookie), 8)

    def property(self, window: int, name: str, most: int) -> bytes:
        """Return what `window` has by that name, `most` bytes of it; b"" for nothing."""
        arguments = (0, window, self.atom(name), ANY_TYPE, 0, (most + 3) // 4)
        cookie = self._xcb.xcb_get_property(self._line, *arguments)
        try:
            reply = self._reply("xcb_get_property_reply", cookie)
        except NoServer:
            if self.is_over:
                raise
            return b""  # that window has gone
        size = _number(reply, 16) * reply[1] // 8
        return reply[REPLY : REPLY + min(size, most)]

    def keyboard(self) -> dict[int, tuple[int, ...]]:
        """Return the symbols of each key, by its number: plain, with Shift, and on."""
        first, last = self._setup[34], self._setup[35]
        cookie = self._xcb.xcb_get_keyboard_mapping(self._line, first, last - first + 1)
        reply = self._reply("xcb_get_keyboard_mapping_reply", cookie)
        each = reply[1]
        symbols = memoryview(reply[REPLY:]).cast("I").tolist()
        return {
            first + key: tuple(symbols[key * each : (key + 1) * each])
            for key in range(last - first + 1)
        }

    def modifiers(self) -> tuple[frozenset[int], ...]:
        """Return the keys of Shift, Lock, Control and Mod1 to Mod5, by their numbers."""
        reply = self._reply(
            "xcb_get_modifier_mapping_reply", self._xcb.xcb_get_modifier_mapping(self._line)
        )
        each, keys = reply[1], reply[REPLY:]
        return tuple(frozenset(keys[row * each : (row + 1) * each]) - {0} for row in range(8))

    def grab(self, key: int, held: int) -> int:
        """Have `key`, with the modifiers `held`, told to us alone; 0, or the error's number."""
        return self._checked(
            self._xcb.xcb_grab_key_checked(self._line, 1, self.root, held, key, ASYNC, ASYNC)
        )

    def ungrab(self, key: int, held: int) -> None:
        """Let go of it."""
        self._checked(self._xcb.xcb_ungrab_key_checked(self._line, key, self.root, held))

    def hear_root(self) -> None:
        """Have what is told to who watches the root window be among the events."""
        mask = ctypes.c_uint32(STRUCTURE_NOTIFY)
        change = self._xcb.xcb_change_window_attributes_checked
        self._checked(change(self._line, self.root, EVENT_MASK, ctypes.byref(mask)))

    def tell_root(self, window: int, name: str, *words: int) -> None:
        """Ask the window manager for `name` about `window`."""
        head = bytes((CLIENT_MESSAGE, 32, 0, 0))
        numbers = (window, self.atom(name), *words, *([0] * (5 - len(words))))
        event = head + b"".join(number.to_bytes(4, sys.byteorder) for number in numbers)
        self._checked(self._xcb.xcb_send_event_checked(self._line, 0, self.root, REDIRECT, event))

    def _checked(self, cookie: _Cookie) -> int:
        error = self._xcb.xcb_request_check(self._line, cookie)
        return self._taken(error, EVENT_BYTES)[1] if error else 0

    def _reply(self, name: str, cookie: _Cookie) -> bytes:
        found = getattr(self._xcb, name)(self._line, cookie, None)
        if not found:
            raise NoServer(f"the X server did not answer {name}")
        return self._taken(found, None)

    def _taken(self, found: int, size: int | None) -> bytes:
        """Return a copy of what libxcb has made, and free that."""
        try:
            if size is None:
                size = REPLY + 4 * ctypes.c_uint32.from_address(found + 4).value
            return ctypes.string_at(found, size)
        finally:
            self._free(found)


def _number(reply: bytes, at: int) -> int:
    return int.from_bytes(reply[at : at + 4], sys.byteorder)
