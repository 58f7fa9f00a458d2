"""Start at login on Windows: a value below ``HKEY_CURRENT_USER``'s Run key.

What the user switches off in the task manager or in the settings stands in a second key: its
bytes begin with an odd number then (2 and 6 are on, 3 is off; no page of Microsoft's says so, but
the task manager of Windows 8 to 11 does). Not tried on Windows yet.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final, Protocol

from usero_desktop.app.autostart.trouble import unspeakable, unwritable

if TYPE_CHECKING:
    from collections.abc import Sequence

VALUE: Final = "Usero Desktop"
VERSION: Final = r"Software\Microsoft\Windows\CurrentVersion"
RUN: Final = rf"{VERSION}\Run"
APPROVED: Final = rf"{VERSION}\Explorer\StartupApproved\Run"

MAX_CHARACTERS: Final = 260
"""Longest command that Windows reads there (Microsoft: Run and RunOnce Registry Keys)."""


class Values(Protocol):
    """The registry below HKEY_CURRENT_USER, as far as it matters here; all raise OSError."""

    def get(self, key: str) -> object:
        """Return our value in `key`; FileNotFoundError where there is none."""

    def set(self, key: str, text: str) -> None:
        """Write our value as a text, and make the key."""

    def delete(self, key: str) -> None:
        """Remove our value; FileNotFoundError where there is none."""


class RunKey:
    """The two values of ours."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def is_on(self) -> bool:
        """Whether there is a command that the user has not switched off."""
        if not isinstance(self._value(RUN), str):
            return False
        approved = self._value(APPROVED)
        return not (isinstance(approved, bytes) and approved[:1] and approved[0] % 2 == 1)

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the command; that the user once switched it off is forgotten."""
        line = subprocess.list2cmdline(command)
        if len(line) > MAX_CHARACTERS:
            raise unspeakable(line)
        try:
            self._values.set(RUN, line)
        except OSError as error:
            raise unwritable(RUN, error) from error
        self._delete(APPROVED)

    def turn_off(self) -> None:
        """Remove both."""
        self._delete(RUN)
        self._delete(APPROVED)

    def _value(self, key: str) -> object:
        try:
            return self._values.get(key)
        except OSError:
            return None

    def _delete(self, key: str) -> None:
        try:
            self._values.delete(key)
        except FileNotFoundError:
            return
        except OSError as error:
            raise unwritable(RUN, error) from error


if sys.platform == "win32":
    import winreg

    class Registry:
        """The real one."""

        def get(self, key: str) -> object:
            """Return our value."""
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                found: object = winreg.QueryValueEx(opened, VALUE)[0]
                return found

        def set(self, key: str, text: str) -> None:
            """Write it."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, VALUE, 0, winreg.REG_SZ, text)

        def delete(self, key: str) -> None:
            """Remove it."""
            access = winreg.KEY_SET_VALUE
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, access) as opened:
                winreg.DeleteValue(opened, VALUE)
