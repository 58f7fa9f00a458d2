"""The tables, and the version that says which shape they have."""

from __future__ import annotations

import sqlite3
from typing import Final

from usero_desktop.outbox.schedule import NEVER

VERSION: Final = 5

PAGE_BYTES: Final = 4096
"""SQLite's own choice, and that of all our files. In pages four times as large pictures are kept
a quarter faster, but words need four times as much room on a disk that is nearly full."""

# Every file, a new one too, goes through all steps: one way, and the pages that hold the
# roots of the tables are the same in each (salvage.py builds on that).
_FIRST: Final = (
    "CREATE TABLE schema_version (version INTEGER NOT NULL)",
    """
    CREATE TABLE report (
        submission_id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        created_at REAL NOT NULL,
        body TEXT NOT NULL,          -- the submission without its pictures, JSON; '' once done
        bytes INTEGER NOT NULL,      -- of body and pictures, for the cap
        picture_count INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        stamped_at REAL NOT NULL,    -- when due_at or lease_until was written
        due_at REAL NOT NULL,
        lease_owner TEXT,
        lease_until REAL,
        failure TEXT,                -- of the last attempt, JSON
        feedback_id TEXT,
        pictures_left_out INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX report_by_state ON report (state, created_at)",
    """
    CREATE TABLE picture (
        submission_id TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
        position INTEGER NOT NULL,
        mime TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        source TEXT NOT NULL,
        data BLOB NOT NULL,          -- last: reading the rest skips it
        PRIMARY KEY (submission_id, position)
    )
    """,
    # A table of its own: a column of `picture` would have the whole picture written again.
    """
    CREATE TABLE upload (
        submission_id TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
        position INTEGER NOT NULL,
        answer TEXT NOT NULL,        -- the server's screenshot object, JSON
        PRIMARY KEY (submission_id, position)
    )
    """,
    "INSERT INTO schema_version VALUES (1)",
)

# A digest is NULL where it is not known, which is not checked: to compute those of a file of
# version 1 would have every picture in it written again.
_SECOND: Final = (
    "ALTER TABLE report ADD COLUMN digest BLOB",  # SHA-256 of `body`
    # Seconds it has waited; a leap of the clock counts for a day at most.
    "ALTER TABLE report ADD COLUMN waited REAL NOT NULL DEFAULT 0",
    "ALTER TABLE picture ADD COLUMN digest BLOB",  # SHA-256 of `data`
    f"UPDATE report SET due_at = {NEVER} WHERE state = 'rejected'",
    # Whose turn it is, found without reading those whose turn it is not; see turn.py.
    "CREATE INDEX report_turn ON report (state, attempts > 0, due_at, created_at)",
    # What is in the outbox in all, and which stamps lie in the future.
    "CREATE INDEX report_weight ON report (state, stamped_at, bytes)",
    "DROP INDEX report_by_state",
    "UPDATE schema_version SET version = 2",
    "PRAGMA user_version = 2",
)
# From here on a report's body may say who wrote it and where it was recorded, which the
# programs of version 2 would take for damage. Mind that all of this has to fit on the file's
# first page, or a damaged one cannot be read with a new one's (salvage.py).
_THIRD: Final = (
    """
    CREATE TABLE draft (
        name TEXT PRIMARY KEY,       -- of the form it is in
        saved_at REAL NOT NULL,
        body TEXT NOT NULL,          -- without its pictures, JSON
        digest BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE draft_picture (
        name TEXT NOT NULL REFERENCES draft ON DELETE CASCADE,
        position INTEGER NOT NULL,
        mime TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        source TEXT NOT NULL,
        data BLOB NOT NULL,
        digest BLOB NOT NULL,
        PRIMARY KEY (name, position)
    )
    """,
    "UPDATE schema_version SET version = 3",
    "PRAGMA user_version = 3",
)
# What a report says is remembered as it is delivered; see history.py. Of those that earlier
# versions delivered no words are left.
_FOURTH: Final = (
    """
    CREATE TABLE sent (
        submission_id TEXT PRIMARY KEY,
        sent_at REAL NOT NULL,
        body TEXT NOT NULL,          -- JSON
        digest BLOB NOT NULL
    )
    """,
    "UPDATE schema_version SET version = 4",
    "PRAGMA user_version = 4",
)
# Every word of these is on the first page, so they are few. Of a recording, `body` is JSON and
# names its chunks; `session` is what the server calls it, NULL until it has said so; `seq` and
# `position` are the next chunk's number there and its place here; `owner` has the lease `until`.
_FIFTH: Final = (
    (
        "CREATE TABLE recording (submission_id TEXT PRIMARY KEY REFERENCES report"
        " ON DELETE CASCADE, body TEXT, digest BLOB, session TEXT, seq INT, position INT,"
        " attempts INT, due_at REAL, owner TEXT, until REAL)"
    ),
    (
        "CREATE TABLE chunk (submission_id TEXT REFERENCES recording ON DELETE CASCADE,"
        " position INT, digest BLOB, data BLOB, PRIMARY KEY (submission_id, position))"
    ),
    "UPDATE schema_version SET version = 5",
    "PRAGMA user_version = 5",
)
_CONTENT: Final = {
    "picture": 1, "upload": 1, "chunk": 5, "recording": 5, "report": 1,
    "draft_picture": 3, "draft": 3, "sent": 4,
}  # fmt: skip
"""Each table of what users wrote, and the version that brought it."""

_STEPS: Final = {1: _FIRST, 2: _SECOND, 3: _THIRD, 4: _FOURTH, 5: _FIFTH}


class ForeignError(sqlite3.DatabaseError):
    """The file is a database, but not one of ours, or one that has lost its tables."""


def version_of(db: sqlite3.Connection) -> int:
    """Return the version of a file, 0 for an empty one; raises ForeignError. Writes nothing."""
    found = _names(db)
    if not found and db.execute("PRAGMA page_count").fetchone()[0] <= 1:
        return 0
    if "schema_version" not in found:
        raise ForeignError
    version = db.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    if not isinstance(version, int) or version < 1:
        raise ForeignError
    if version > 1 and db.execute("PRAGMA user_version").fetchone()[0] != version:
        raise ForeignError  # it is written in two places, so that damage is not taken for progress
    if version <= VERSION and not _tables_of(version) <= found:
        raise ForeignError
    return version


def tables(db: sqlite3.Connection) -> tuple[str, ...]:
    """Name the tables that hold what users wrote, the parts of a thing before the whole."""
    found = _names(db)
    return tuple(name for name in _CONTENT if name in found)


def _names(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _tables_of(version: int) -> set[str]:
    return {name for name, since in _CONTENT.items() if since <= version}


def lay_out(db: sqlite3.Connection) -> None:
    """Set what a file keeps from its first page on; in this order, or the first has no effect."""
    db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")


def bring_up(db: sqlite3.Connection, version: int) -> None:
    """Bring the tables from `version` to the present one, inside the caller's transaction.

    An older program that is just sending a report from this file cannot write down here any more
    that it was delivered, since it goes to a side of its own at its next step: once its lease
    has ended, the report is sent a second time, with the same `submissionId`. That is left so.
    To wait for its lease is no cure, for a program that drains an outbox always has one, and a
    user waits for the first word of this one to be kept. To write to a side of our own until
    then would hide what is kept here, drafts too, from who opens the panel meanwhile. The
    programs that are out cannot be taught to look elsewhere, and the double is marked.
    """
    for step in range(version + 1, VERSION + 1):
        for statement in _STEPS[step]:
            db.execute(statement)
