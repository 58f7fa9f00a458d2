"""Which keys make sense everywhere, and how they are spelled: as Qt's portable text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, QtGui

LATIN: Final = range(0x21, 0x100)
"""Qt's numbers for keys that are those of the signs on them; letters are capitals."""

SPECIAL: Final = {
    QtCore.Qt.Key[f"Key_{name}"].value: name
    for name in (
        *("Space", "Return", "Insert", "Home", "End", "PageUp", "PageDown"),
        *("Left", "Up", "Right", "Down", "Pause", "Print"),
        *(f"F{number}" for number in range(1, 25)),
    )
}
"""The other keys that can be used, by Qt's number."""


CONSOLES: Final = range(1, 13)
"""The function keys with which Linux changes to another console, together with Ctrl and Alt."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One key, by Qt's number, and what is held down together with it; `text` is Qt's for both."""

    text: str
    key: int
    ctrl: bool
    alt: bool
    shift: bool
    meta: bool

    @property
    def name(self) -> str:
        """The key alone: a sign (letters are capitals), or a name of `SPECIAL`."""
        return SPECIAL.get(self.key) or chr(self.key)

    @property
    def number(self) -> int:
        """Which of the keys F1 to F24 it is, 0 for another."""
        name = self.name
        return int(name[1:]) if len(name) > 1 and name[1:].isdigit() else 0


def checked(text: str) -> Keys | None:
    """Return the keys that `text` ("Ctrl+Alt+F", Qt's portable text) names, None for "".

    Raises UseroError for what makes no sense everywhere: two keys one after the other, one that
    Qt does not know, one that is needed for writing (without Ctrl, Alt or Meta), and one with Ctrl
    or Alt alone, by which programs are told to copy or to close, and which open their menus.
    """
    if not text:
        return None
    sequence = QtGui.QKeySequence(text, QtGui.QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        raise _unusable(text)
    combination = sequence[0]  # type: ignore[index]  # PySide6's stubs forget it
    key, held = combination.key().value, combination.keyboardModifiers()
    kinds = QtCore.Qt.KeyboardModifier
    ctrl, alt, shift, meta = (
        bool(held & kind)
        for kind in (
            kinds.ControlModifier,
            kinds.AltModifier,
            kinds.ShiftModifier,
            kinds.MetaModifier,
        )
    )
    if key not in LATIN and key not in SPECIAL:
        raise _unusable(text)
    keys = Keys(
        sequence.toString(QtGui.QKeySequence.SequenceFormat.PortableText),
        *(key, ctrl, alt, shift, meta),
    )
    if ctrl and alt and keys.number in CONSOLES:
        raise UseroError(
            f"{keys.text} changes to another console on Linux. Choose another key.",
            code="hotkey_console",
            keys=keys.text,
        )
    if not meta and ctrl + alt + shift < 2:  # noqa: PLR2004 - two of the three
        raise UseroError(
            f"{keys.text} is needed in other programs. Choose a key together with Meta, or with two"
            " of Ctrl, Alt and Shift.",
            code="hotkey_plain",
            keys=keys.text,
        )
    return keys


def taken(keys: Keys) -> UseroError:
    """Return what to say where another program has them."""
    return UseroError(
        f"Another program uses {keys.text} already. Choose another key, or change it there.",
        code="hotkey_taken",
        keys=keys.text,
    )


def missing(keys: Keys) -> UseroError:
    """Return what to say where the keyboard has not got them."""
    return UseroError(
        f"This keyboard has no key {keys.name}. Choose another one.",
        code="hotkey_no_key",
        key=keys.name,
    )


def refused(keys: Keys, reason: str) -> UseroError:
    """Return what to say where the system does not give them; `reason` is its own word for it."""
    return UseroError(
        f"The system did not give the key {keys.text} ({reason}). Choose another one.",
        code="hotkey_refused",
        keys=keys.text,
        reason=reason,
    )


def _unusable(text: str) -> UseroError:
    return UseroError(
        f"{text} cannot be used as a key in all programs. Choose a letter, a digit or a function"
        " key, together with Ctrl and Alt for example.",
        code="hotkey_unusable",
        keys=text,
    )
