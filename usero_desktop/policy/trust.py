"""Reading a file that only root can have written, or not reading it at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from usero_desktop.policy.keys import WrongError
from usero_desktop.private import NO_WAITING

ROOT: Final = 0
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
BYTES: Final = 65_536
"""Largest policy that is read: five lines are all there can be in it, and notes on them."""

LINKS: Final = 40
"""So many links are followed, as in Linux."""


def read_trusted(path: Path) -> bytes:
    """Return what is in the file at `path`; raises WrongError, with what to do about it.

    The file and every folder on the way to it have to be root's, and nobody else's to write:
    who can rename one of them can put another in its place. Links are followed, by the same rule.
    """
    try:
        found = _target(path)
        handle = os.open(found, os.O_RDONLY | NO_WAITING)
        try:
            its = os.fstat(handle)
            _check(found, its)
            if not stat.S_ISREG(its.st_mode):
                raise WrongError(f"This is no file; put one in the place of {found}.")
            content = os.read(handle, BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise WrongError(
            f"The policy cannot be read ({error.strerror}); let everybody read it, as with "
            f"`chmod 644 {path}`."
        ) from error
    if len(content) > BYTES:
        raise WrongError(f"The policy has more than {BYTES} bytes; it needs five lines at most.")
    return content


def _target(path: Path) -> Path:
    """Return the file that `path` leads to, having looked at every folder on the way."""
    for _ in range(LINKS):
        folder = Path(os.path.realpath(path.parent, strict=True))
        for each in (*reversed(folder.parents), folder):
            _check(each, os.lstat(each))
        path = folder / path.name
        if not path.is_symlink():
            return path
        path = folder / path.readlink()
    raise WrongError("There are too many links on the way to the policy.")


def _check(path: Path, found: os.stat_result) -> None:
    """Raise WrongError unless `found`, at `path`, is root's alone to change."""
    if found.st_uid != ROOT:
        raise WrongError(
            f"{path} belongs to another user than root (number {found.st_uid}), who could change "
            f"the policy; give it to root with `chown root {path}`."
        )
    if found.st_mode & OTHERS_WRITE:
        raise WrongError(
            f"{path} can be written to by others than root, who could change the policy; "
            f"take that from them with `chmod go-w {path}`."
        )
