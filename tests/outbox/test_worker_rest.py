"""The worker when there is nothing to send: how long it rests, what wakes it, what it repeats."""

import queue
import threading
import time

import pytest
from outbox.scripted import PATIENCE, Scripted

from usero_desktop.errors import OutboxError, Refused, Unreachable
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import worker as worker_module
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Outbox
from usero_desktop.outbox.worker import Worker

DAY = 86_400


@pytest.fixture
def clock():
    return SystemClock()


def test_a_worker_that_is_held_does_not_look_again_and_again(
    outbox, submission, told, worker_for, monkeypatch
):
    steps = []
    step = Worker._step
    monkeypatch.setattr(Worker, "_step", lambda worker: steps.append(1) or step(worker))
    for _ in range(3):
        outbox.put(submission())
    outbox._change("UPDATE report SET attempts = 1")
    delivery = Scripted(Unreachable("gone", code="unreachable"))
    worker_for(delivery).start()
    told.next("deferred")
    before = len(steps)
    told.next("delivered")  # the others were due all the time, and the hold is over
    assert len(steps) - before < 10
    assert delivery.times[1] - delivery.times[0] >= 0.9


def test_what_another_process_delivers_is_told_long_before_its_lease_would_end(
    outbox, submission, told, worker_for, path, clock, monkeypatch
):
    monkeypatch.setattr(worker_module, "REST_SECONDS", 1_000.0)
    waits = threading.Event()
    wait = Worker._wait
    monkeypatch.setattr(
        Worker, "_wait", lambda worker, *how, **more: waits.set() or wait(worker, *how, **more)
    )
    report = submission()
    other = Outbox(path, clock)
    outbox.put(report)
    other.claim("another process")  # for a minute, three times as long as anybody waits here
    told.waiting.append(report.submission_id)
    worker_for(Scripted()).start()
    assert waits.wait(PATIENCE)
    other.done(Receipt(report.submission_id, "fb", moment(time.time())))
    assert told.next("delivered") == ("delivered", report.submission_id)
    other.close()


@pytest.mark.parametrize("waited, again", [(40 * DAY, False), (20 * DAY, True)])
def test_a_refusal_that_others_could_mend_is_not_tried_daily_for_ever(
    outbox, submission, told, worker_for, waited, again
):
    report = submission()
    outbox.put(report)
    outbox._change("UPDATE report SET attempts = 9, waited = :waited", waited=waited)
    worker_for(Scripted(Refused("Not from there.", status=403))).start()
    assert told.next("rejected")[1] == report.submission_id
    assert (outbox.seconds_to_next() is not None) == again
    record = outbox.find(report.submission_id)
    assert record.state is ReportState.REJECTED
    assert record.submission.comment == report.comment


def test_trouble_is_logged_once_and_again_when_it_comes_back(
    outbox, submission, told, worker_for, monkeypatch, caplog
):
    full = OutboxError("The disk is full.", code="outbox_disk_full")
    troubles, met = [full, full], queue.SimpleQueue()
    claim = outbox.claim

    def claim_in_trouble(*whose, **which):
        if troubles:
            met.put(troubles[0])
            raise troubles.pop()
        return claim(*whose, **which)

    monkeypatch.setattr(outbox, "claim", claim_in_trouble)
    outbox.put(submission())
    worker = worker_for(Scripted())
    for _ in range(2):
        worker.start()
        met.get(timeout=PATIENCE)
    worker.start()
    told.next("delivered")
    assert caplog.messages == ["The disk is full."]
    troubles.append(full)
    worker.start()
    met.get(timeout=PATIENCE)
    assert worker.stop(PATIENCE)
    assert caplog.messages == ["The disk is full."] * 2


def test_a_worker_that_is_idle_lets_its_connections_go_and_lives_on(
    outbox, submission, told, worker_for, monkeypatch
):
    monkeypatch.setattr(worker_module, "REST_SECONDS", 0.01)
    delivery = Scripted()
    worker = worker_for(delivery)
    for _ in range(2):
        report = submission()
        outbox.put(report)
        worker.start()
        assert told.next("delivered")[1] == report.submission_id
        assert delivery.rested.wait(PATIENCE)
        assert worker.running
        delivery.rested.clear()
