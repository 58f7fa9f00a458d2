from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.errors import KeychainError
from usero_desktop.identity.backends import PARTS, trusted_backends
from usero_desktop.identity.keychain import (
    ADDRESS_CHARACTERS,
    LEGACY_ACCOUNTS,
    SERVICE,
    SHARED_ACCOUNT,
)
from usero_desktop.loading import load_gently
from usero_desktop.model.text import looks_like_email

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_DOUBLES: Final = 8
"""As often as an entry is deleted: a keyring may hold several of the same name."""


class SystemKeychain:
    """The operating system's keyring, by the keyring library. A `Keychain`.

    The library is loaded at the first use and not before: it takes longer than Qt does.
    """

    def load(self) -> None:
        """Load the library, bit by bit."""
        load_gently(PARTS)

    def recall(self, account: str) -> str | None:
        """Return the address; what is kept there and is none counts as nothing."""
        backends = trusted_backends()
        for name in (account, SHARED_ACCOUNT):
            for backend in backends:
                found = _read(backend, name)
                if found and len(found) <= ADDRESS_CHARACTERS and looks_like_email(found):
                    return found
        return None

    def remember(self, account: str, address: str) -> None:
        """Keep `address` in the best keyring there is."""
        trusted_backends()[0].set_password(SERVICE, account, address)

    def forget(self, account: str) -> None:
        """Delete the address from every keyring; raises KeychainError where it stays."""
        for backend in trusted_backends():
            for name in (account, *LEGACY_ACCOUNTS):
                _delete(backend, name)


def _read(backend: KeyringBackend, account: str) -> str | None:
    try:
        return backend.get_password(SERVICE, account)
    except UnicodeDecodeError:  # somebody else's bytes: they are there, and are no address
        return ""


def _delete(backend: KeyringBackend, account: str) -> None:
    from keyring.errors import PasswordDeleteError

    refusal: PasswordDeleteError | None = None
    for _ in range(_DOUBLES):
        # This is also what a keyring says that holds no such entry.
        try:
            backend.delete_password(SERVICE, account)
        except PasswordDeleteError as error:
            refusal = error
        if _read(backend, account) is None:
            return
    raise KeychainError("The keyring keeps the address.", code="keychain_keeps") from refusal
