from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from usero_desktop.private import (
    FILE_MODE,
    NO_WAITING,
    close_folder,
    held,
    is_mine,
    patiently,
    sync_names,
)

if TYPE_CHECKING:
    from pathlib import Path

SLIP_BYTES: Final = 200
"""The longest line that is written, and that is believed when it is read."""


class Slip:
    """One short line on disk, for this user alone; several programs may share it.

    Every method may be called on any thread, waits for the disk and raises OSError. The file is
    there whole or not at all, and what stands in its place and is no file of this user's is
    neither followed nor opened for writing.
    """

    def __init__(self, path: Path) -> None:
        """`path` is the file's; nothing is made before something is written."""
        self._path = path

    def read(self) -> str | None:
        """Return the line, None where there is none that could be ours."""
        try:
            with held(self._path.parent) as folder:
                handle = os.open(self._name(folder), os.O_RDONLY | NO_WAITING, dir_fd=folder)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or not is_mine(found):
                return None
            if os.name == "posix" and stat.S_IMODE(found.st_mode) != FILE_MODE:
                os.fchmod(handle, FILE_MODE)
            line = os.read(handle, SLIP_BYTES + 1)
        finally:
            os.close(handle)
        return line.decode("ascii", "replace") if len(line) <= SLIP_BYTES else None

    def write(self, line: str, *, over: bool = True) -> bool:
        """Write `line`; without `over` only where nothing stands there: False where it does."""
        if not close_folder(self._path.parent):
            raise PermissionError(f"{self._path.parent} is not a folder of this user's own")
        with held(self._path.parent) as folder:
            # Under a name nobody can foresee, so that the last step is one of names only.
            unfinished = f"{self._name(folder)}.{os.urandom(8).hex()}"
            try:
                _write_new(unfinished, line, folder)
                is_there = self._place(unfinished, folder, over=over)
            finally:
                with suppress(OSError):  # it has its name by now, or nobody misses it
                    os.unlink(unfinished, dir_fd=folder)
        sync_names(self._path.parent)
        return is_there

    def remove(self) -> None:
        """Remove the file, and what an interrupted `write` has left; a folder is left alone."""
        parent = self._path.parent
        with suppress(FileNotFoundError), held(parent) as folder:
            for entry in os.listdir(parent if folder is None else folder):  # noqa: PTH208 - of the handle
                path = parent / entry
                is_file = path.is_symlink() or not path.is_dir()
                if entry.startswith(self._path.name) and is_file:
                    patiently(partial(_unlink, path, folder))
        sync_names(parent)

    def _place(self, unfinished: str, folder: int | None, *, over: bool) -> bool:
        name = self._name(folder)
        if not over:
            try:
                os.link(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
            except FileExistsError:
                return False
            except (OSError, NotImplementedError):
                pass  # a file system without links: the last of two programs counts
            else:
                return True
        patiently(lambda: os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder))
        return True

    def _name(self, folder: int | None) -> str:
        """Return the file's name in the folder that is held, its whole path where none is."""
        return str(self._path) if folder is None else self._path.name


def _write_new(name: str, line: str, folder: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_WAITING | getattr(os, "O_BINARY", 0)
    handle = os.open(name, flags, FILE_MODE, dir_fd=folder)
    try:
        if os.name == "posix":
            os.fchmod(handle, FILE_MODE)  # the umask may have taken too much
        raw = line.encode("ascii")
        while raw:
            raw = raw[os.write(handle, raw) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _unlink(path: Path, folder: int | None) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path if folder is None else path.name, dir_fd=folder)
