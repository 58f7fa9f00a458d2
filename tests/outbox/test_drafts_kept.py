"""Drafts are saved from a damaged file, whole or not at all."""

import sqlite3
from contextlib import closing

import pytest

from usero_desktop.outbox import rows
from usero_desktop.outbox.store import Outbox

DRAFT = '{"comment": "Half a sentence"}'
PICTURE = b"\x89PNG" * 3000


@pytest.fixture
def written(path, clock):
    """An outbox with a draft in it, closed; returns what is to be found of it."""
    outbox = Outbox(path, clock)
    outbox.pending()
    outbox.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO draft VALUES ('form', ?, ?, ?)", (clock.now(), DRAFT, rows.digest(DRAFT))
        )
        db.execute(
            "INSERT INTO draft_picture VALUES ('form', 0, 'image/png', 4, 3, 'file', ?, ?)",
            (PICTURE, rows.digest(PICTURE)),
        )
    return path


def content(path):
    with closing(sqlite3.connect(path)) as db:
        drafts = db.execute("SELECT name, body FROM draft").fetchall()
        return drafts, db.execute("SELECT data FROM draft_picture").fetchall()


def set_aside(path, clock):
    """Have the outbox find that the file is damaged, and save what is in it."""
    raw = bytearray(path.read_bytes())
    raw[40:44] = b"\xff\xff\xff\xff"  # the schema cookie's neighbour: formats nobody knows
    raw[16:20] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    outbox = Outbox(path, clock)
    outbox.pending()
    outbox.tidy()
    outbox.close()


def test_a_draft_is_saved_from_a_damaged_file(written, clock):
    set_aside(written, clock)
    assert list(written.parent.glob("*corrupt*"))
    assert content(written) == ([("form", DRAFT)], [(PICTURE,)])


def test_a_draft_that_is_not_as_it_was_written_is_not_taken(written, clock):
    with closing(sqlite3.connect(written)) as db, db:
        db.execute("UPDATE draft SET body = 'nonsense'")
    set_aside(written, clock)
    assert content(written) == ([], [])


def test_deleting_everything_deletes_drafts(written, clock):
    outbox = Outbox(written, clock)
    outbox.wipe()
    outbox.pending()
    outbox.close()
    assert content(written) == ([], [])
