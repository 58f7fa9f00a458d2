"""The one that runs and does not answer: which process it is, for certain, and its end.

Where that cannot be known for certain (no Linux, a file system whose locks the kernel names
otherwise, a container around one of the two), nobody is found, and so nobody is ended.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop.app.instance.place import existing, lock_path

if TYPE_CHECKING:
    from typing import Self

LOCKS: Final = Path("/proc/locks")
"""The kernel's list: ``3: FLOCK  ADVISORY  WRITE 10684 fe:00:3164202 0 EOF``."""

END_SECONDS: Final = 2.0
"""How long it may take to end by itself, and then for the system to take it off the list."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A process that holds this user's lock; `handle` is it, whoever gets its number after it."""

    number: int
    handle: int

    @classmethod
    def found(cls) -> Self | None:
        """Return who holds the lock in this user's own folder, None where that is not certain.

        The kernel says so, the process wrote its number there, and it is this user's. Reads small
        files of the system's. Any thread; `let_go` of what is returned.
        """
        number = _holder()
        if not sys.platform.startswith("linux") or number is None:
            return None
        try:
            handle = os.pidfd_open(number)
        except OSError:  # it has just gone
            return None
        # Asked once more: between the two the number may have become another's.
        if _holder() == number:
            return cls(number, handle)
        os.close(handle)
        return None

    def end(self, seconds: float = END_SECONDS) -> bool:
        """Have it end, by force where it does not in `seconds`; whether it has. Waits for that."""
        if not sys.platform.startswith("linux"):
            return False
        for sent in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, sent)
            waiting = select.poll()
            waiting.register(self.handle, select.POLLIN)
            if waiting.poll(seconds * 1000):
                return True
        return False

    def let_go(self) -> None:
        """Know it no longer."""
        os.close(self.handle)


def _holder() -> int | None:
    """Return the number of the process that has our lock, if it is this user's and says so."""
    place = existing()
    if place is None or not sys.platform.startswith("linux"):
        return None
    try:
        file = lock_path(place).stat()
        said = lock_path(place).read_text("ascii").strip()
        told = LOCKS.read_text("ascii")
        name = f"{os.major(file.st_dev):02x}:{os.minor(file.st_dev):02x}:{file.st_ino}"
        for words in (line.split() for line in told.splitlines()):
            is_it = words[1:2] == ["FLOCK"] and words[4:6] == [said, name]
            if is_it and said.isdigit() and Path(f"/proc/{said}").stat().st_uid == os.geteuid():
                return int(said)
    except (OSError, ValueError):
        return None
    return None
