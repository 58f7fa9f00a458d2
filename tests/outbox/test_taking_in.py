"""Files that lie beside the outbox are taken in: nothing is lost, revived or believed unseen."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from outbox.releases import FILES, MADE_AT, check, content

from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.place import Place, journal_of
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.schema import PAGE_BYTES, VERSION
from usero_desktop.outbox.store import LEASE_SECONDS, Outbox

DAY = 86_400.0
FIRST = next(file for file in FILES if file.stem == "schema-1")


@pytest.fixture
def lay_beside(path):
    """Rename the outbox's file, so that it lies beside a new one."""

    def rename(ending):
        return path.replace(path.with_name(path.name + ending))

    return rename


def put_all(path, clock, *reports):
    outbox = Outbox(path, clock)
    for report in reports:
        outbox.put(report)
    outbox.close()


@pytest.mark.promise("A6", "A11")
def test_a_side_that_is_damaged_is_kept_and_what_is_readable_in_it_saved(
    path, clock, submission, lay_beside, outbox
):
    reports = [submission(comment=f"Report {number}.") for number in range(40)]
    put_all(path, clock, *reports)
    side = lay_beside(f".side-{VERSION}")
    raw = bytearray(side.read_bytes())
    page = raw.index(b'"Report 20."') // PAGE_BYTES * PAGE_BYTES
    raw[page : page + PAGE_BYTES] = bytes(PAGE_BYTES)
    side.write_bytes(raw)

    saved = {record.submission_id for record in outbox.list()}
    assert {reports[0].submission_id, reports[-1].submission_id} <= saved
    assert reports[20].submission_id not in saved
    [kept] = path.parent.glob("*.corrupt-*")
    assert kept.read_bytes() == raw
    assert not side.exists()


@pytest.mark.promise("A6")
def test_a_file_that_is_taken_in_twice_revives_no_delivered_report(
    path, clock, submission, lay_beside
):
    report = submission(pictures=1)
    put_all(path, clock, report)
    aside = lay_beside(".damaged-5")
    outbox = Outbox(path, clock)
    assert outbox.claim("me").submission == report
    outbox.done(Receipt(report.submission_id, "fb", moment(clock.now())))
    outbox.close()

    [kept] = path.parent.glob("*.corrupt-*")
    kept.replace(aside)  # as after a power cut, where its new name had not reached the disk
    outbox = Outbox(path, clock)
    assert outbox.claim("me") is None
    assert outbox.find(report.submission_id).state is ReportState.DONE
    assert not aside.exists()
    outbox.close()


@pytest.mark.promise("A6", "A11")
@pytest.mark.parametrize("ending", [".damaged-5", ".side-1"])
def test_what_the_first_release_saw_refused_for_good_is_not_sent_after_it_was_taken_in(
    path, clock, outbox, ending
):
    clock.time = MADE_AT
    path.parent.mkdir()
    shutil.copy(FIRST, path.with_name(path.name + ending))
    expected = content(FIRST)
    if ending == ".side-1":  # one of its reports is being sent
        assert outbox.tidy() is True
        clock.pass_seconds(LEASE_SECONDS + 1)
        outbox.tidy()
        clock.time = MADE_AT
    check(outbox, expected, clock)
    clock.pass_seconds(40 * DAY)
    sent = set()
    while (claim := outbox.claim("me")) is not None:
        sent.add(claim.submission_id)
        outbox.reject(claim.submission_id, "me", Failure("refused", "No."))
    refused = expected["rejected"]["submission_id"]
    assert expected["deferred"]["submission_id"] in sent
    assert refused not in sent
    assert outbox.find(refused).state is ReportState.REJECTED


@pytest.mark.promise("A6")
def test_words_whose_digest_is_nonsense_are_parked_until_somebody_has_looked(
    path, clock, submission, lay_beside, outbox
):
    report = submission(pictures=1)
    put_all(path, clock, report)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE report SET digest = 'nonsense'")
        db.commit()
    lay_beside(".damaged-5")
    assert outbox.claim("me") is None
    record = outbox.find(report.submission_id)
    assert (record.state, record.failure.code) == (ReportState.REJECTED, "outbox_damaged")
    assert outbox.retry(report.submission_id)
    assert outbox.claim("me").submission == report


def leave_half_written(path):
    """Leave what a program leaves that is killed while it changes every report."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = TRUNCATE")
        db.execute("PRAGMA cache_size = 1")  # pages go to the file before the end
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE report SET body = replace(body, 'It works', 'It worst')")
        killed = {name: name.read_bytes() for name in (path, journal_of(path))}
        db.execute("ROLLBACK")
    for name, raw in killed.items():
        name.write_bytes(raw)
    assert b"It worst" in path.read_bytes()


@pytest.mark.promise("A6")
def test_a_file_that_is_set_aside_takes_its_journal_along_and_is_rolled_back(
    path, clock, submission, outbox
):
    reports = [submission() for _ in range(60)]
    put_all(path, clock, *reports)
    leave_half_written(path)
    journal = journal_of(path).read_bytes()
    aside = Place(path, clock).set_aside(path, "damaged")
    assert journal_of(aside).read_bytes() == journal
    assert not journal_of(path).exists()
    claims = []
    while (claim := outbox.claim("me")) is not None:
        claims.append(claim.submission)
    assert sorted(claims, key=repr) == sorted(reports, key=repr)
