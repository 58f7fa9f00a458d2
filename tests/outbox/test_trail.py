"""The worker behind a report: a delivery that does as told, a real outbox, a real thread."""

from __future__ import annotations

import queue
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from outbox.scripted import PATIENCE, Scripted
from recordings import recording

from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.roles import Interrupted
from usero_desktop.outbox.schedule import chunk_delay, retry_delay
from usero_desktop.outbox.store import Outbox


class Pieces(Scripted):
    """Sends pieces as told: an exception for each, or None for success."""

    def __init__(self, *answers):
        super().__init__()
        self.pieces = list(answers)
        self.sent = queue.SimpleQueue()

    def send_piece(self, claim, is_in_the_way):
        self.sent.put((claim.submission_id, claim.seq, claim.attempts))
        answer = self.pieces.pop(0) if self.pieces else None
        if callable(answer):
            answer = answer(is_in_the_way)
        if isinstance(answer, Exception):
            raise answer
        if claim.position == len(claim.recording.chunks):
            return None
        return replace(claim, seq=claim.seq + 1, position=claim.position + 1)

    def next(self):
        return self.sent.get(timeout=PATIENCE)


@pytest.fixture
def clock():
    return SystemClock()


@pytest.fixture
def delivered(outbox, submission):
    """Have a report delivered whose recording is still to be sent; return its name."""
    report = submission(recording=recording(2))
    outbox.put(report)
    outbox.recordings.keep_session(report.submission_id, "rep_1")
    outbox.done(Receipt(report.submission_id, "feedback", datetime.now(UTC)))
    return report.submission_id


def drained(outbox, worker):
    """Let the worker send what is due, and say whether nothing is left."""
    assert worker.stop(PATIENCE)
    return not outbox.has_pending()


def test_what_an_earlier_run_left_is_sent_to_its_end_and_wiped(outbox, delivered, worker_for):
    delivery = Pieces()
    worker = worker_for(delivery)
    worker.start()
    assert [delivery.next() for _ in range(3)] == [(delivered, seq, 0) for seq in range(3)]
    assert drained(outbox, worker)
    assert delivery.claims == []


@pytest.mark.promise("B12")
def test_reports_go_first_however_many_there_are(outbox, delivered, submission, worker_for):
    reports = [submission() for _ in range(3)]
    for report in reports:
        outbox.put(report)
    delivery = Pieces()
    worker_for(delivery).start()
    delivery.next()
    assert delivery.claims == [report.submission_id for report in reports]


@pytest.mark.parametrize(
    "error",
    [Unreachable("gone", code="unreachable"), Busy("busy", status=503)],
    ids=["unreachable", "busy"],
)
def test_what_passes_is_tried_again_where_it_was(outbox, delivered, worker_for, error):
    delivery = Pieces(None, error, error)
    worker = worker_for(delivery)
    worker.start()
    told = [delivery.next() for _ in range(5)]
    assert [seq for _, seq, _ in told] == [0, 1, 1, 1, 2]
    assert [attempts for *_, attempts in told] == [0, 0, 1, 2, 0]
    assert drained(outbox, worker)


@pytest.mark.promise("B12")
def test_a_report_that_is_written_meanwhile_breaks_a_chunk_off(
    outbox, delivered, submission, told, worker_for
):
    report = submission()

    def slowly(is_in_the_way):
        assert not is_in_the_way()
        outbox.put(report)
        worker.take(report.submission_id)
        return Interrupted() if is_in_the_way() else None

    delivery = Pieces(None, slowly)
    worker = worker_for(delivery)
    worker.start()
    assert [delivery.next() for _ in range(2)] == [(delivered, seq, 0) for seq in (0, 1)]
    assert told.next("delivered") == ("delivered", report.submission_id)
    assert [delivery.next() for _ in range(2)] == [(delivered, seq, 0) for seq in (1, 2)]
    assert drained(outbox, worker)


@pytest.mark.parametrize(
    "error",
    [Refused("no", status=409, code="replay_stopped"), RuntimeError("a mistake of ours")],
    ids=["refused", "a mistake"],
)
def test_what_does_not_pass_ends_it(outbox, delivered, worker_for, caplog, error):
    delivery = Pieces(None, error)
    worker = worker_for(delivery)
    worker.start()
    assert [delivery.next() for _ in range(2)] == [(delivered, seq, 0) for seq in range(2)]
    assert drained(outbox, worker)
    assert delivery.sent.empty()


def test_what_breaks_off_at_an_exit_is_gone_on_with_at_the_next_start(
    outbox, delivered, worker_for, clock, path
):
    delivery = Pieces(None)

    def hang(_is_in_the_way):
        delivery.aborted.wait(PATIENCE)
        return Unreachable("closed here", code="connection_broken")

    delivery.pieces.append(hang)
    delivery.abort = delivery.aborted.set
    worker = worker_for(delivery)
    worker.start()
    assert [delivery.next()[1] for _ in range(2)] == [0, 1]
    assert worker.stop(0.4)
    again = Outbox(path, clock)
    claim = again.recordings.claim("a later start")
    assert (claim.submission_id, claim.seq, claim.attempts) == (delivered, 1, 0)
    again.close()


def test_a_chunk_is_tried_again_as_the_web_client_does_and_then_as_reports_are():
    least = [chunk_delay(n, random=lambda: 0.0) for n in range(1, 6)]
    most = [chunk_delay(n, random=lambda: 1.0) for n in range(1, 5)]
    assert least == [0.5, 1, 2, 4, retry_delay(1, random=lambda: 0.0)]
    assert most == [0.75, 1.25, 2.25, 4.25]
    assert chunk_delay(30, random=lambda: 1.0) == retry_delay(26, random=lambda: 1.0)


@pytest.mark.parametrize("attempts", [1, 4, 5, 50])
def test_a_server_that_asks_for_more_time_gets_it_within_a_day(attempts):
    assert chunk_delay(attempts, random=lambda: 0.0, retry_after=90) >= 90
    assert chunk_delay(attempts, random=lambda: 1.0, retry_after=1e9) <= 86_400
