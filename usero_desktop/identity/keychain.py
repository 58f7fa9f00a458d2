from __future__ import annotations

from typing import Final, Protocol

SERVICE: Final = "usero-desktop"
"""Under which name the address is kept. It must never change: macOS asks the user anew about
every name it does not know, and an address under an older name would never be forgotten."""

ACCOUNT: Final = "email"
"""Which of the service's entries is the address."""

LEGACY_ACCOUNTS: Final = ("feedback_user_email",)
"""Names the address may stand under as well (the web widget's own): forgetting ends these too."""

ADDRESS_CHARACTERS: Final = 320
"""Longest address that is kept (64 before the @, 255 behind it). Windows' credentials hold
2,560 bytes of UTF-16, twice what this can become."""


class Keychain(Protocol):
    """Keeps one e-mail address.

    Each method may take for ever (a question on the user's screen) and may raise anything,
    since a keyring is other people's code: `refusals.reason` puts that into words. So only
    `keeper.Keeper` calls them.
    """

    def load(self) -> None:
        """Load what the others need; called before each of them, and not timed."""

    def recall(self) -> str | None:
        """Return the address, or None where none is kept."""

    def remember(self, address: str) -> None:
        """Keep `address` in place of the one before."""

    def forget(self) -> None:
        """Take the address out, under whatever name it was kept; none there is as good."""
