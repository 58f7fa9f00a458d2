"""macOS: RegisterEventHotKey, which needs no leave of the user's. Not tried on macOS yet.

It is of Carbon, and still what there is for this in 64 bit: what watches all keys in its place
asks for the right to monitor input.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

from usero_desktop.app.hotkey.keys import missing, refused, taken
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.app.hotkey.grip import Listener
    from usero_desktop.app.hotkey.keys import Keys

CARBON: Final = "/System/Library/Frameworks/Carbon.framework/Carbon"
COMMAND, SHIFT, OPTION, CONTROL = 0x0100, 0x0200, 0x0800, 0x1000
KEYBOARD, HOT_KEY_PRESSED = int.from_bytes(b"keyb"), 5
SIGNATURE: Final = int.from_bytes(b"Usro")
ALREADY_REGISTERED: Final = -9878

# Carbon's kVK_… (HIToolbox/Events.h): places on the keyboard, named after an American one.
CODES: Final = {
    "A": 0, "S": 1, "D": 2, "F": 3, "H": 4, "G": 5, "Z": 6, "X": 7, "C": 8, "V": 9, "B": 11,
    "Q": 12, "W": 13, "E": 14, "R": 15, "Y": 16, "T": 17, "1": 18, "2": 19, "3": 20, "4": 21,
    "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35,
    "L": 37, "J": 38, "K": 40, "N": 45, "M": 46, "Return": 36, "Space": 49, "Home": 115,
    "PageUp": 116, "End": 119, "PageDown": 121, "Left": 123, "Right": 124, "Down": 125,
    "Up": 126, "F1": 122, "F2": 120, "F3": 99, "F4": 118, "F5": 96, "F6": 97, "F7": 98,
    "F8": 100, "F9": 101, "F10": 109, "F11": 103, "F12": 111, "F13": 105, "F14": 107,
    "F15": 113, "F16": 106, "F17": 64, "F18": 79, "F19": 80, "F20": 90,
}  # fmt: skip


class _Name(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _Kind(ctypes.Structure):
    _fields_ = (("of", ctypes.c_uint32), ("kind", ctypes.c_uint32))


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


def modifiers(keys: Keys) -> int:
    """Return what is held down, as Carbon has it; Qt's Ctrl is the Command key there."""
    pairs = (
        (keys.ctrl, COMMAND),
        (keys.shift, SHIFT),
        (keys.alt, OPTION),
        (keys.meta, CONTROL),
    )
    return sum(bit for is_held, bit in pairs if is_held)


class MacGrip:
    """A key that macOS tells to this program alone."""

    def __init__(self, keys: Keys, listener: Listener) -> None:
        """Register it; raises UseroError where another program has it."""
        code = CODES.get(keys.name)
        if code is None:
            raise missing(keys)
        self._listener = listener
        try:
            self._carbon = _carbon(CARBON)
        except OSError as error:
            raise refused(keys, str(error)) from error
        target = self._carbon.GetApplicationEventTarget()
        self._heard, self._handler, self._key = (
            _HANDLER(self._on_event),
            ctypes.c_void_p(),
            ctypes.c_void_p(),
        )
        kind = _Kind(KEYBOARD, HOT_KEY_PRESSED)
        status = self._carbon.InstallEventHandler(
            target, self._heard, 1, ctypes.byref(kind), None, ctypes.byref(self._handler)
        )
        status = status or self._carbon.RegisterEventHotKey(
            code, modifiers(keys), _Name(SIGNATURE, 1), target, 0, ctypes.byref(self._key)
        )
        if status:
            self.let_go()
            raise taken(keys) if status == ALREADY_REGISTERED else refused(keys, str(status))
        listener.on_known(keys.text)

    def let_go(self) -> None:
        """Give it back."""
        if self._key.value:
            self._carbon.UnregisterEventHotKey(self._key)
        if self._handler.value:
            self._carbon.RemoveEventHandler(self._handler)
        self._key = self._handler = ctypes.c_void_p()

    @guard(otherwise=0)
    def _on_event(self, _next: object, _event: object, _data: object) -> int:
        self._listener.on_pressed("")
        return 0


def _carbon(path: str) -> ctypes.CDLL:
    carbon = ctypes.CDLL(path)
    pointer, number, status = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int32
    carbon.GetApplicationEventTarget.restype = pointer
    carbon.GetApplicationEventTarget.argtypes = ()
    for name, arguments in {
        "InstallEventHandler": (pointer, _HANDLER, ctypes.c_ulong, pointer, pointer, pointer),
        "RegisterEventHotKey": (number, number, _Name, pointer, number, pointer),
        "UnregisterEventHotKey": (pointer,),
        "RemoveEventHandler": (pointer,),
    }.items():
        function = getattr(carbon, name)
        function.restype, function.argtypes = status, arguments
    return carbon
