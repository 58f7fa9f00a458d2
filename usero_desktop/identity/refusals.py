"""Why a keyring did not serve, in words that are fit for a log: never with the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.errors import KeychainError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCKED: Final = "The keyring is locked, or the user did not unlock it."
BROKEN: Final = "The keyring that is configured cannot be loaded."
MISSING: Final = "There is no keyring here."

MACOS_REASONS: Final = {
    -128: "The user did not let this program use the keychain.",
    -25293: "The keychain does not trust this program: it is not signed, or signed anew.",
    -67030: "The keychain does not trust this program: it is not signed, or signed anew.",
    -34018: "The keychain does not trust this program: it lacks an entitlement.",
    -25291: "There is no keychain to use just now.",
    -25307: "There is no default keychain.",
    -25308: "The keychain may not ask the user just now.",
}
"""By the status of macOS's Security framework (SecBase.h), which keyring hands on."""


def reason(error: BaseException) -> str:
    """Return why `error` was raised, as a sentence of ours.

    The words of `error` itself are left out: they are other people's, and may hold anything.
    """
    if isinstance(error, KeychainError):
        return str(error)
    for status in _statuses(error):
        if status in MACOS_REASONS:
            return MACOS_REASONS[status]
    if isinstance(error, ImportError):
        return BROKEN
    # By name: keyring itself may be what could not be loaded.
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return LOCKED
    if names & {"NoKeyringError", "InitError", "SecretServiceNotAvailableException"}:
        return MISSING
    return f"The keyring failed with {type(error).__name__}."


def _statuses(error: BaseException) -> Iterator[int]:
    """Yield the numbers that `error` and what caused it were raised with."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield from (value for value in cause.args if isinstance(value, int))
        cause = cause.__cause__ or cause.__context__
