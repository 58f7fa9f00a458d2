from __future__ import annotations

from typing import Final, Protocol

from usero_desktop.paths import short_name

SERVICE: Final = "usero-desktop"
"""Under which name the address is kept. It must never change: macOS asks the user anew about
every name it does not know, and an address under an older name would never be forgotten."""

SHARED_ACCOUNT: Final = "email"
"""The one entry that all programs had in common at first. It is offered where a project has none
of its own, is never written any more, and goes with the first that forgets."""

LEGACY_ACCOUNTS: Final = (SHARED_ACCOUNT, "feedback_user_email")
"""Names the address may stand under as well (the latter is the web widget's): forgetting ends
these too."""

ADDRESS_CHARACTERS: Final = 320
"""Longest address that is kept (64 before the @, 255 behind it). Windows' credentials hold
2,560 bytes of UTF-16, twice what this can become."""


def account_of(client_id: str, base_url: str) -> str:
    """Return which of the service's entries is the address given to this project.

    Each project has its own. Whom an address was given to is the user's choice, and may be
    another for every program; one that forgets must not forget for the others; and macOS asks
    the user for the keychain's password where a program reads what another has written.
    """
    return f"email-{short_name(f'{client_id} {base_url}')}"


class Keychain(Protocol):
    """Keeps one e-mail address for each `account`.

    Each method may take for ever (a question on the user's screen) and may raise anything,
    since a keyring is other people's code: `refusals.reason` puts that into words. So only
    `keeper.Keeper` calls them.
    """

    def load(self) -> None:
        """Load what the others need; called before each of them, and not timed."""

    def recall(self, account: str) -> str | None:
        """Return the address, or None where none is kept."""

    def remember(self, account: str, address: str) -> None:
        """Keep `address` in place of the one before."""

    def forget(self, account: str) -> None:
        """Take the address out, under whatever name it was kept; none there is as good."""
