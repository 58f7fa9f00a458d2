"""What each kind of system offers of a key, and who is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError


class Grip(Protocol):
    """A key that one kind of system has been asked for, until it is let go of. GUI thread."""

    def let_go(self) -> None:
        """Give the key back, at once."""


class Listener(Protocol):
    """Who hears of what becomes of a grip, on the GUI thread."""

    def on_pressed(self, token: str) -> None:
        """The key was pressed; `token` is the desktop's leave to show a window for that."""

    def on_known(self, shown: str) -> None:
        """The system has given the key, and calls it so."""

    def on_lost(self, trouble: UseroError) -> None:
        """The system has not given the key, or has taken it back."""
