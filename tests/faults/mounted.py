"""A mounted Disk for tests: its folder, and its power switch."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("diskfs.py")


class MountedDisk:
    """`folder` is where it is mounted."""

    def __init__(self, folder: Path, program: subprocess.Popen[str]) -> None:
        self.folder = folder
        self._program = program

    def cut_after(self, changes: int, seed: int) -> None:
        """Lose power at the so many-th write, sync, truncation or change of a name from now."""
        self._tell(do="cut", after=changes, seed=seed)

    def image(self, into: Path) -> bool:
        """Copy what the disk holds into a new ordinary folder; True if power has been lost."""
        return bool(self._tell(do="image", into=str(into))["cut"])

    def power_on(self) -> None:
        """Let it be used again, with what it still holds."""
        self._tell(do="on")

    def make_blank(self) -> None:
        """Have it empty; nothing on it may be open."""
        self._tell(do="blank")

    def _tell(self, **order: object) -> dict[str, object]:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        return json.loads(self._program.stdout.readline())


@contextmanager
def mounted_disk(
    folder: Path, *, fsync_seconds: float = 0.0, lock_error: str | None = None
) -> Iterator[MountedDisk]:
    """Mount a new empty Disk on `folder`, which is made, for as long as the block lasts.

    Each sync of a file or folder takes `fsync_seconds`; `lock_error` (as "ENOLCK") is what
    every attempt to lock a file fails with.
    """
    folder.mkdir()
    command = [sys.executable, str(PROGRAM), str(folder), "--fsync-seconds", str(fsync_seconds)]
    if lock_error is not None:
        command += ["--lock-error", lock_error]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n", "the file system could not be mounted"
            yield MountedDisk(folder, program)
        finally:
            assert program.stdin is not None
            program.stdin.close()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                subprocess.run(["fusermount3", "-u", "-z", folder], check=False)
