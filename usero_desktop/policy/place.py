"""Where POSIX systems have the policy; a machine without one pays for one look at a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop.policy import ETC, Policy, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.policy.keys import Lines

POLICY: Final = Path(ETC, "policy.toml")
MANAGED: Final = Path("/Library/Managed Preferences/io.usero.desktop.plist")
"""Where macOS puts what a configuration profile says of the domain ``io.usero.desktop``."""


def read_etc(path: Path = POLICY) -> Policy:
    """Return what the TOML file at `path` says. Raises nothing."""
    return _read(path, _toml) if _is_there(path) else Policy()


def read_managed(path: Path = MANAGED) -> Policy:
    """Return what the property list at `path` says. Raises nothing."""
    return _read(path, _plist) if _is_there(path) else Policy()


def _toml(content: bytes) -> tuple[Mapping[str, object], Lines]:
    from usero_desktop.policy.toml import values_of

    return values_of(content)


def _plist(content: bytes) -> tuple[Mapping[str, object], Lines]:
    from usero_desktop.policy.plist import values_of

    return values_of(content), lambda _key: None


def _is_there(path: Path) -> bool:
    """Whether somebody has put something at `path`, a link that leads nowhere included."""
    try:
        os.lstat(path.parent)
    except FileNotFoundError:
        return False
    except OSError:  # whoever reads it says so in words
        return True
    try:
        os.lstat(path)
    except FileNotFoundError:
        # Unless the folder is a link to what is not mounted just now: the policy is there then.
        return not path.parent.exists()
    except OSError:
        return True
    return True


def _read(path: Path, values_of: Callable[[bytes], tuple[Mapping[str, object], Lines]]) -> Policy:
    from usero_desktop.policy.keys import WrongError, policy_of
    from usero_desktop.policy.trust import read_trusted

    source = str(path)
    try:
        values, line_of = values_of(read_trusted(path))
        return policy_of(values, source, line_of)
    except WrongError as error:
        return failed(source, str(error), error.line)
