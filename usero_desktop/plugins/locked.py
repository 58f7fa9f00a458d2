"""Telling whether the process that made a file is still there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from usero_desktop import private

if TYPE_CHECKING:
    from pathlib import Path


def lock(handle: int) -> bool:
    """Lock an open file for as long as this process lives or keeps it open; False if it is."""
    if sys.platform == "win32":  # there a file that is open says so by itself, see `is_left`
        return True
    try:
        private.lock(handle)
    except OSError:
        return False
    return True


def is_left(path: Path) -> bool:
    """Whether whoever has locked the file at `path` is gone."""
    try:
        if sys.platform == "win32":
            path.rename(path)  # refused while it is open
            return True
        handle = os.open(path, os.O_RDONLY | private.NO_WAITING)
    except OSError:
        return False
    try:
        return lock(handle)
    finally:
        os.close(handle)
