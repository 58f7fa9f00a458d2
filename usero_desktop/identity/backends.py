"""Which of keyring's backends is good enough, and whether it would bother the user."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import KeychainError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

RECOMMENDED: Final = 1
"""The priority from which on keyring itself recommends a backend. Below it are those that
keep plain text, keep nothing, or ask for a password on a terminal."""

_BACKENDS: Final = {
    "linux": (
        "cryptography.hazmat.bindings._rust",
        "cryptography.hazmat.primitives.ciphers",
        "jeepney.io.blocking",
        "secretstorage",
        "keyring.backends.SecretService",
    ),
    "darwin": ("keyring.backends.macOS",),
    "win32": ("keyring.backends.Windows",),
}
PARTS: Final = (
    "shutil",
    "configparser",
    "inspect",
    "email.parser",
    "http.client",
    "urllib.request",
    "subprocess",
    "importlib_metadata",
    "more_itertools",
    "jaraco.functools",
    "backports.tarfile",
    "jaraco.context",
    "keyring",
    "keyring.backends.chainer",
    *_BACKENDS.get(sys.platform, ()),
)
"""What the keyring takes to load, in an order in which each brings as little as possible.

The system's own backend is among it, so that it is found in a frozen program as well: keyring
itself looks for backends in the metadata of installed packages, and there may be none.
"""


def trusted_backends() -> tuple[KeyringBackend, ...]:
    """Return the backends to use, the best first; raises KeychainError where there is none.

    The user's own choice (keyring's configuration, the host's `set_keyring`) stands, unless
    it would keep the address in plain text. May take for ever, and raise anything.
    """
    from keyring import get_keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = get_keyring()
    members = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    found = tuple(backend for backend in members if backend.priority >= RECOMMENDED)
    if not found:
        raise KeychainError(
            "There is no keyring here that keeps secrets encrypted.", code="keychain_none"
        )
    for backend in found:
        _refuse_question(backend)
    return found


def _refuse_question(backend: KeyringBackend) -> None:
    """Raise KeychainError where using `backend` would put a question on the user's screen.

    keyring unlocks what is locked: while somebody writes feedback, the desktop would ask for
    a password. A remembered address is not worth that.
    """
    if not sys.platform.startswith("linux"):
        return
    from keyring.backends.SecretService import Keyring

    if not isinstance(backend, Keyring):
        return
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            # Not get_default_collection(): it makes one, and asks for a new password.
            locked = secretstorage.Collection(bus).is_locked()
        except secretstorage.ItemNotFoundException:
            raise KeychainError("No keyring has been set up.", code="keychain_none") from None
    if locked:
        raise KeychainError("The keyring is locked.", code="keychain_locked")
