"""The outbox's folder and the names in it: closed to everybody else, and no link is followed."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import partial
from os.path import samestat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError
from usero_desktop.outbox import schema
from usero_desktop.outbox.trouble import MovedError
from usero_desktop.paths import shown_path
from usero_desktop.private import (
    FILE_MODE,
    NO_WAITING,
    change_mode,
    close_folder,
    held,
    is_mine,
    patiently,
    sync_names,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import PurePath

    from usero_desktop.model.clock import Clock

_JOURNAL: Final = "-journal"


class Place:
    """Where an outbox lies; for one thread at a time. Every method raises OSError.

    Beside the database `path` there may be its ``-journal``, which is SQLite's, and with
    `path`'s name before them: ``.reserve`` (see reserve.py), ``.side-2``, the outbox of this
    version while `path` is a newer one's, ``.damaged-<time>``, set aside and not yet looked
    through for what is readable, and ``.corrupt-<time>``, looked through and kept.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.folder = path.parent
        self.reserve = self._named(".reserve")
        self.side = self._named(f".side-{schema.VERSION}")
        self._clock = clock
        self._opened: tuple[Path, tuple[int, int]] | None = None

    @property
    def now(self) -> float:
        """The time, in seconds as the rows have it."""
        return self._clock.now()

    def make(self) -> None:
        """Make the folder, closed to everybody else; raises OutboxError for somebody else's.

        One of ours that is too open is closed. What strangers may have planted in it until
        then is none of ours, see `clear`.
        """
        if not close_folder(self.folder):
            raise OutboxError(
                f"The outbox folder {shown_path(self.folder)} is not a folder of this user's own; "
                "remove it or choose another data_dir.",
                code="outbox_foreign",
                path=shown_path(self.folder),
            )
        self.clear(self.reserve)
        for path in self.folder.glob(f"{self.path.name}.corrupt-*"):
            # What could not be removed was emptied; see `wipe`.
            if not path.is_symlink() and path.is_file() and path.stat().st_size == 0:
                path.unlink(missing_ok=True)

    def make_file(self, path: Path) -> None:
        """Make the database's file, empty, where there is none; SQLite would let others read it."""
        self.clear(path)
        self.clear(journal_of(path))
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        # Never opened once it is there: closing it would end all locks that this process holds
        # on it.
        with suppress(FileExistsError):
            handle = os.open(path, flags, FILE_MODE)
            try:
                if os.name == "posix":
                    os.fchmod(handle, FILE_MODE)  # the umask may have taken too much
            finally:
                os.close(handle)

    def clear(self, path: Path) -> None:
        """Set aside, unopened, what stands at one of our names and is no file of ours."""
        try:
            found = path.lstat()
        except FileNotFoundError:
            return
        if not stat.S_ISREG(found.st_mode) or not is_mine(found):
            self.set_aside(path, "corrupt")
        elif os.name == "posix" and stat.S_IMODE(found.st_mode) != FILE_MODE:
            change_mode(path, FILE_MODE)  # SQLite gives its journal the same mode

    def identity(self, path: Path) -> tuple[int, int] | None:
        """Return which file stands at `path`, None for none and for a link."""
        try:
            found = path.lstat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None

    def confirm(self, db: sqlite3.Connection, path: Path, identity: tuple[int, int] | None) -> None:
        """Make sure, before it is read, that `db` has opened what was at `path`; or MovedError.

        SQLite looks where a link leads and then opens that, without following links: the name
        it remembers tells what it saw. In between, somebody may have swapped the file.
        """
        opened = Path(db.execute("PRAGMA database_list").fetchone()[2])
        is_there = identity is not None and self.identity(path) == identity
        if os.name == "posix":
            is_there = is_there and opened.name == path.name
            is_there = is_there and samestat(opened.parent.stat(), self.folder.lstat())
        if not is_there or identity is None:
            raise MovedError("another file stood in its place")
        # Such a SQLite may keep a small journal in memory.
        options = [option for (option,) in db.execute("PRAGMA compile_options")]
        has_journal = not any("ATOMIC_WRITE" in option for option in options)
        self._opened = (path, identity) if os.name == "posix" and has_journal else None

    def confirm_journal(self, db: sqlite3.Connection) -> None:
        """Make sure, before a commit, that the journal of what changed lies here; or MovedError.

        SQLite opens the journal by its whole name, and looks a moment before whether the file
        still stands there; in that moment somebody may swap the folder. Taken back, the journal
        that was begun elsewhere is empty. Windows renames no folder in which a file is open.
        """
        if self._opened is None or self._has_journal(*self._opened):
            return
        # Rows that were written as they were have begun none. This begins it, and changes nothing
        # either; where it was begun elsewhere, it stays there.
        (said,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {said}")
        if not self._has_journal(*self._opened):
            raise MovedError("the journal is not beside the file")

    def _has_journal(self, path: Path, identity: tuple[int, int]) -> bool:
        """Whether a journal was begun beside the file; raises MovedError without that."""
        try:
            with held(self.folder) as folder:
                file = os.stat(path.name, dir_fd=folder, follow_symlinks=False)
                if (file.st_dev, file.st_ino) != identity:
                    raise MovedError("another file stands in its place")
                journal = journal_of(path).name
                return os.stat(journal, dir_fd=folder, follow_symlinks=False).st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise MovedError("the file is not in its place") from error

    def set_aside(self, path: Path, kind: str) -> Path:
        """Give `path` and its journal another name, never one that is taken; return it."""
        stamp = int(self._clock.now())
        target = self._named(f".{kind}-{stamp}")
        while os.path.lexists(target) or os.path.lexists(journal_of(target)):
            stamp += 1
            target = self._named(f".{kind}-{stamp}")
        patiently(lambda: path.replace(target))
        with suppress(FileNotFoundError):
            patiently(lambda: journal_of(path).replace(journal_of(target)))
        sync_names(self.folder)
        return target

    def damaged(self) -> Iterator[Path]:
        """Find what was set aside and not yet looked through."""
        return (path for path, _ in self._numbered("damaged"))

    def sides(self) -> Iterator[Path]:
        """Find the outboxes of earlier versions that met a newer one's; ours is the newest."""
        return (path for path, version in self._numbered("side") if version <= schema.VERSION)

    def remove(self, path: Path) -> None:
        """Remove a file for good, with its journal."""
        for name in (path, journal_of(path)):
            patiently(partial(name.unlink, missing_ok=True))

    def wipe(self) -> None:
        """Remove every file of the outbox; what is no file was never ours."""
        if not self.folder.is_dir() or self.folder.is_symlink():
            return
        left = [
            path
            for path in self.folder.glob(f"{self.path.name}*")
            if path.is_symlink() or not path.is_dir()
        ]

        def remove_all() -> None:
            held = None
            for path in tuple(left):
                try:
                    path.unlink(missing_ok=True)
                    left.remove(path)
                except PermissionError as error:
                    held = error  # the others go all the same
            if held is not None:
                raise held

        try:
            patiently(remove_all)
        except PermissionError:
            for path in left:
                _empty(path)
            raise
        finally:
            sync_names(self.folder)

    def _numbered(self, kind: str) -> Iterator[tuple[Path, int]]:
        """Find our files ``.<kind>-<number>``, with their numbers."""
        for path in sorted(self.folder.glob(f"{self.path.name}.{kind}-*")):
            number = path.name.rpartition("-")[2]
            if number.isdecimal():
                self.clear(path)
                self.clear(journal_of(path))
                if path.exists():
                    yield path, int(number)

    def _named(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)


def journal_of(path: Path) -> Path:
    """Return the name of SQLite's journal for a database."""
    return path.with_name(path.name + _JOURNAL)


def uri_of(path: PurePath, how: str) -> str:
    """Return what SQLite opens the absolute `path` by; `how` are its parameters.

    It knows no host in an address: a path on a network's share has to stand behind an empty one.
    """
    address = path.as_uri()
    if not address.startswith("file:///"):
        address = address.replace("file://", "file:////", 1)
    return f"{address}?{how}"


def _empty(path: Path) -> None:
    """Leave nothing to read in a file that cannot be removed; it goes at the next start."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_TRUNC | NO_WAITING))
