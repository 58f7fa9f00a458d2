"""The file: made so that only its owner can read it, and written so that it stays written."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from usero_desktop.errors import OutboxError
from usero_desktop.outbox import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.clock import Clock

T = TypeVar("T")
log = logging.getLogger("usero_desktop")

BUSY_MILLISECONDS: Final = 5_000
FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
_CORRUPT: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

# TRUNCATE with FULL lost no acknowledged row in 40 simulated power cuts, where SQLite's
# defaults lost ten; WAL does not work on network homes. fullfsync matters on macOS alone.
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA foreign_keys = ON",
)


class Database:
    """One SQLite file, opened when first used; every method may be called on any thread.

    Without a `path` it is in memory, and gone once closed.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._path = path or Path(":memory:")
        self._in_memory = path is None
        self._clock = clock
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def run(self, work: Callable[[sqlite3.Connection], T], *, write: bool = True) -> T:
        """Do `work` in one transaction and return its result; raises OutboxError.

        A file that turns out to be damaged is set aside, not deleted, and `work` is done
        once more on a new one.
        """
        with self._lock:
            for last_chance in (False, True):
                try:
                    return self._transaction(work, write=write)
                except sqlite3.Error as error:
                    if last_chance or not _is_damage(error):
                        raise self._sentence(error) from error
                    self._set_aside()
                except OSError as error:
                    self._forget()
                    raise self._unwritable(error) from error
            raise AssertionError

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._forget()

    def hold(self, seconds: float) -> bool:
        """Wait up to `seconds` for the end of a transaction, and let none begin."""
        return self._lock.acquire(timeout=seconds)

    def let_go(self) -> None:
        """Let transactions begin again after `hold`, on the same thread."""
        self._lock.release()

    def wipe(self) -> None:
        """Remove every file of the outbox, those set aside too; raises OutboxError."""
        with self._lock:
            self._forget()
            if self._in_memory:
                return
            try:
                for found in self._path.parent.glob(f"{self._path.name}*"):
                    found.unlink(missing_ok=True)
            except OSError as error:
                raise self._unwritable(error) from error

    def _transaction(self, work: Callable[[sqlite3.Connection], T], *, write: bool) -> T:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        return result

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            if self._identity() == self._file:
                return self._connection
            # Somebody removed or replaced the file: what is written here now would be lost.
            self._forget()
        if not self._in_memory:
            self._make_private()
        connection = sqlite3.connect(
            self._path,
            timeout=BUSY_MILLISECONDS / 1000,
            isolation_level=None,
            check_same_thread=False,  # self._lock lets one thread in at a time
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                # Pictures are most of what is here: in larger pages they are kept a third
                # faster (18 against 11 ms for three of 1.5 MB).
                connection.execute("PRAGMA page_size = 16384")
            self._bring_up(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._file = connection, self._identity()
        return connection

    def _bring_up(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:
                for statement in schema.STATEMENTS:
                    connection.execute(statement)
            version = _version(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        if version != schema.VERSION:
            raise OutboxError(
                f"The outbox {self._path} was written by another version of usero-desktop; "
                "update this one.",
                code="outbox_version",
                path=str(self._path),
            )

    def _make_private(self) -> None:
        """Make folder and file so that the owner alone can read them, whatever the umask."""
        folder = self._path.parent
        made = [it for it in (folder, *folder.parents) if not it.exists()]
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=FOLDER_MODE)
        if os.name != "posix":
            return
        for new in made:
            _sync_names(new.parent)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise OutboxError(
                f"The outbox folder {folder} is not a folder of this user's own; remove it or "
                "choose another data_dir.",
                code="outbox_foreign",
                path=str(folder),
            )
        if stat.S_IMODE(found.st_mode) != FOLDER_MODE:
            folder.chmod(FOLDER_MODE)
        with suppress(FileExistsError):
            os.close(
                os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
            )
        handle = os.open(self._path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if stat.S_IMODE(os.fstat(handle).st_mode) != FILE_MODE:
                os.fchmod(handle, FILE_MODE)  # SQLite gives its journal the same mode
        finally:
            os.close(handle)

    def _identity(self) -> tuple[int, int] | None:
        if self._in_memory:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)

    def _set_aside(self) -> None:
        self._forget()
        stamp = int(self._clock.now())
        target = self._path.with_name(f"{self._path.name}.corrupt-{stamp}")
        while target.exists():
            stamp += 1
            target = self._path.with_name(f"{self._path.name}.corrupt-{stamp}")
        log.error("The outbox %s is damaged; it is kept as %s.", self._path, target.name)
        journal = self._path.with_name(self._path.name + "-journal")
        try:
            self._path.replace(target)
            with suppress(FileNotFoundError):
                journal.replace(target.with_name(target.name + "-journal"))
        except FileNotFoundError:
            pass  # another process was faster
        except OSError as error:
            raise self._unwritable(error) from error

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _sentence(self, error: sqlite3.Error) -> OutboxError:
        code = _code(error)
        if code == sqlite3.SQLITE_FULL:
            return OutboxError(
                "The disk is full, so the report could not be kept; free some space and send "
                "it again.",
                code="outbox_disk_full",
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return OutboxError(
                f"Another program is holding the outbox {self._path}; try again in a moment.",
                code="outbox_locked",
                path=str(self._path),
            )
        return self._unwritable(error)

    def _unwritable(self, error: Exception) -> OutboxError:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return OutboxError(
            f"The outbox {self._path} cannot be written ({reason}); choose another data_dir.",
            code="outbox_unwritable",
            path=str(self._path),
            reason=reason or type(error).__name__,
        )


def _sync_names(folder: Path) -> None:
    """Make what was made in `folder` survive a power cut; SQLite does so inside its own.

    Some file systems cannot, and are used all the same, as SQLite does.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class _Foreign(sqlite3.DatabaseError):
    """The file is a database, but not one of ours."""


def _version(connection: sqlite3.Connection) -> int:
    try:
        connection.execute("SELECT 1 FROM report, picture LIMIT 0")
        found = connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_ERROR:  # a table is missing
            raise _Foreign from error
        raise
    if not isinstance(found, int):
        raise _Foreign
    return found


def _is_damage(error: sqlite3.Error) -> bool:
    return isinstance(error, _Foreign) or _code(error) in _CORRUPT


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; errors of the Python module have none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
