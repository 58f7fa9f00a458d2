"""What an error of SQLite or of the system means for an outbox, and its sentence."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError
from usero_desktop.outbox.schema import ForeignError
from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from pathlib import Path

_BROKEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_DAMAGE: Final = (
    *_BROKEN,
    sqlite3.SQLITE_TOOBIG,  # a length that cannot be
    # Our own statements are right, so the tables they speak of are not.
    sqlite3.SQLITE_ERROR,
)
_CORRUPT_FILE_SYSTEM: Final = sqlite3.SQLITE_IOERR | 33 << 8  # older modules have no name for it
FULL_ERRNO: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOCKS: Final = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
)


UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""What reading may raise: the module cannot always decode the message of its own error."""


class MovedError(sqlite3.DatabaseError):
    """The file that is open no longer stands at its name: what is written there is lost."""


def is_moved(error: Exception) -> bool:
    """Whether the file has to be opened anew."""
    return isinstance(error, MovedError) or _code(error) == sqlite3.SQLITE_READONLY_DBMOVED


def is_damage(error: Exception) -> bool:
    """Whether the file itself is broken, or is none of ours."""
    if isinstance(error, ForeignError | UnicodeDecodeError):
        return True
    return primary_code(error) in _DAMAGE or _code(error) == _CORRUPT_FILE_SYSTEM


def is_failing_disk(error: Exception) -> bool:
    """Whether what looks like a broken file may be the disk's own doing: a read, an open."""
    return _code(error) == _CORRUPT_FILE_SYSTEM or is_read_only(error)


def is_read_only(error: Exception) -> bool:
    """Whether the file may not be written, or says so of itself."""
    return primary_code(error) == sqlite3.SQLITE_READONLY


def may_pass(error: Exception) -> bool:
    """Whether it looks like a broken file, and may be a disk that failed once."""
    return is_failing_disk(error) or primary_code(error) in _BROKEN


def is_full(error: Exception) -> bool:
    """Whether the disk, a quota or a limit on sizes leaves no room."""
    if isinstance(error, OSError):
        return error.errno in FULL_ERRNO
    return primary_code(error) == sqlite3.SQLITE_FULL


def may_be_full(error: Exception) -> bool:
    """Whether writing failed, for whatever reason: SQLite does not tell a quota from a defect."""
    return _code(error) == sqlite3.SQLITE_IOERR_WRITE


def is_busy(error: Exception) -> bool:
    """Whether somebody else holds the lock."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def disk_full() -> OutboxError:
    """Return the sentence for a disk without room."""
    return OutboxError(
        "The disk is full, so the report could not be kept; free some space and send it again.",
        code="outbox_disk_full",
    )


def sentence(error: Exception, path: Path) -> OutboxError:
    """Return `error` as a sentence for a person."""
    place = shown_path(path)
    if is_full(error):
        return disk_full()
    if is_busy(error):
        return OutboxError(
            f"Another program is holding the outbox {place}; try again in a moment.",
            code="outbox_locked",
            path=place,
        )
    why = "files cannot be locked there" if _code(error) in _LOCKS else reason(error)
    return OutboxError(
        f"The outbox {place} cannot be written ({why}); choose another data_dir.",
        code="outbox_unwritable",
        path=place,
        reason=why,
    )


def reason(error: Exception) -> str:
    """Return what `error` says, without the path that one of the system's names."""
    told = error.strerror if isinstance(error, OSError) else str(error)
    return told or type(error).__name__


def primary_code(error: Exception) -> int:
    """Return SQLite's result code without its details; errors of others have none."""
    return _code(error) & 0xFF


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", None) or 0
