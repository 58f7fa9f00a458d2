"""X11: the server is asked for one key (XGrabKey), with each state of the lock keys.

A connection of our own, since an event on Qt's would have to be found among all of Qt's. Nothing
wakes us but the key, and a change of the keyboard: the server tells everybody of that.
"""

from __future__ import annotations

import sys
from itertools import combinations
from typing import TYPE_CHECKING, Final

from usero_desktop.app.desktop.x11 import (
    BAD_ACCESS,
    KEY_PRESS,
    KEY_RELEASE,
    MAPPING_NOTIFY,
    Connection,
    NoServer,
)
from usero_desktop.app.hotkey.keys import missing, refused, taken
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usero_desktop.app.hotkey.grip import Listener
    from usero_desktop.app.hotkey.keys import Keys

SHIFT, LOCK, CONTROL, MOD1, MOD4 = 0x01, 0x02, 0x04, 0x08, 0x40
NUM_LOCK, SCROLL_LOCK = (0xFF7F,), (0xFF14,)
ALT, SUPER = (0xFFE9, 0xFFEA), (0xFFEB, 0xFFEC)
"""What is on the keys whose rows of modifiers are not the same everywhere."""
POINTER: Final = 1
"""The kind of MappingNotify that is about the mouse."""

F1: Final = 0xFFBE
SYMBOLS: Final = {
    "Space": 0x20, "Return": 0xFF0D, "Insert": 0xFF63, "Home": 0xFF50, "End": 0xFF57,
    "PageUp": 0xFF55, "PageDown": 0xFF56, "Left": 0xFF51, "Up": 0xFF52, "Right": 0xFF53,
    "Down": 0xFF54, "Pause": 0xFF13, "Print": 0xFF61,
}  # fmt: skip
"""X11's numbers (keysymdef.h); those of Latin signs are the signs' own."""


class X11Grip(QtCore.QObject):
    """A key that the X server tells to us alone, and to us in place of the program in front."""

    def __init__(self, keys: Keys, listener: Listener) -> None:
        """Grab it; `listener` hears at once whether it could be had.

        Raises UseroError where there is no X server to be asked.
        """
        super().__init__()
        self._keys, self._listener = keys, listener
        self._grabbed: list[tuple[int, int]] = []
        self._released = -1
        try:
            self._x11 = Connection()
        except NoServer as error:
            raise _no_server() from error
        self._news = QtCore.QSocketNotifier(self._x11.file, QtCore.QSocketNotifier.Type.Read, self)
        self._news.activated.connect(self._on_news)
        self._grab()

    def let_go(self) -> None:
        """Hang up, which gives the key back."""
        self._news.setEnabled(False)
        self._x11.close()
        self.deleteLater()

    @guard
    def _on_news(self) -> None:
        is_keyboard_new = False
        for event in self._x11.events():
            kind, time = event[0] & 0x7F, int.from_bytes(event[4:8], sys.byteorder)
            if kind == KEY_RELEASE:
                self._released = time
            # One that is held down is released and pressed again in the same millisecond.
            elif kind == KEY_PRESS and time != self._released:
                # Named as a start by a launcher is: window managers read the time from it.
                self._listener.on_pressed(f"usero_TIME{time}")
            elif kind == MAPPING_NOTIFY and event[4] != POINTER:
                is_keyboard_new = True
        if self._x11.is_over:
            self._news.setEnabled(False)
        elif is_keyboard_new:
            self._grab()

    def _grab(self) -> None:
        """Ask for the key as the keyboard has it now, and say what came of it."""
        try:
            self._give_back()
            for key, held in _wanted(self._keys, self._x11.keyboard(), self._x11.modifiers()):
                error = self._x11.grab(key, held)
                if error:
                    self._give_back()
                    raise (
                        taken(self._keys)
                        if error == BAD_ACCESS
                        else refused(self._keys, str(error))
                    )
                self._grabbed.append((key, held))
        except NoServer:
            self._listener.on_lost(_no_server())
        except UseroError as error:
            self._listener.on_lost(error)
        else:
            self._listener.on_known(self._keys.text)
        # What came while the server was asked is read already then, and wakes nobody.
        after(self, 0, self._on_news)

    def _give_back(self) -> None:
        while self._grabbed:
            self._x11.ungrab(*self._grabbed.pop())


def _wanted(
    keys: Keys, keyboard: Mapping[int, Sequence[int]], modifiers: Sequence[frozenset[int]]
) -> list[tuple[int, int]]:
    """Return the key and each state of the modifiers in which it is to be told."""
    symbol = _symbol(keys)
    key, column = _found(symbol, keyboard)
    if not key:
        raise missing(keys)

    def mask(symbols: Sequence[int], usual: int) -> int:
        """Return the bit of the modifier on whose row one of `symbols` is."""
        for row, members in enumerate(modifiers):
            if any(set(symbols) & set(keyboard.get(member, ())) for member in members):
                return 1 << row
        return usual

    held = CONTROL if keys.ctrl else 0
    held |= SHIFT if keys.shift or column % 2 else 0
    held |= mask(ALT, MOD1) if keys.alt else 0
    held |= mask(SUPER, MOD4) if keys.meta else 0
    locks = {LOCK, mask(NUM_LOCK, 0), mask(SCROLL_LOCK, 0)} - {0}
    return [
        (key, held | sum(on))
        for count in range(len(locks) + 1)
        for on in combinations(locks, count)
    ]


def _symbol(keys: Keys) -> int:
    if keys.number:
        return F1 - 1 + keys.number
    # X11 has letters as small ones on the key alone.
    return SYMBOLS.get(keys.name) or ord(keys.name.lower())


def _found(symbol: int, keyboard: Mapping[int, Sequence[int]]) -> tuple[int, int]:
    """Return the key with `symbol` and in which column it stands; the first where none is 0, 0.

    Those come in pairs, without and with Shift, a pair for each of the user's layouts.
    """
    columns = max(map(len, keyboard.values()), default=0)
    for column in range(columns):
        for key, symbols in keyboard.items():
            if column < len(symbols) and symbols[column] == symbol:
                return key, column
    return 0, 0


def _no_server() -> UseroError:
    return UseroError(
        "The X server could not be asked for a key.", code="hotkey_nowhere", platform="xcb"
    )
