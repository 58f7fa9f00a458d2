"""Recordings in the outbox's file: kept with their reports, taken by one process, wiped in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from recordings import chunk, recording

from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.store import LEASE_SECONDS, RECEIPT_SECONDS, Outbox

RECORDING = recording(padding=6_000)


@pytest.fixture
def report(submission):
    return submission(recording=RECORDING)


def deliver(outbox, report, clock, session="rep_1"):
    """Have the server know of a report's recording and take the report itself."""
    outbox.put(report)
    assert outbox.claim("me").submission_id == report.submission_id
    if session is not None:
        outbox.recordings.keep_session(report.submission_id, session)
    at = datetime.fromtimestamp(clock.now(), UTC)
    outbox.done(Receipt(report.submission_id, "feedback-1", at))
    outbox.sweep(report.submission_id)


def change(outbox, statement, *values):
    outbox._database.run(lambda db: db.execute(statement, values))


def is_in_file(path, data):
    return any(data in file.read_bytes() for file in path.parent.iterdir())


def test_a_report_comes_back_with_its_recording(outbox, report):
    outbox.put(report)
    assert outbox.read(report.submission_id) == report
    kept = outbox.claim("me").recording
    assert (kept.recording, kept.session_id) == (RECORDING.without_data(), None)


def test_a_report_without_one_has_none(outbox, submission):
    outbox.put(submission())
    claim = outbox.claim("me")
    assert claim.recording is claim.submission.recording is None
    assert outbox.recordings.claim("me") is None


def test_what_the_server_calls_it_is_kept_for_the_next_attempt(outbox, report):
    outbox.put(report)
    outbox.claim("me")
    outbox.recordings.keep_session(report.submission_id, "rep_1")
    outbox.defer(report.submission_id, "me", Failure("busy", "No."), seconds=0)
    assert outbox.recordings.claim("me") is None  # its report goes first
    assert outbox.claim("me").recording.session_id == "rep_1"


def test_it_is_sent_behind_its_report_with_what_that_takes(outbox, submission, clock):
    report = submission(recording=RECORDING, base_url="http://a.example", allow_insecure=True)
    deliver(outbox, report, clock)
    assert outbox.pending() == 0
    assert outbox.has_pending()
    assert outbox.seconds_to_next() == 0
    claim = outbox.recordings.claim("me")
    assert (claim.submission_id, claim.session_id) == (report.submission_id, "rep_1")
    assert (claim.client_id, claim.base_url, claim.allow_insecure) == (
        "client_demo", "http://a.example", True,
    )  # fmt: skip
    assert claim.recording == RECORDING.without_data()
    assert outbox.recordings.next_chunk(claim) == (0, RECORDING.chunks[0])


def test_one_that_the_server_does_not_know_of_goes_with_its_report(outbox, report, clock, path):
    deliver(outbox, report, clock, session=None)
    assert not outbox.has_pending()
    assert outbox.recordings.claim("me") is None
    assert not is_in_file(path, RECORDING.chunks[1].data[:64])


@pytest.mark.promise("B12")
def test_it_goes_on_where_it_was_after_a_restart(outbox, report, clock, path):
    deliver(outbox, report, clock)
    claim = outbox.recordings.claim("me")
    assert outbox.recordings.advance(replace(claim, seq=1, position=2), "me")
    outbox.recordings.release_all("me")
    outbox.close()
    again = Outbox(path, clock)
    claim = again.recordings.claim("you")
    assert (claim.seq, claim.position) == (1, 2)
    assert again.recordings.next_chunk(claim) == (2, RECORDING.chunks[2])
    assert again.recordings.next_chunk(replace(claim, position=3)) is None
    again.close()


def test_one_process_at_a_time_has_it_until_its_lease_ends(outbox, report, clock, path):
    deliver(outbox, report, clock)
    claim = outbox.recordings.claim("me")
    other = Outbox(path, clock)
    assert other.recordings.claim("you") is None
    assert other.seconds_to_next() == LEASE_SECONDS
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert outbox.recordings.advance(replace(claim, seq=1, position=1), "me")
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert other.recordings.claim("you") is None
    clock.pass_seconds(2)
    assert other.recordings.claim("you").seq == 1
    assert not outbox.recordings.advance(replace(claim, seq=2, position=2), "me")
    other.close()


def test_one_that_failed_waits_and_counts_until_a_chunk_arrives(outbox, report, clock):
    deliver(outbox, report, clock)
    outbox.recordings.claim("me")
    outbox.recordings.defer(report.submission_id, "me", seconds=90)
    assert outbox.recordings.claim("me") is None
    assert outbox.seconds_to_next() == 90
    clock.pass_seconds(91)
    claim = outbox.recordings.claim("me")
    assert claim.attempts == 1
    outbox.recordings.advance(claim, "me")
    outbox.recordings.release_all("me")
    assert outbox.recordings.claim("me").attempts == 0


def test_it_is_due_at_once_where_the_network_may_be_back(outbox, report, clock):
    deliver(outbox, report, clock)
    outbox.recordings.claim("me")
    outbox.recordings.defer(report.submission_id, "me", seconds=3_000)
    outbox.hurry()
    assert outbox.recordings.claim("me") is not None


def test_what_is_said_twice_changes_nothing_and_is_no_trouble(outbox, report, clock):
    deliver(outbox, report, clock)
    outbox.recordings.keep_session(report.submission_id, "rep_1")
    outbox.recordings.hurry()
    outbox.recordings.release_all("me")
    assert outbox.recordings.claim("me").session_id == "rep_1"


@pytest.mark.parametrize("leap", [-400 * 86_400, 400 * 86_400])
def test_no_leap_of_the_clock_parks_it(outbox, report, clock, leap):
    deliver(outbox, report, clock)
    outbox.recordings.claim("gone")
    clock.time += leap
    assert outbox.seconds_to_next() == 0
    outbox.recordings.claim("me")
    outbox.recordings.defer(report.submission_id, "me", seconds=60)
    clock.time += leap
    assert outbox.recordings.claim("me") is not None


def test_a_damaged_chunk_is_left_out_and_counted(outbox, submission, clock):
    chunks = (chunk(0), chunk(1), replace(chunk(2), dropped_before=1), chunk(3))
    report = submission(recording=replace(RECORDING, chunks=chunks))
    deliver(outbox, report, clock)
    change(outbox, "UPDATE chunk SET data = x'1f8b00' WHERE position IN (1, 3)")
    claim = outbox.recordings.claim("me")
    after = replace(chunks[2], dropped_before=2)
    assert outbox.recordings.next_chunk(replace(claim, position=1)) == (2, after)
    assert outbox.recordings.next_chunk(replace(claim, position=3)) is None


def test_a_report_is_read_without_the_chunks_that_are_damaged(outbox, report):
    outbox.put(report)
    change(outbox, "DELETE FROM chunk WHERE position = 1")
    left = outbox.read(report.submission_id).recording.chunks
    assert left == (RECORDING.chunks[0], replace(RECORDING.chunks[2], dropped_before=1))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE recording SET body = '{}'",
        "UPDATE recording SET digest = x'00'",
        "UPDATE chunk SET data = x'1f8b' WHERE position = 0",
        "DELETE FROM chunk WHERE position = 0",
    ],
)
def test_a_damaged_recording_is_lost_and_its_report_is_sent(outbox, report, damage):
    outbox.put(report)
    change(outbox, damage)
    claim = outbox.claim("me")
    assert claim.recording is None
    assert replace(claim.submission, recording=RECORDING) == report
    assert outbox.read(report.submission_id).recording is None


@pytest.mark.parametrize(
    "damage",
    ["body = 'x'", "session = x'05'", "seq = 'one'", "position = -1", "attempts = NULL"],
)
def test_one_that_is_damaged_behind_its_report_is_dropped_and_holds_up_no_other(
    outbox, submission, clock, damage
):
    deliver(outbox, submission(recording=RECORDING), clock)
    change(outbox, f"UPDATE recording SET {damage}")
    other = submission(recording=RECORDING)
    deliver(outbox, other, clock)
    assert outbox.recordings.claim("me").submission_id == other.submission_id
    outbox.recordings.drop(other.submission_id)
    assert not outbox.has_pending()


def test_it_is_wiped_with_its_report_wherever_that_goes(outbox, report, path):
    noise = RECORDING.chunks[1].data[:64]
    outbox.put(report)
    assert is_in_file(path, noise)
    outbox.delete(report.submission_id)
    assert not is_in_file(path, noise)
    outbox.put(report)
    outbox.withdraw(report.submission_id)
    assert not is_in_file(path, noise)
    outbox.put(report)
    outbox.wipe()
    assert not is_in_file(path, noise)


def test_an_edited_report_has_its_own(outbox, report, submission):
    outbox.put(report)
    edited = submission(recording=recording(2))
    outbox.put(edited, replaces=report.submission_id)
    assert outbox.read(edited.submission_id) == edited
    assert outbox._database.run(lambda db: db.execute("SELECT count(*) FROM chunk").fetchone()) == (
        2,
    )


def test_it_is_wiped_once_it_is_sent_and_the_receipt_stays(outbox, report, clock, path):
    deliver(outbox, report, clock)
    outbox.recordings.claim("me")
    outbox.recordings.drop(report.submission_id)
    assert not is_in_file(path, RECORDING.chunks[1].data[:64])
    assert not outbox.has_pending()
    assert outbox.find(report.submission_id).receipt.feedback_id == "feedback-1"


def test_one_that_cannot_be_sent_for_a_week_goes_with_its_receipt(outbox, report, clock):
    deliver(outbox, report, clock)
    clock.pass_seconds(RECEIPT_SECONDS - 1)
    outbox.tidy()
    assert outbox.has_pending()
    clock.pass_seconds(2)
    outbox.tidy()
    assert not outbox.has_pending()
    assert outbox.recordings.claim("me") is None


def test_what_was_sent_is_remembered_with_its_length_and_size(outbox, report, submission, clock):
    deliver(outbox, report, clock)
    deliver(outbox, submission(recording=RECORDING), clock, session=None)
    deliver(outbox, submission(), clock)
    told = [(it.recording_ms, it.recording_bytes) for it in outbox.history.list()]
    assert told == [(None, None), (None, None), (30_000, RECORDING.size)]
