"""Receipts that share a transaction: none is lost, none is told too late, nothing stays claimed."""

import queue
import threading
import time

import pytest
from outbox.conftest import SetClock, make_submission

from usero_desktop.errors import OutboxError, Unreachable
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Receipt, SentReport
from usero_desktop.outbox import ledger
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Outbox
from usero_desktop.outbox.worker import Worker

PATIENCE = 20
MANY = 40


@pytest.fixture
def clock():
    return SystemClock()


class Told:
    """Hears of deliveries and delays."""

    def __init__(self):
        self.delivered_ids, self.delays = queue.SimpleQueue(), queue.SimpleQueue()

    def delivered(self, report):
        self.delivered_ids.put(report.receipt.submission_id)

    def deferred(self, submission_id, _error, _retry_in):
        self.delays.put(submission_id)

    def sending(self, submission_id):
        pass

    rejected = lost = sending

    def watched(self):
        return ()


class Sending:
    """Delivers each report; `fails` says which attempt does not get through."""

    def __init__(self, fails=-1):
        self.fails = fails
        self.sent = []

    def deliver(self, claim, _owner):
        self.sent.append(claim.submission_id)
        if len(self.sent) == self.fails:
            raise Unreachable("gone", code="unreachable")
        receipt = Receipt(claim.submission_id, "fb", moment(time.time()))
        return SentReport.of(claim.submission, receipt)

    def make_way(self):
        pass

    def follow_up(self):
        return False

    def rest(self):
        pass

    abort = rest


@pytest.fixture
def drain(outbox, clock):
    workers = []

    def start(delivery, told):
        worker = Worker(
            outbox=lambda: outbox, delivery=delivery, observer=told, clock=clock,
            random=lambda: 1.0, pause_seconds=0,
        )  # fmt: skip
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.stop(5)


def fill(outbox, submission):
    reports = [submission() for _ in range(MANY)]
    for report in reports:
        outbox.put(report)
    return [report.submission_id for report in reports]


def test_each_is_sent_once_and_told_once_with_far_fewer_transactions(
    outbox, submission, drain, monkeypatch
):
    names = fill(outbox, submission)
    written = []
    done = Outbox.done
    monkeypatch.setattr(
        Outbox, "done", lambda box, *r, **more: written.append(len(r)) or done(box, *r, **more)
    )
    delivery, told = Sending(), Told()
    drain(delivery, told)
    assert [told.delivered_ids.get(timeout=PATIENCE) for _ in names] == names
    assert delivery.sent == names
    assert outbox.pending() == 0
    assert sum(written) == MANY
    assert len(written) < MANY / 4


def test_a_failure_puts_back_what_was_claimed_ahead(outbox, submission, drain):
    names = fill(outbox, submission)
    delivery, told = Sending(fails=5), Told()
    drain(delivery, told)
    assert told.delays.get(timeout=PATIENCE) == names[4]
    deadline = time.monotonic() + PATIENCE
    while outbox.claim("somebody else", only=names[10]) is None:
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)
    assert delivery.sent == names[:5]


def test_what_could_not_be_written_down_is_not_sent_again(outbox, submission, drain, monkeypatch):
    names = fill(outbox, submission)
    done, failures = Outbox.done, [True]

    def full(box, *receipts, **more):
        if receipts and failures:
            failures.pop()
            raise OutboxError("The disk is full.", code="outbox_disk_full")
        return done(box, *receipts, **more)

    monkeypatch.setattr(Outbox, "done", full)
    delivery, told = Sending(), Told()
    worker = drain(delivery, told)
    first = told.delivered_ids.get(timeout=PATIENCE)
    while not failures:
        worker.start()  # it would wait a minute
        if outbox.pending() == 0:
            break
        threading.Event().wait(0.01)
    rest = [told.delivered_ids.get(timeout=PATIENCE) for _ in names[1:]]
    assert [first, *rest] == names
    assert delivery.sent == names


def test_stopping_leaves_nothing_claimed(outbox, submission, drain):
    fill(outbox, submission)
    going, go_on = threading.Event(), threading.Event()

    class Slow(Sending):
        def deliver(self, claim, owner):
            if len(self.sent) == 3:
                going.set()
                go_on.wait(PATIENCE)
                raise Unreachable("broken off", code="connection_broken")
            return super().deliver(claim, owner)

        def abort(self):
            go_on.set()

    delivery = Slow()
    worker = drain(delivery, Told())
    assert going.wait(PATIENCE)
    assert worker.stop(2.0)
    assert outbox.pending() == MANY - 3
    claimed = [outbox.claim("the next start") for _ in range(MANY - 3)]
    assert None not in claimed


def test_a_report_with_pictures_is_the_last_that_is_claimed_ahead(outbox, submission):
    for pictures in (0, 0, 3, 0):
        outbox.put(submission(pictures=pictures))
    claims = outbox.done(next_for="me", most=ledger.GROUP)
    assert [len(claim.submission.pictures) for claim in claims] == [0, 0, 3]


def test_what_was_claimed_ahead_too_long_ago_is_put_back_for_whoever_comes():
    clock = SetClock()
    outbox = Outbox(None, clock)
    for _ in range(3):
        outbox.put(make_submission(clock))
    ahead = ledger.Ledger("me", clock, group=ledger.GROUP, tell=lambda _receipt: None)
    ahead.keep(outbox)
    assert ahead.next(outbox, is_held=False) is not None
    clock.pass_seconds(ledger.AHEAD_SECONDS - 1)
    assert ahead.next(outbox, is_held=False) is not None
    assert outbox.claim("somebody else") is None
    clock.pass_seconds(2)
    assert ahead.next(outbox, is_held=False) is None
    assert outbox.claim("somebody else") is not None
    outbox.close()
