"""The title of the window that the user is looking at, which is not ours.

It is somebody else's text, perhaps a private one: nobody asks for it before the user has ticked
that they want it to be offered.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import Final

MAX_CHARACTERS: Final = 200
"""Longest title that is told, in characters; what is cut ends in an ellipsis."""

MAX_BYTES: Final = 4_096
"""Most that is asked of a window, in bytes."""

JOINERS: Final = "\u200c\u200d"
"""What makes one sign out of two, in Persian and in emoji."""

WHY_NOT: Final = {
    "darwin": "macOS tells the titles of other programs' windows only to who may record the screen",
    "wayland": "Wayland tells no program of another's windows",
}
"""Where it is always None, and why."""


def focused_title() -> str | None:
    """Return the title of the active window, in one line; None for none, or for one of ours.

    None also where the system does not tell (see `WHY_NOT`). Takes a millisecond. Any thread.
    """
    if sys.platform == "win32":
        return _on_windows()
    if sys.platform == "darwin" or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return _on_x11()


def clean(title: str) -> str | None:
    """Return `title` as it may be shown: in one line, without what cannot be seen, not too long."""
    seen = "".join(map(_seen, title))
    line = " ".join(seen.split())
    if len(line) > MAX_CHARACTERS:
        line = line[: MAX_CHARACTERS - 1].rstrip() + "…"
    return line or None


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf":  # what turns the direction of writing around, and what joins signs
        return sign if sign in JOINERS else ""
    return " " if kind[0] in "CZ" else sign


def _on_x11() -> str | None:
    from usero_desktop.app.desktop.x11 import Connection, NoServer

    try:
        with Connection() as x11:
            window = _number(x11.property(x11.root, "_NET_ACTIVE_WINDOW", 4))
            if not window or _number(x11.property(window, "_NET_WM_PID", 4)) == os.getpid():
                return None
            title = x11.property(window, "_NET_WM_NAME", MAX_BYTES).decode("utf-8", "ignore")
            # Programs that are older than that name have one in Latin-1.
            return clean(title or x11.property(window, "WM_NAME", MAX_BYTES).decode("latin-1"))
    except NoServer:
        return None


def _number(value: bytes) -> int:
    return int.from_bytes(value, sys.byteorder)


if sys.platform == "win32":

    def _on_windows() -> str | None:
        """Ask Windows; not tried there yet."""
        import ctypes
        from ctypes import wintypes

        user32 = ctypes.WinDLL("user32")
        user32.GetForegroundWindow.restype = wintypes.HWND
        window = user32.GetForegroundWindow()
        process = wintypes.DWORD()
        user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(process))
        if not window or process.value == os.getpid():
            return None
        title = ctypes.create_unicode_buffer(MAX_BYTES)
        user32.GetWindowTextW(wintypes.HWND(window), title, MAX_BYTES)
        return clean(title.value)
