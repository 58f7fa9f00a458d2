"""The tables, and the version that says which shape they have."""

from __future__ import annotations

from typing import Final

VERSION: Final = 1

STATEMENTS: Final = (
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
    f"INSERT INTO schema_version VALUES ({VERSION})",  # noqa: S608 - a number of ours
)
