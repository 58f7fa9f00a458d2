"""Start at login from inside a flatpak: the desktop's portal (Background) writes the entry.

It asks the user, and tells nobody afterwards: what it answered last is kept in a file of ours.
Not tried inside a real flatpak yet; with a portal that speaks the interface as it is documented.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.app.desktop.portal import GONE, DeclinedError, NoPortalError, Portal
from usero_desktop.errors import UseroError
from usero_desktop.paths import state_dir
from usero_desktop.private import close_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INTERFACE: Final = "org.freedesktop.portal.Background"
REASON: Final = "Usero Desktop waits in the notification area for feedback."


class Background:
    """What the portal was asked for and has granted."""

    def is_on(self) -> bool:
        """Whether the portal said yes when it was asked last."""
        try:
            return self._mark().exists()
        except OSError:
            return False

    def turn_on(self, command: Sequence[str]) -> None:
        """Ask for it; raises UseroError where the user or the desktop says no."""
        # By its name: the sandbox's paths mean nothing outside of it.
        name, *rest = command
        self._asked(autostart=True, command=[name.rpartition("/")[2], *rest])

    def turn_off(self) -> None:
        """Take it back."""
        self._asked(autostart=False, command=[])

    def _asked(self, *, autostart: bool, command: Sequence[str]) -> None:
        options: dict[str, object] = {"reason": ("s", REASON), "autostart": ("b", autostart)}
        if command:
            options["commandline"] = ("as", list(command))
        try:
            with Portal() as portal:
                told = portal.ask(INTERFACE, "RequestBackground", "s", "", **options)
                granted = bool(told["autostart"][1])
        except DeclinedError as error:
            raise _declined() from error
        except (NoPortalError, *GONE) as error:
            raise UseroError(
                "This desktop has no way to start a flatpak at login. Add it to the desktop's own"
                " list of programs that start, if there is one.",
                code="autostart_absent",
            ) from error
        if autostart and not granted:
            raise _declined()
        self._remember(on=granted)

    def _remember(self, *, on: bool) -> None:
        # Where it cannot be kept, the dialog shows it as off: nothing worse.
        with suppress(OSError):
            if on and close_folder(self._mark().parent):
                self._mark().touch(0o600)
            else:
                self._mark().unlink(missing_ok=True)

    def _mark(self) -> Path:
        return state_dir() / "app" / "starts-at-login"


def _declined() -> UseroError:
    return UseroError(
        "Your desktop did not allow Usero Desktop to start at login. Allow it in the desktop's"
        " settings, then try again.",
        code="autostart_declined",
    )
