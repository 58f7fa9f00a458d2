"""A real disk that is small: a tmpfs, filled to the last byte and freed again."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class SmallDisk:
    """`folder` is where it is mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, leave: int = 0) -> None:
        """Let others take all that is free, but for `leave` bytes."""
        with self._filler.open("ab") as file:
            while (free := self.free() - leave) > 0:
                if os.write(file.fileno(), bytes(min(free, 1 << 20))) == 0:
                    break

    def give_back(self) -> None:
        """Let others leave."""
        self._filler.unlink(missing_ok=True)

    def free(self) -> int:
        """Return the bytes that are free."""
        return shutil.disk_usage(self.folder).free


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[SmallDisk]:
    """Mount a disk of `size` (as "24m") on `folder`, which is made; skip where it is forbidden."""
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
