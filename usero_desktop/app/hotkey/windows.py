"""Windows: RegisterHotKey, whose message Qt hands to a filter. Not tried on Windows yet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.app.hotkey.keys import missing, refused, taken
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.app.hotkey.grip import Listener
    from usero_desktop.app.hotkey.keys import Keys

MOD_ALT, MOD_CONTROL, MOD_SHIFT, MOD_WIN, MOD_NOREPEAT = 0x1, 0x2, 0x4, 0x8, 0x4000
WM_HOTKEY: Final = 0x0312
ALREADY_REGISTERED: Final = 1409
NO_KEY: Final = 0xFFFF
"""What VkKeyScanW answers where the keyboard has no key for a sign: -1, in its 16 bits."""

NUMBER: Final = 1
"""Ours for the key; there is one at a time."""

F1: Final = 0x70
CODES: Final = {
    "Space": 0x20, "Return": 0x0D, "Insert": 0x2D, "Home": 0x24, "End": 0x23, "PageUp": 0x21,
    "PageDown": 0x22, "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28, "Pause": 0x13,
    "Print": 0x2C,
}  # fmt: skip
"""Windows' virtual keys; those of letters and digits are the signs' own."""


def modifiers(keys: Keys) -> int:
    """Return what is held down, as Windows has it."""
    pairs = (
        (keys.alt, MOD_ALT),
        (keys.ctrl, MOD_CONTROL),
        (keys.shift, MOD_SHIFT),
        (keys.meta, MOD_WIN),
    )
    return MOD_NOREPEAT | sum(bit for is_held, bit in pairs if is_held)


def code(keys: Keys) -> int | None:
    """Return the virtual key, None where it depends on the keyboard's layout."""
    if keys.number:
        return F1 - 1 + keys.number
    name = keys.name
    if len(name) == 1 and name.isascii() and name.isalnum():
        return ord(name)
    return CODES.get(name)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class WindowsGrip(QtCore.QAbstractNativeEventFilter):
        """A key that Windows tells to this thread alone."""

        def __init__(self, keys: Keys, listener: Listener) -> None:
            """Register it; raises UseroError where another program, or no keyboard, has it."""
            super().__init__()
            self._listener = listener
            self._user32 = ctypes.WinDLL("user32", use_last_error=True)
            virtual = code(keys)
            if virtual is None:
                found = self._user32.VkKeyScanW(wintypes.WCHAR(keys.name))
                if found & 0xFFFF == NO_KEY:
                    raise missing(keys)
                virtual = found & 0xFF
            if not self._user32.RegisterHotKey(None, NUMBER, modifiers(keys), virtual):
                error = ctypes.get_last_error()
                raise taken(keys) if error == ALREADY_REGISTERED else refused(keys, str(error))
            application = QtWidgets.QApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self)
            listener.on_known(keys.text)

        def let_go(self) -> None:
            """Give it back."""
            application = QtWidgets.QApplication.instance()
            if application is not None:
                application.removeNativeEventFilter(self)
            self._user32.UnregisterHotKey(None, NUMBER)

        @guard(otherwise=(False, 0))
        def nativeEventFilter(self, _kind: object, message: int) -> tuple[bool, int]:
            """Hear of the key, and leave all else to Qt."""
            told = wintypes.MSG.from_address(int(message))
            if told.message != WM_HOTKEY or told.wParam != NUMBER:
                return False, 0
            self._listener.on_pressed("")
            return True, 0
