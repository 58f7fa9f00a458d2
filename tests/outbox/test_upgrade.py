"""Files of every released version, of this one and of the next: nothing is lost, none rewritten."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from outbox.releases import FILES, MADE_AT, check, content

from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import schema
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.store import LEASE_SECONDS, Outbox

OLDER = [path for path in FILES if path.stem != f"schema-{schema.VERSION}"]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def released(request, path, clock):
    """Put the file of an earlier release in the outbox's place; return what was put into it."""
    path.parent.mkdir()
    shutil.copy(request.param, path)
    clock.time = MADE_AT
    return content(request.param)


@pytest.mark.promise("A11")
def test_a_released_file_is_brought_up_to_date_and_nothing_is_lost(
    released, path, clock, submission, figure
):
    outbox = Outbox(path, clock)
    check(outbox, released, clock)
    report = submission(pictures=2)
    outbox.put(report)
    outbox.close()
    with closing(sqlite3.connect(path)) as db:
        assert schema.version_of(db) == schema.VERSION
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    figure(f"each released file: {len(released)} of {len(released)} reports, 0 lost")


@pytest.mark.promise("A11")
@pytest.mark.parametrize("released", OLDER, indirect=True, ids=lambda path: path.stem)
def test_an_upgrade_that_breaks_off_leaves_the_old_file(released, path, clock, monkeypatch):
    before = path.read_bytes()

    def break_off(db, version):
        for statement in schema._STEPS[version + 1]:
            db.execute(statement)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "bring_up", break_off)
        with pytest.raises(KeyboardInterrupt):
            Outbox(path, clock).pending()
    assert path.read_bytes() == before
    outbox = Outbox(path, clock)
    check(outbox, released, clock)
    outbox.close()


def make_newer(path):
    """Turn a file into one of the next version, as its own program would have written it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE report ADD COLUMN invented TEXT")
        db.execute("UPDATE schema_version SET version = ?", (schema.VERSION + 1,))
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        db.commit()
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


@pytest.mark.promise("A11")
def test_a_newer_file_is_never_written_and_reports_go_beside_it(
    path, clock, submission, monkeypatch, figure
):
    outbox = Outbox(path, clock)
    theirs, delivered, ours = (submission(pictures=2) for _ in range(3))
    outbox.put(theirs)
    outbox.close()
    make_newer(path)
    before = path.read_bytes()

    outbox = Outbox(path, clock)
    for report in (delivered, ours):
        outbox.put(report)
    assert {outbox.claim("me").submission_id for _ in range(2)} == {
        delivered.submission_id, ours.submission_id
    }  # fmt: skip
    outbox.delete(delivered.submission_id)
    outbox.release(ours.submission_id, "me")
    outbox.tidy()
    outbox.close()
    assert path.read_bytes() == before
    side = path.with_name(f"{path.name}.side-{schema.VERSION}")
    assert side.exists()

    # The next version knows both, and takes in what waits beside its own.
    steps = {**schema._STEPS, schema.VERSION + 1: ()}
    monkeypatch.setattr(schema, "_STEPS", steps)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with closing(sqlite3.connect(side)) as db:
        assert db.execute("SELECT count(*) FROM report").fetchone() == (1,)
    newer = Outbox(path, clock)
    claims = {newer.claim("me").submission_id: None for _ in range(2)}
    assert set(claims) == {theirs.submission_id, ours.submission_id}
    assert newer.read(ours.submission_id) == ours
    assert newer.claim("me") is None
    assert not side.exists()
    newer.close()
    figure("a newer file: identical to the byte; 1 report beside it, taken in by the newer version")


@pytest.mark.promise("A11")
def test_a_file_that_a_newer_program_takes_over_while_it_is_open_is_let_go(path, clock, submission):
    outbox = Outbox(path, clock)
    outbox.put(submission())
    make_newer(path)
    before = path.read_bytes()
    report = submission(pictures=1)
    outbox.put(report)
    assert path.read_bytes() == before
    assert [it.submission_id for it in outbox.list()] == [report.submission_id]
    outbox.close()


@pytest.mark.promise("A11")
def test_what_went_beside_a_newer_file_is_taken_in_once_that_file_is_gone(path, clock, submission):
    outbox = Outbox(path, clock)
    outbox.put(submission())
    outbox.close()
    make_newer(path)
    report = submission(pictures=2)
    outbox = Outbox(path, clock)
    outbox.put(report)
    outbox.close()
    path.unlink()
    outbox = Outbox(path, clock)
    assert outbox.claim("me").submission == report
    assert outbox.claim("me") is None
    assert list(path.parent.glob("*.side-*")) == []
    outbox.close()


@pytest.mark.promise("A11")
def test_a_side_is_let_be_while_an_older_program_sends_from_it(path, clock, submission):
    ours = submission()
    older = Outbox(path.with_name(f"{path.name}.side-{schema.VERSION - 1}"), clock)
    older.put(ours)
    assert older.claim("older").submission == ours
    newer = Outbox(path, clock)
    assert (newer.claim("newer"), newer.tidy()) == (None, True)
    # The older one can write down that it has arrived.
    older.done(Receipt(ours.submission_id, "fb_1", datetime.fromtimestamp(clock.now(), UTC)))
    assert newer.tidy() is False
    assert newer.claim("newer") is None
    assert newer.find(ours.submission_id).state is ReportState.DONE
    older.close()
    newer.close()


@pytest.mark.promise("A11")
def test_a_side_whose_program_was_killed_is_taken_in_once_its_claim_has_ended(
    path, clock, submission
):
    ours = submission()
    older = Outbox(path.with_name(f"{path.name}.side-{schema.VERSION - 1}"), clock)
    older.put(ours)
    older.claim("older")
    newer = Outbox(path, clock)
    assert newer.tidy() is True
    clock.time += LEASE_SECONDS + 1
    assert newer.tidy() is False
    assert newer.claim("newer").submission == ours
    older.close()
    newer.close()


@pytest.mark.promise("A11", "A6")
def test_a_version_that_damage_made_up_is_not_taken_for_a_newer_one(path, clock, submission):
    outbox = Outbox(path, clock)
    report = submission(pictures=1)
    outbox.put(report)
    outbox.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE schema_version SET version = 66")
        db.commit()
    outbox = Outbox(path, clock)
    assert outbox.claim("me").submission == report
    assert outbox.find(report.submission_id).state is ReportState.SENDING
    outbox.close()


@pytest.mark.bites("A11")
def test_a_version_that_is_not_looked_at_is_found_out(path, clock, submission, monkeypatch):
    outbox = Outbox(path, clock)
    outbox.put(submission())
    outbox.close()
    make_newer(path)
    before = path.read_bytes()
    monkeypatch.setattr(schema, "version_of", lambda _db: schema.VERSION)
    monkeypatch.setattr("usero_desktop.outbox.database.Database._make_sure", lambda *_: None)
    outbox = Outbox(path, clock)
    outbox.put(submission())
    outbox.close()
    assert path.read_bytes() != before


@pytest.mark.parametrize("released", FILES, indirect=True, ids=lambda path: path.stem)
def test_what_a_released_file_remembers_of_sent_reports_is_there(released, request, path, clock):
    version = int(request.node.callspec.id.rpartition("-")[2])
    outbox = Outbox(path, clock)
    entries = outbox.history.list()
    outbox.close()
    done = released["done"]
    assert [entry.submission_id for entry in entries] == [done["submission_id"]] * (version >= 4)
    for entry in entries:
        assert (entry.comment, entry.rating, entry.feedback_id) == (
            "A report that is done, ünïcödé 😀", 3, "feedback-1",
        )  # fmt: skip
        assert (entry.picture_count, entry.pictures_left_out) == (1, 1)
        assert entry.sent_at.timestamp() == MADE_AT


def test_the_present_schema_has_its_file():
    assert f"schema-{schema.VERSION}" in {path.stem for path in FILES}
