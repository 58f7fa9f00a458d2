"""The anonymous id: by which an installation is known whose user nobody has named."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.identity.slip import Slip

if TYPE_CHECKING:
    from pathlib import Path

ADOPTED: Final = re.compile(r"[a-z0-9-]{8,}", re.IGNORECASE | re.ASCII)
"""What is taken for an anonymous id where it is found (the web client's rule)."""


PREFIX: Final = "person-"
"""What the names of all our files begin with."""


class Badge:
    """What is kept on disk of a person at one server: the id, and what the server accepted.

    Every method may be called on any thread, waits for the disk and raises nothing: where the
    disk does not let us, all is kept in memory. Several programs of this user's may share it.
    """

    def __init__(self, folder: Path, server: str) -> None:
        """`server` names the server, in letters that a file's name may have."""
        self._id = Slip(folder / f"{PREFIX}{server}.id")
        self._told = Slip(folder / f"{PREFIX}{server}.told")
        self._lock = threading.Lock()
        self._in_memory: str | None = None
        """The id that could not be written down; it counts, whatever is on the disk."""

        self._accepted: str | None = None

    def find_id(self) -> str | None:
        """Return the id that is kept, None where there is none."""
        with self._lock:
            return self._in_memory or self._read()

    def id(self) -> str:
        """Return the id that is kept; one is made where there is none."""
        with self._lock:
            if self._in_memory is None:
                found = self._read()
                if found is not None:
                    return found
            made = self._in_memory or _new_id()
            try:
                # Where it is not ours, another program was faster, or what is there is none.
                if not self._id.write(made, over=self._in_memory is not None):
                    other = self._read()
                    if other is not None:
                        return other
                    self._id.write(made)
            except OSError:
                self._in_memory = made
            else:
                self._in_memory = None
            return made

    def drop_id(self) -> None:
        """Forget the id and what was accepted under it; the next one is another."""
        with self._lock:
            self._accepted = self._in_memory = None
            try:
                self._id.remove()
                self._told.remove()
            except OSError:
                self._in_memory = _new_id()

    def accepted(self) -> str | None:
        """Return the mark that `accept` was last called with."""
        with self._lock:
            if self._accepted is None:
                with suppress(OSError):
                    self._accepted = self._told.read()
            return self._accepted

    def accept(self, mark: str) -> None:
        """Keep the mark of what the server has accepted."""
        with self._lock:
            self._accepted = mark
            with suppress(OSError):
                self._told.write(mark)

    def forked(self) -> None:
        """Go on in a forked child with a lock of its own."""
        self._lock = threading.Lock()

    def _read(self) -> str | None:
        try:
            found = self._id.read()
        except OSError:
            return None
        return found if found is not None and ADOPTED.fullmatch(found) else None


def remove_all(folder: Path) -> None:
    """Remove what is kept of a person at any server; raises OSError. Waits for the disk."""
    Slip(folder / PREFIX).remove()


class Alias:
    """An anonymous id from one logout to the next; it is looked up once, when first asked for.

    Every method may be called on any thread and waits for the disk.
    """

    def __init__(self, badge: Badge, before: Alias | None = None) -> None:
        """`before` is the one that has just ended."""
        self._badge = badge
        self._before = before
        self._lock = threading.Lock()
        self._id: str | None = None

    def id(self) -> str:
        """Return the id, the same each time."""
        with self._lock:
            self._end_earlier()
            if self._id is None:
                self._id = self._badge.id()
            return self._id

    def next(self) -> Alias:
        """Return the one that follows after a logout."""
        return Alias(self._badge, before=self)

    def forked(self) -> None:
        """Go on in a forked child with locks of its own."""
        self._lock = threading.Lock()
        self._badge.forked()
        if self._before is not None:
            self._before.forked()

    def settle(self) -> None:
        """Take the id of before off the disk, where that is not done yet."""
        with self._lock:
            self._end_earlier()

    def _end_earlier(self) -> None:
        if self._before is not None:
            self._before._end()  # noqa: SLF001 - one of its own kind
            self._before = None

    def _end(self) -> None:
        with self._lock:
            self._end_earlier()
            if self._id is None:
                # A report that was given before the logout may ask for it yet.
                self._id = self._badge.find_id() or _new_id()
            self._badge.drop_id()


def _new_id() -> str:
    import uuid  # it reads what the platform is, for which most never ask

    return str(uuid.uuid4())
