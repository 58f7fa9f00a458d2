"""Start at login on macOS: a launch agent of the user's, which System Settings lists.

A bundle that is signed could use SMAppService (macOS 13) in its place; a file works for every
way of installing. Where the user switches it off in System Settings, launchd keeps that in its
own place, which no program may read. Not tried on macOS yet.
"""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError

from usero_desktop.app.autostart.trouble import homeless, unwritable
from usero_desktop.paths import shown_path
from usero_desktop.private import make_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

LABEL: Final = "io.usero.Desktop"
FILE: Final = f"Library/LaunchAgents/{LABEL}.plist"


class LaunchAgent:
    """The user's file for launchd, which reads it at the next login."""

    def __init__(self, home: Path | None = None) -> None:
        """`home` is the user's folder, by default the one of this process."""
        try:
            self._file = (home or Path.home()) / FILE
        except RuntimeError as error:
            raise homeless() from error

    def is_on(self) -> bool:
        """Whether there is a file that starts something."""
        try:
            found = plistlib.loads(self._file.read_bytes())
        except (OSError, ValueError, ExpatError, plistlib.InvalidFileException):
            return False
        if not isinstance(found, dict):
            return False
        return bool(found.get("RunAtLoad")) and not found.get("Disabled", False)

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the file anew."""
        content = plistlib.dumps(
            {
                "Label": LABEL,
                "ProgramArguments": list(command),
                "RunAtLoad": True,
                "LimitLoadToSessionType": "Aqua",  # not for a login over ssh
                "ProcessType": "Interactive",
            }
        )
        made = self._file.with_suffix(".new")
        try:
            make_folder(self._file.parent)
            made.write_bytes(content)
            made.replace(self._file)
        except OSError as error:
            raise unwritable(shown_path(self._file), error) from error

    def turn_off(self) -> None:
        """Remove the file."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(shown_path(self._file), error) from error
