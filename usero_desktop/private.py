"""Files and folders for this user alone: closed to everybody else, and no link is followed."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
TRIES: Final = 10
TRY_SECONDS: Final = 0.1
"""On Windows a virus scanner may hold a file for a moment; so often, so far apart we try."""

NO_WAITING: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""For opening a file: no link is followed, and no other end of a FIFO waited for."""

LOCKED_BYTE: Final = 1 << 20
"""Windows lets nobody read what is locked, so that is far behind what is written."""


@contextmanager
def held(folder: Path) -> Iterator[int | None]:
    """Hold `folder` and yield a handle on it; raises OSError, also for a link.

    What is opened by that handle is in this folder, though somebody puts a link in its place
    meanwhile. Where a system has no such handles, None: names are whole paths there.
    """
    if os.open not in os.supports_dir_fd:
        yield None
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, each for its owner alone."""
    try:
        folder.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=FOLDER_MODE)
    sync_names(folder.parent)


def close_folder(folder: Path) -> bool:
    """Make `folder`, closed to everybody else; False where somebody else's stands there.

    One of ours that is too open is closed. Raises OSError.
    """
    make_folder(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or not is_mine(found):
        return False
    if os.name == "posix" and stat.S_IMODE(found.st_mode) != FOLDER_MODE:
        change_mode(folder, FOLDER_MODE)
    return True


def patiently(action: Callable[[], object]) -> None:
    """Do `action`, again and again for a second where another program holds the file."""
    for attempt in range(1, TRIES + 1):
        try:
            action()
        except PermissionError:
            if attempt == TRIES:
                raise
            time.sleep(TRY_SECONDS)
        else:
            return


def sync_names(folder: Path) -> None:
    """Make what was made or renamed in `folder` survive a power cut.

    SQLite does so for its own. Some file systems cannot, and are used all the same.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def lock(handle: int) -> None:
    """Lock an open file for as long as it is open; raises OSError where another has locked it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_mine(found: os.stat_result) -> bool:
    """Whether a file or folder belongs to this user; where systems do not tell, it does."""
    return os.name != "posix" or found.st_uid == os.geteuid()


def change_mode(path: Path, mode: int) -> None:
    """Change a mode, but never that of what a link leads to."""
    if os.chmod in os.supports_follow_symlinks:
        path.chmod(mode, follow_symlinks=False)
        return
    # Linux. A handle of this kind reads nothing, and closing it ends no lock.
    handle = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.chmod(f"/proc/self/fd/{handle}", mode)  # noqa: PTH101 - of the handle, not of a path
    finally:
        os.close(handle)
