"""Start at login: the system's own entry for that, and no setting of ours beside it.

What the user switches in the system's settings is therefore seen here, and the other way round.
Off until it is turned on. All of it waits for the disk, and inside flatpak for the user's answer
(up to two minutes): not for the GUI thread. Everything raises UseroError where the system does not
let us, with a sentence on what to do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

FLATPAK: Final = Path("/.flatpak-info")


class Entry(Protocol):
    """The place where one kind of system has it."""

    def is_on(self) -> bool:
        """Whether the system will start us at login, as far as it tells."""

    def turn_on(self, command: Sequence[str]) -> None:
        """Have it start `command` at each login."""

    def turn_off(self) -> None:
        """Have it start us no more."""


def is_on() -> bool:
    """Whether Usero Desktop starts at login, as the system has it."""
    return _entry().is_on()


def turn_on() -> None:
    """Have Usero Desktop start at login, in the background; an entry that is there is renewed."""
    from usero_desktop.app.autostart.command import login_command

    _entry().turn_on(login_command())


def turn_off() -> None:
    """Have it start no more; nothing happens where it did not."""
    _entry().turn_off()


def _entry() -> Entry:
    if sys.platform == "win32":
        from usero_desktop.app.autostart.windows import Registry, RunKey

        return RunKey(Registry())
    if sys.platform == "darwin":
        from usero_desktop.app.autostart.mac import LaunchAgent

        return LaunchAgent()
    if FLATPAK.exists():
        from usero_desktop.app.autostart.flatpak import Background

        return Background()
    from usero_desktop.app.autostart.freedesktop import DesktopEntry

    return DesktopEntry()
