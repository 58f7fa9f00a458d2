"""Whether the keyring of this machine serves, by keeping something in it for a moment."""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from usero_desktop.errors import KeychainError
from usero_desktop.identity.backends import trusted_backends
from usero_desktop.identity.keeper import PATIENCE_SECONDS, SILENT
from usero_desktop.identity.keychain import SERVICE
from usero_desktop.identity.refusals import reason

ACCOUNT: Final = "test-"
"""How the name begins under which the trial is kept; no project's entry begins so."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went: `backend` is the keyring's module, "" where there is none to be used.

    `trouble` is the sentence for what is wrong, "" where it serves. `is_missing` says that there
    is no keyring at all, which is no fault of one.
    """

    backend: str = ""
    trouble: str = ""
    is_missing: bool = False


def try_keyring(seconds: float = PATIENCE_SECONDS) -> Trial:
    """Keep a random word in the keyring, read it and delete it again, within `seconds`.

    Never puts a question on the user's screen, as `trusted_backends`. Any thread; a keyring that
    does not answer is left to a thread of its own, which ends with the process.
    """
    outcome: list[Trial] = []
    over = threading.Event()

    def work() -> None:
        outcome.append(_trial())
        over.set()

    threading.Thread(target=work, name="usero-keyring-trial", daemon=True).start()
    over.wait(seconds)
    return outcome[0] if outcome else Trial(trouble=SILENT)


def _trial() -> Trial:
    name = ""
    try:
        backend = trusted_backends()[0]
        name = type(backend).__module__
        account, word = f"{ACCOUNT}{secrets.token_hex(8)}", secrets.token_hex(8)
        try:
            backend.set_password(SERVICE, account, word)
            found = backend.get_password(SERVICE, account)
        finally:
            with suppress(BaseException):  # what went wrong before it is what counts
                backend.delete_password(SERVICE, account)
        left = backend.get_password(SERVICE, account)
    # A backend written in another language raises what is no Exception, too.
    except BaseException as error:  # noqa: BLE001 - its reason is the outcome
        caught = error
        is_missing = isinstance(caught, KeychainError) and caught.code == "keychain_none"
        return Trial(name, reason(caught), is_missing)
    if found != word:
        return Trial(name, "The keyring gave back something else than was kept in it.")
    if left is not None:
        return Trial(name, "The keyring does not delete what it is asked to.")
    return Trial(name)
