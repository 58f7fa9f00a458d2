"""A file that only takes up space, to be given back when the disk is full."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.outbox.trouble import FULL_ERRNO
from usero_desktop.private import FILE_MODE, NO_WAITING, held, patiently

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from usero_desktop.model.clock import Clock

STEP_BYTES: Final = 96 * 1024
"""What the largest report needs free while it is kept without pictures: 92 KB on a tmpfs, for 60 KB
of words with their journal; an ordinary one needs 32 KB. See tests/outbox/test_disk_full.py."""

RESERVE_BYTES: Final = 4 * STEP_BYTES
AMPLE_BYTES: Final = 20 * RESERVE_BYTES
"""The disk must have so much free before we take any of it."""

RETRY_SECONDS: Final = 60.0
PROBE_BYTES: Final = 16 * 1024


class Reserve:
    """Space kept for what must still be written on a full disk; for one thread at a time."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._next = float("-inf")

    def fill(self) -> None:
        """Take the space, where it is missing and the disk has plenty; raises nothing."""
        if self._clock.monotonic() < self._next:
            return
        self._next = self._clock.monotonic() + RETRY_SECONDS
        try:
            if self._size() >= RESERVE_BYTES or self._free() < AMPLE_BYTES:
                return
            # Random, as a file system may keep zeros, or what it can compress, for nothing.
            self._write(0, os.urandom(RESERVE_BYTES))
        except OSError:
            self.release()

    def release(self) -> bool:
        """Give a part of the space back; False where none is left."""
        self._next = self._clock.monotonic() + RETRY_SECONDS
        try:
            size = self._size()
            if size > STEP_BYTES:
                self._cut(size - STEP_BYTES)
            elif size:
                patiently(self._remove)
        except OSError:
            return False
        return size > 0

    def is_full(self, size: int) -> bool:
        """Whether a file of `size` bytes cannot grow here, by trying: SQLite does not tell.

        It may be a quota, or a limit on the sizes of files.
        """
        try:
            before = self._size()
            try:
                self._write(max(size, before), os.urandom(PROBE_BYTES))
            finally:
                self._cut(before)
        except OSError as error:
            return error.errno in FULL_ERRNO
        return False

    def _size(self) -> int:
        """Return the size of the file, 0 where there is none; raises OSError if it is no file."""
        try:
            with self._place() as (name, folder):
                found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return 0
        if not stat.S_ISREG(found.st_mode):
            raise FileExistsError(self._path)
        return found.st_size

    def _free(self) -> int:
        import shutil  # for a moment's use once in a process

        return shutil.disk_usage(self._path.parent).free

    def _write(self, start: int, data: bytes) -> None:
        handle = self._open(os.O_CREAT)
        try:
            os.lseek(handle, start, os.SEEK_SET)
            while data:
                data = data[os.write(handle, data) :]
        finally:
            os.close(handle)

    def _cut(self, size: int) -> None:
        if not size:
            self._remove()
            return
        handle = self._open(0)
        try:
            os.ftruncate(handle, size)
        finally:
            os.close(handle)

    def _remove(self) -> None:
        with suppress(FileNotFoundError), self._place() as (name, folder):
            os.unlink(name, dir_fd=folder)

    def _open(self, flags: int) -> int:
        flags |= os.O_WRONLY | NO_WAITING | getattr(os, "O_BINARY", 0)
        with self._place() as (name, folder):
            return os.open(name, flags, FILE_MODE, dir_fd=folder)

    @contextmanager
    def _place(self) -> Iterator[tuple[str, int | None]]:
        """Hold the folder, and yield the file's name in it and the folder's handle.

        The name is the whole path where there is no handle.
        """
        with held(self._path.parent) as folder:
            yield str(self._path) if folder is None else self._path.name, folder
