"""Something else stands where the outbox should be: it is set aside whole, and reports are kept."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing

import pytest

from usero_desktop.model.clock import SystemClock
from usero_desktop.outbox.store import Outbox


def folder_in_its_place(path):
    path.mkdir()
    (path / "inside").write_text("a file")


def link_in_its_place(path):
    target = path.parent.parent / "target.txt"
    target.write_text("not to be touched")
    path.symlink_to(target)


def huge_file(path):
    with path.open("wb") as file:
        file.truncate(4 << 30)


def another_program(path, journal="DELETE"):
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("CREATE TABLE report (something TEXT)")
        db.execute("INSERT INTO report VALUES ('else')")
        db.commit()


def old_words(path):
    path.write_text("this is no database, but some text of good length\n" * 100)


def without_its_version(path):
    outbox = Outbox(path, SystemClock())
    outbox.pending()
    outbox.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE schema_version")
        db.commit()


REPLACED = {
    "a folder": folder_in_its_place,
    "a link": link_in_its_place,
    "4 GB of nothing": huge_file,
    "another program's database": another_program,
    "another program's database with a log": lambda path: another_program(path, "WAL"),
    "a text": old_words,
    "a database without its version": without_its_version,
}


def facts(path):
    """What makes out the thing at `path`, cheaply for a huge file."""
    found = path.lstat()
    if path.is_symlink():
        return path.readlink(), path.read_text()
    content = b"" if path.is_dir() or found.st_size > 1 << 30 else path.read_bytes()
    return found.st_ino, found.st_size, content


@pytest.mark.promise("A6", "J2")
@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
@pytest.mark.parametrize("what", REPLACED)
def test_it_is_set_aside_as_it_is_and_reports_are_kept(
    path, clock, submission, caplog, what, figure
):
    caplog.set_level(logging.WARNING)
    path.parent.mkdir()
    REPLACED[what](path)
    before = facts(path)
    outbox = Outbox(path, clock)
    report = submission(pictures=1)
    outbox.put(report)
    assert outbox.claim("me").submission == report
    outbox.tidy()
    outbox.close()
    [aside] = [
        it
        for it in path.parent.iterdir()
        if ".corrupt-" in it.name and not it.name.endswith(("-journal", "-wal", "-shm"))
    ]
    assert facts(aside) == before
    figure(f"{what}: set aside, untouched")


@pytest.mark.promise("A6")
def test_an_empty_file_is_an_empty_outbox(path, clock, submission):
    path.parent.mkdir()
    path.touch()
    outbox = Outbox(path, clock)
    report = submission(pictures=1)
    outbox.put(report)
    assert outbox.claim("me").submission == report
    outbox.close()


@pytest.mark.promise("A6")
def test_a_file_without_its_first_page_still_gives_all_its_reports(path, clock, submission):
    first = Outbox(path, clock)
    reports = [submission(pictures=2) for _ in range(5)]
    for report in reports:
        first.put(report)
    first.close()
    raw = bytearray(path.read_bytes())
    raw[:4096] = bytes(4096)
    path.write_bytes(raw)
    outbox = Outbox(path, clock)
    claims = [outbox.claim("me") for _ in reports]
    assert [claim.submission for claim in claims] == reports
    assert [claim.damaged for claim in claims] == [()] * 5
    outbox.close()
