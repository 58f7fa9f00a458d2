"""A policy as values of the Windows registry, where group policies put them.

What is done with the values is tested everywhere; that the registry gives them has not been
tried on Windows.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.policy import SWITCHES, Policy, failed
from usero_desktop.policy.keys import WrongError, policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY: Final = r"Software\Policies\Usero Desktop"
SOURCE: Final = rf"HKEY_LOCAL_MACHINE\{KEY}"

REG_SZ: Final = 1
REG_DWORD: Final = 4


def read() -> Policy:
    """Return what the registry says, `Policy()` where there is no such key."""
    if sys.platform == "win32":
        import winreg

        # Not what a 32-bit program is shown in its place.
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY, 0, access)
        except FileNotFoundError:
            return Policy()
        except OSError as error:
            return failed(SOURCE, f"The key cannot be opened ({error.strerror}).")
        with key:
            count = winreg.QueryInfoKey(key)[1]
            return policy_of_values(winreg.EnumValue(key, index) for index in range(count))
    return Policy()


def policy_of_values(values: Iterable[tuple[str, object, int]]) -> Policy:
    """Return what the opened `values` say: each its name, its data and its type.

    Texts are REG_SZ, switches REG_DWORD, 0 or 1. Capitals in names mean nothing, as everywhere
    in the registry. Raises nothing.
    """
    found: dict[str, object] = {}
    try:
        for name, data, kind in values:
            key = name.lower()
            found[key] = _switch(key, data, kind) if key in SWITCHES else _text(key, data, kind)
        return policy_of(found, SOURCE, lambda _key: None)
    except WrongError as error:
        return failed(SOURCE, str(error))


def _switch(key: str, data: object, kind: int) -> bool:
    if kind != REG_DWORD or data not in {0, 1}:
        raise WrongError(f"{key} must be a REG_DWORD of 0 (false) or 1 (true).")
    return bool(data)


def _text(key: str, data: object, kind: int) -> object:
    if key == "base_url" and (kind != REG_SZ or not isinstance(data, str)):
        raise WrongError(f"{key} must be a REG_SZ.")
    return data
