"""What the Settings window asks of the system, through what others implement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.qt import QtCore


class Autostart(Protocol):
    """Whether the program starts when the user logs in; each waits for the disk. Any thread."""

    def is_on(self) -> bool:
        """Whether it does; raises UseroError where that cannot be found out."""

    def turn_on(self) -> None:
        """Have it start; raises UseroError."""

    def turn_off(self) -> None:
        """Have it not start; raises UseroError."""


class GlobalKey(Protocol):
    """Keys that open the feedback window from anywhere. GUI thread.

    Signal: `changed()` when there is another trouble, or none any more.
    """

    @property
    def changed(self) -> QtCore.SignalInstance:
        """The signal."""

    @property
    def trouble(self) -> UseroError | None:
        """Why the keys that were set do not work; None where they do, or there are none."""

    def set(self, text: str) -> None:
        """Be those keys ("Ctrl+Alt+F"), or none where it is empty; what goes wrong is `trouble`."""
