"""The database: written so that it stays written, and mended by itself where that is possible."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from usero_desktop.errors import OutboxError
from usero_desktop.logs import guest_logger
from usero_desktop.outbox import schema, trouble
from usero_desktop.outbox.place import Place, uri_of
from usero_desktop.outbox.reserve import Reserve
from usero_desktop.outbox.transaction import transaction
from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.clock import Clock

T = TypeVar("T")
log = guest_logger()

BUSY_SECONDS: Final = 4.0
"""How long another program's transaction is waited for; nobody waits five seconds in all."""

REMEDIES: Final = 12
"""How often a transaction is tried anew after something was mended."""

CHECKED_BYTES: Final = 64_000_000
"""A file up to this size is looked through once a process, when there is nothing else to do."""

MOST_PAGES: Final = 2**24
"""64 GB, which no cap comes near: a page number beyond it is damage, not a file that may grow."""

# TRUNCATE with FULL lost no acknowledged row in 40 simulated power cuts, where SQLite's
# defaults lost ten; WAL does not work on network homes. fullfsync matters on macOS alone.
# What is deleted is overwritten: not every build of SQLite does so by itself.
_PRAGMAS: Final = (
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA max_page_count = {MOST_PAGES}",
)


class Database:
    """One SQLite file, opened when first used; every method may be called on any thread.

    Without a `path` it is in memory, and gone once closed.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._place = None if path is None else Place(path, clock)
        self._reserve = None if self._place is None else Reserve(self._place.reserve, clock)
        self._file = path or Path(":memory:")
        self._identity: tuple[int, int] | None = None
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._checked = False

    def run(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        write: bool = True,
        spend_reserve: bool = True,
    ) -> T:
        """Do `work` in one transaction and return its result; raises OutboxError.

        `work` is done anew where something could be mended: a damaged file is set aside, not
        deleted, and what is readable of it goes into a new one; on a full disk the reserve is
        given back, unless `spend_reserve` is False.
        """
        with self._lock:
            is_first = True  # of what may pass
            for attempt in range(1, REMEDIES + 1):
                try:
                    return self._transaction(work, write=write)
                except (*trouble.UNREADABLE, OSError) as error:
                    file = self._file
                    if self._place is None:
                        raise self._sentence(error, file) from error  # closed, it would be gone
                    if not trouble.is_busy(error):
                        self._forget()
                    if is_first and trouble.may_pass(error) and attempt < REMEDIES:
                        is_first = False
                        continue
                    is_first = True
                    if attempt == REMEDIES or not self._remedy(error, spend_reserve):
                        raise self._sentence(error, file) from error
            raise AssertionError

    def tend(self) -> bool:
        """Do what has time: look through the file, take in what lies beside it.

        Returns whether an older program is at work there, so that it is to be looked at again.
        Raises OutboxError.
        """
        with self._lock:
            if self._place is None or self._reserve is None:
                return False
            if not self._checked:
                self._checked = True
                self.run(_check, write=False)
            self._reserve.fill()
            if self._connection is not None:
                try:
                    return self._take_in(self._connection, self._place)
                except (*trouble.UNREADABLE, OSError) as error:
                    self._forget()  # whoever opens it next meets the same, and mends it
                    raise self._sentence(error, self._file) from error
            return False

    def hold(self, seconds: float) -> bool:
        """Wait up to `seconds` for the end of a transaction, and let none begin."""
        return self._lock.acquire(timeout=seconds)

    def let_go(self) -> None:
        """Let transactions begin again after `hold`, on the same thread."""
        self._lock.release()

    def wipe(self) -> None:
        """Remove every row and every file of the outbox; raises OutboxError."""
        with self._lock:
            if self._place is None:
                self._forget()
                return
            # First the rows: another program may be about to read them. What cannot be opened
            # is removed all the same.
            with suppress(OSError, OutboxError):
                if self._place.path.exists():
                    self.run(_empty)
            self._forget()
            try:
                self._place.wipe()
            except OSError as error:
                raise trouble.sentence(error, self._place.path) from error

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._forget()

    def _transaction(self, work: Callable[[sqlite3.Connection], T], *, write: bool) -> T:
        connection = self._connection or self._open()
        confirm = None if self._place is None else self._place.confirm_journal
        with transaction(connection, write=write, confirm=confirm):
            self._make_sure(connection)
            return work(connection)

    def _make_sure(self, connection: sqlite3.Connection) -> None:
        """Raise MovedError where this is no longer the outbox.

        Under the lock, or it might change again: the file may have been removed or set aside,
        and what is written here now would be lost; a newer program may have brought it up to
        its own version.
        """
        version = connection.execute("SELECT version FROM schema_version").fetchone()
        if version != (schema.VERSION,) or not self._stands():
            raise trouble.MovedError("the file was replaced")

    def _stands(self) -> bool:
        return self._place is None or self._place.identity(self._file) == self._identity

    def _open(self) -> sqlite3.Connection:
        if self._place is None or self._reserve is None:
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            _bring_up(connection)
        else:
            self._place.make()
            connection = self._connect_either(self._place)
            try:
                self._take_in(connection, self._place)
            except BaseException:
                connection.close()
                raise
            self._reserve.fill()
        self._connection = connection
        return connection

    def _connect_either(self, place: Place) -> sqlite3.Connection:
        """Connect to the outbox, or to one of our own beside it where a newer program's it is."""
        connection = self._connect(place, place.path) or self._connect(place, place.side)
        if connection is None:
            raise OutboxError(
                f"The outbox {shown_path(place.path)} was written by another version of "
                "usero-desktop; update this one.",
                code="outbox_version",
                path=shown_path(place.path),
            )
        return connection

    def _connect(self, place: Place, path: Path) -> sqlite3.Connection | None:
        """Return a connection to a file of our version, None where it is a newer one's."""
        self._file = path
        place.make_file(path)
        self._identity = place.identity(path)
        connection = sqlite3.connect(
            uri_of(path.absolute(), "mode=rw"),  # it must not be SQLite that makes the file
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # self._lock lets one thread in at a time
        )
        try:
            place.confirm(connection, path, self._identity)
            is_ours = _bring_up(connection, place.confirm_journal)
        except BaseException:
            connection.close()
            raise
        if is_ours:
            return connection
        connection.close()
        return None

    def _take_in(self, connection: sqlite3.Connection, place: Place) -> bool:
        """Take in what lies beside the database: damaged files, and sides of older versions.

        What cannot be taken in now is left for later. Returns whether somebody is at work there.
        """
        sources = [*place.damaged()]
        if self._file == place.path:
            sources += place.sides()
        if not sources:
            return False
        from usero_desktop.outbox.salvage import take_in

        done = [take_in(source, connection, place) for source in sources]
        return not all(done)

    def _remedy(self, error: Exception, spend_reserve: bool) -> bool:  # noqa: FBT001 - `run`'s own
        """Mend what `error` came from; False where that cannot be done. Raises OutboxError."""
        if self._place is None or self._reserve is None:
            return False
        if trouble.is_moved(error):
            return True
        if (
            trouble.is_damage(error)
            or self._only_says_read_only(error)
            or self._only_says_full(error)
        ):
            if trouble.is_failing_disk(error) and any(self._place.damaged()):
                return False  # it is the disk, then: a new file fares no better than the last
            if self._stands() and self._identity is not None:
                try:
                    aside = self._place.set_aside(self._file, "damaged")
                except OSError as failure:
                    raise trouble.sentence(failure, self._file) from failure
                log.error(
                    "The outbox %s is damaged (%s); it is kept.",
                    shown_path(self._file), trouble.reason(error),
                )  # fmt: skip
                log.debug("Set aside as %s.", shown_path(aside))
            return True
        if spend_reserve and (trouble.is_full(error) or trouble.may_be_full(error)):
            return self._reserve.release()
        return False

    def _only_says_read_only(self, error: Exception) -> bool:
        """Whether it is one wrong byte in the file that forbids to write it."""
        return trouble.is_read_only(error) and all(
            os.access(path, os.W_OK) for path in (self._file, self._file.parent)
        )

    def _only_says_full(self, error: Exception) -> bool:
        """Whether it is a wrong page number in the file, far beyond its end."""
        if trouble.primary_code(error) != sqlite3.SQLITE_FULL or self._cannot_grow(self._file):
            return False
        try:
            with closing(sqlite3.connect(uri_of(self._file.absolute(), "mode=ro"), uri=True)) as db:
                return _first_damage(db) is not None
        except trouble.UNREADABLE as failure:
            return trouble.is_damage(failure)

    def _cannot_grow(self, file: Path) -> bool:
        """Whether the disk, a quota or a limit on sizes leaves no room, by trying."""
        with suppress(OSError):
            return self._reserve is not None and self._reserve.is_full(file.stat().st_size)
        return False

    def _sentence(self, error: Exception, file: Path) -> OutboxError:
        if trouble.may_be_full(error) and self._cannot_grow(file):
            return trouble.disk_full()
        return trouble.sentence(error, file)

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _bring_up(
    connection: sqlite3.Connection, confirm: Callable[[sqlite3.Connection], None] | None = None
) -> bool:
    """Set a connection up and its tables, too; False, with nothing written, for a newer file."""
    # A text that damage made unreadable must not hide the rest.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    version = _version_of(connection)
    if version > schema.VERSION:
        return False
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if version == 0:
        schema.lay_out(connection)
    if version < schema.VERSION:
        with transaction(connection, confirm=confirm):
            schema.bring_up(connection, schema.version_of(connection))
    return True


def _version_of(connection: sqlite3.Connection) -> int:
    # In one transaction: somebody may be laying the file out, and half before, half after
    # looks like no file of ours.
    with transaction(connection, write=False):
        return schema.version_of(connection)


def _empty(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA secure_delete = OFF")  # the whole file goes in a moment
    for table in schema.tables(db):
        db.execute(f"DELETE FROM {table}")


def _check(db: sqlite3.Connection) -> None:
    """Find damage that no statement meets, as in an index; raises sqlite3.Error."""
    size = db.execute("PRAGMA page_count").fetchone()[0] * schema.PAGE_BYTES
    if size <= CHECKED_BYTES and (found := _first_damage(db)) is not None:
        raise schema.ForeignError(found)


def _first_damage(db: sqlite3.Connection) -> str | None:
    """Return what SQLite says of the first thing in the file that is wrong."""
    found: str = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if found == "ok" else found
