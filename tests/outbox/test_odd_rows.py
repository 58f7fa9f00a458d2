"""One row is damaged, and only what stands in it tells: the others go on, none is sent wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.store import Outbox

ODD = [
    ("picture_count", -1), ("picture_count", 2**40), ("picture_count", "many"),
    ("attempts", "often"), ("waited", "long"), ("waited", b"\xff\xfe"),
    ("body", '{"client_id": '), ("body", "[]"), ("body", b"\xff\xfe\x00"), ("body", "{}"),
    ("digest", b"another"), ("digest", "text"), ("state", "queuex"), ("state", b"\x00"),
    ("created_at", "never"), ("created_at", float("inf")), ("due_at", "soon"),
    ("stamped_at", "then"), ("stamped_at", 1e300), ("failure", "{"), ("failure", '{"issues": 5}'),
    ("feedback_id", b"\xff"), ("bytes", "much"), ("lease_until", "late"),
    ("submission_id", b"\xff"),
]  # fmt: skip
PICTURES = [
    ("data", b"other bytes"), ("data", "text"), ("digest", b"other"), ("width", "wide"),
    ("source", "nowhere"), ("mime", b"\xff"), ("position", 7),
]  # fmt: skip


def change(path, table, column, value, submission_id):
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            f"UPDATE {table} SET {column} = ? WHERE submission_id = ?", (value, submission_id)
        )
        db.commit()


def drain(outbox):
    """Claim all there is; an outbox that never ends is as bad as one that raises."""
    claims = []
    while (claim := outbox.claim("me")) is not None:
        claims.append(claim)
        outbox.reject(claim.submission_id, "me", Failure("refused", "No."))
        assert len(claims) < 10
    return claims


@pytest.mark.promise("A6")
@pytest.mark.parametrize("column, value", ODD)
def test_an_odd_row_blocks_no_other_and_is_not_sent_wrong(path, clock, submission, column, value):
    outbox = Outbox(path, clock)
    odd, healthy = submission(pictures=1), submission(pictures=1)
    outbox.put(odd)
    outbox.put(healthy)
    change(path, "report", column, value, odd.submission_id)
    assert len(outbox.list()) == 2
    assert outbox.pending() >= 1
    claims = [claim.submission for claim in drain(outbox)]
    assert healthy in claims
    assert set(map(repr, claims)) <= {repr(odd), repr(healthy)}
    assert outbox.seconds_to_next() is None
    assert outbox.read(healthy.submission_id) == healthy
    for record in outbox.list():
        outbox.read(record.submission_id)
        outbox.retry(record.submission_id)
    assert set(map(repr, (claim.submission for claim in drain(outbox)))) <= {
        repr(odd), repr(healthy)
    }  # fmt: skip
    outbox.tidy()
    outbox.close()


@pytest.mark.promise("A6")
@pytest.mark.parametrize("column, value", PICTURES)
def test_a_damaged_picture_is_named_and_the_report_sent_without_it(
    path, clock, submission, column, value
):
    outbox = Outbox(path, clock)
    report = submission(pictures=3)
    outbox.put(report)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"UPDATE picture SET {column} = ? WHERE position = 1", (value,))
        db.commit()
    claim = outbox.claim("me")
    whole = (report.pictures[0], report.pictures[2])
    if column == "mime":  # no text at all is a type like another: the server looks for itself
        assert claim.submission.pictures[::2] == whole
    else:
        assert claim.damaged == (1,)
        assert claim.submission.pictures[1].data == b""
        assert claim.submission.pictures[::2] == whole
        assert outbox.read(report.submission_id) == replace(report, pictures=whole)
    outbox.close()


@pytest.mark.promise("A6")
def test_words_that_are_damaged_are_parked_until_somebody_has_looked(path, clock, submission):
    outbox = Outbox(path, clock)
    report = submission(comment="I owe you 100 francs")
    outbox.put(report)
    outbox.close()
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"100 francs", b"900 francs"))
    outbox = Outbox(path, clock)
    assert outbox.claim("me") is None
    record = outbox.find(report.submission_id)
    assert record.state is ReportState.REJECTED
    assert record.failure.code == "outbox_damaged"
    assert record.submission.comment == "I owe you 900 francs"
    outbox.retry(report.submission_id)  # whoever says so has read it
    assert outbox.claim("me").submission.comment == "I owe you 900 francs"
    outbox.close()


@pytest.mark.promise("A6")
def test_of_words_that_are_in_pieces_the_comment_can_still_be_read(path, clock, submission):
    outbox = Outbox(path, clock)
    report = submission(pictures=1, comment='He said "no" 😀\nand left')
    outbox.put(report)
    outbox.close()
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"metadata": {', b'"metadat\xff\x00: {'))
    outbox = Outbox(path, clock)
    assert outbox.claim("me") is None
    [record] = outbox.list()
    assert record.state is ReportState.REJECTED
    assert record.submission.comment == report.comment
    rescued = outbox.read(report.submission_id)
    assert (rescued.comment, rescued.pictures) == (report.comment, report.pictures)
    outbox.put(submission(comment=rescued.comment), replaces=report.submission_id)
    assert outbox.claim("me").submission.comment == report.comment
    outbox.close()


@pytest.mark.promise("A6")
@pytest.mark.parametrize("words", ["{", b"\xff\xfe\x00"])
def test_a_report_whose_words_are_gone_keeps_its_date(path, clock, submission, words):
    outbox = Outbox(path, clock)
    report = submission()
    outbox.put(report)
    change(path, "report", "body", words, report.submission_id)
    assert outbox.read(report.submission_id).created_at == report.created_at
    assert outbox.find(report.submission_id).created_at == report.created_at.timestamp()
    outbox.close()


@pytest.mark.promise("A6")
def test_an_index_that_no_longer_finds_a_report_does_not_send_it_over_and_over(
    path, clock, submission
):
    outbox = Outbox(path, clock)
    reports = [submission() for _ in range(3)]
    for report in reports:
        outbox.put(report)
    outbox.close()
    pristine = path.read_bytes()
    name = reports[1].submission_id.encode()
    places = [i for i in range(len(pristine)) if pristine.startswith(name, i)]
    assert len(places) >= 3  # the row, its words, the index
    for place in places:
        raw = bytearray(pristine)
        raw[place + 5] ^= 1
        path.write_bytes(raw)
        outbox = Outbox(path, clock)
        claims = [claim.submission_id for claim in drain(outbox)]
        outbox.tidy()
        claims += [claim.submission_id for claim in drain(outbox)]
        assert len(claims) == len(set(claims))
        assert {reports[0].submission_id, reports[2].submission_id} <= set(claims)
        outbox.close()
