"""The settings file as bytes: read without harm, replaced as a whole, one writer at a time."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop import private
from usero_desktop.errors import ConfigError
from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 256 * 1024
"""Bytes. A hundred programs, each with every key and a comment, are some 40 KB."""

PATIENCE_SECONDS: Final = 5.0
"""How long a writer waits for another one, which needs milliseconds."""

LEFT_SECONDS: Final = 60.0
"""A new file that is older than this, and not in its place, was left by a writer's end."""

LOOK_SECONDS: Final = 0.02

_NONE: Final = (FileNotFoundError, NotADirectoryError)
_TAKEN: Final = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: Path) -> bytes | None:
    """Return what is in the file, or None where there is none.

    A link is followed: people keep their settings elsewhere. Raises OSError, and ConfigError
    for what is no file or larger than `LIMIT`. Never waits for the other end of a pipe.
    """
    try:
        handle = os.open(path, _READING)
    except _NONE:
        return None
    except PermissionError:
        if path.is_dir():  # Windows says no more of a folder
            raise _no_file(path) from None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _no_file(path)
    with os.fdopen(handle, "rb") as file:
        raw = file.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise ConfigError(
            f"{shown_path(path)} is larger than {LIMIT // 1024} KB, so it is not a settings "
            "file of this program.",
            code="settings_large",
            path=shown_path(path),
            kilobytes=LIMIT // 1024,
        )
    return raw


def replace(path: Path, raw: bytes) -> None:
    """Put `raw` in the file's place, as a whole or not at all; readable for this user alone.

    Where `path` is a link, what it leads to is replaced, and the link stays. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    private.make_folder(target.parent)
    _sweep(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(handle)
        private.patiently(lambda: os.replace(name, target))  # noqa: PTH105 - a name of mkstemp's
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    private.sync_names(target.parent)


def _sweep(target: Path) -> None:
    """Take away what a writer has left that was killed in the middle; nobody waits for it."""
    for left in target.parent.glob(f".{target.name}-*"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime > LEFT_SECONDS:
                left.unlink()


def start_anew(path: Path) -> Path:
    """Move the file out of the way and return where it is now: `path` with .broken-1 behind it.

    Nothing is deleted, and no earlier one replaced. Raises ConfigError where it cannot be moved.
    """
    try:
        with alone(path):
            number = 1
            while os.path.lexists(aside := path.with_name(f"{path.name}.broken-{number}")):
                number += 1
            path.rename(aside)
            private.sync_names(path.parent)
            return aside
    except OSError as error:
        raise ConfigError(
            f"{shown_path(path)} cannot be moved out of the way ({reason(error)}).",
            code="settings_stuck",
            path=shown_path(path),
            reason=reason(error),
        ) from error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every other writer of the file waiting; raises OSError, and ConfigError after 5 s.

    On POSIX the folder itself is locked, which leaves nothing behind. A file system that knows
    no locks is written to without one: there the last of two writers at one moment wins.
    """
    private.make_folder(path.parent)
    if sys.platform == "win32":
        flags = os.O_RDWR | os.O_CREAT
        handle = os.open(path.with_name(f"{path.name}.lock"), flags, private.FILE_MODE)
    else:
        handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _lock(handle):
            if time.monotonic() > deadline:
                raise ConfigError(
                    f"{shown_path(path)} is being changed by another program; try again.",
                    code="settings_taken",
                    path=shown_path(path),
                )
            time.sleep(LOOK_SECONDS)
        yield
    finally:
        os.close(handle)  # ends the lock


def _lock(handle: int) -> bool:
    """Lock it; False where somebody else has it."""
    try:
        private.lock(handle)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


def reason(error: OSError) -> str:
    """Return what the system says is wrong, without the path."""
    return error.strerror or type(error).__name__


def _no_file(path: Path) -> ConfigError:
    return ConfigError(
        f"{shown_path(path)} is not a file.", code="settings_no_file", path=shown_path(path)
    )
