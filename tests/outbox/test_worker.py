"""The worker alone: a delivery that does as told, a real outbox, a real thread."""

import queue
import sys
import threading
import time

import pytest
from outbox.scripted import PATIENCE, Scripted, Told
from outbox.smalldisk import small_disk

from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.reserve import Reserve
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Outbox
from usero_desktop.outbox.worker import Worker


def count(outbox, table):
    return outbox._database.run(
        lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    )


@pytest.fixture
def clock():
    return SystemClock()


def test_what_an_earlier_run_left_is_delivered(outbox, submission, told, worker_for):
    reports = [submission(), submission()]
    for report in reports:
        outbox.put(report)
    delivery = Scripted()
    worker_for(delivery).start()
    for _ in reports:
        told.next("delivered")
    assert delivery.claims == [report.submission_id for report in reports]
    assert outbox.pending() == 0


def test_reports_keep_their_distance(outbox, submission, told, worker_for):
    for _ in range(3):
        outbox.put(submission())
    delivery = Scripted()
    worker_for(delivery).start()
    for _ in range(3):
        told.next("delivered")
    gaps = [b - a for a, b in zip(delivery.times, delivery.times[1:], strict=False)]
    assert min(gaps) >= 0.095


def test_a_round_stops_at_the_first_network_failure(outbox, submission, told, worker_for):
    old = [submission() for _ in range(3)]
    for report in old:
        outbox.put(report)
    outbox._change("UPDATE report SET attempts = 1")
    delivery = Scripted(Unreachable("gone", code="unreachable"))
    worker = worker_for(delivery)
    worker.start()
    assert told.next("deferred")[2:] == ("unreachable", 1.0)
    assert len(delivery.claims) == 1
    # A report written meanwhile is tried at once all the same.
    fresh = submission()
    outbox.put(fresh)
    worker.start()
    assert told.next("delivered")[1] == fresh.submission_id
    # And the others follow when their time has come, or the network is back.
    worker.resume()
    assert {told.next("delivered")[1] for _ in old} == {r.submission_id for r in old}


def test_a_servers_wish_to_wait_is_obeyed(outbox, submission, told, worker_for):
    outbox.put(submission())
    delivery = Scripted(Busy("later", status=429, retry_after=120.0))
    worker_for(delivery).start()
    assert told.next("deferred")[3] == 120.0
    assert 115 < outbox.seconds_to_next() <= 120


def test_a_refusal_is_kept_with_its_reason(outbox, submission, told, worker_for):
    report = submission()
    outbox.put(report)
    refusal = Refused("No.", status=400, error="Invalid", issues={"rating": ["Bad"]})
    worker_for(Scripted(refusal)).start()
    assert told.next("rejected") == ("rejected", report.submission_id, "refused")
    record = outbox.find(report.submission_id)
    assert record.state is ReportState.REJECTED
    assert record.failure.as_refused().issues == {"rating": ("Bad",)}


def test_a_fault_of_our_own_is_logged_and_the_report_waits(
    outbox, submission, told, worker_for, caplog
):
    outbox.put(submission())
    worker_for(Scripted(ZeroDivisionError("oops"))).start()
    assert told.next("deferred")[2] == "unexpected"
    assert "oops" in caplog.text
    assert outbox.pending() == 1


def test_a_report_that_another_process_delivered_is_told_too(
    outbox, submission, told, worker_for, path, clock
):
    report = submission()
    other = Outbox(path, clock)
    outbox.put(report)
    other.claim("another process")
    told.waiting.append(report.submission_id)
    worker_for(Scripted()).start()
    other.done(Receipt(report.submission_id, "fb", moment(time.time())))
    assert told.next("delivered") == ("delivered", report.submission_id)
    other.close()


def test_a_report_that_somebody_deleted_is_told_as_lost(outbox, told, worker_for):
    told.waiting.append("no such report")
    worker_for(Scripted()).start()
    assert told.next("lost") == ("lost", "no such report")


def test_stopping_finishes_what_is_due_and_leaves_what_is_not(outbox, submission, told, worker_for):
    going = threading.Event()

    def wait(_claim):
        going.set()

    for _ in range(3):
        outbox.put(submission())
    worker = worker_for(Scripted(wait))
    worker.start()
    assert going.wait(PATIENCE)
    assert worker.stop(20)
    assert outbox.pending() == 0
    outbox.put(submission())
    worker.start()
    assert not worker.running


def test_stopping_breaks_off_what_hangs_and_it_is_not_counted_as_an_attempt(
    outbox, submission, told, worker_for
):
    report = submission()
    outbox.put(report)
    delivery = Scripted()

    def hang(_claim):
        delivery.aborted.wait(PATIENCE)
        return Unreachable("broken off", code="connection_broken")

    delivery.answers.append(hang)
    worker = worker_for(delivery)
    worker.start()
    told.next("sending")
    assert worker.stop(1.0)
    record = outbox.find(report.submission_id)
    assert (record.state, record.attempts) == (ReportState.QUEUED, 0)
    assert outbox.claim("the next start") is not None


def test_an_old_report_that_was_tried_often_is_parked_not_deleted(
    outbox, submission, told, worker_for
):
    report = submission(created_at=moment(time.time() - 40 * 86_400))
    outbox.put(report)
    outbox._change("UPDATE report SET attempts = 9, waited = 40 * 86400")
    worker_for(Scripted(Unreachable("gone", code="unreachable"))).start()
    assert told.next("rejected")[2] == "expired"
    assert outbox.find(report.submission_id).submission.comment == report.comment


def test_jobs_are_done_on_the_worker_and_a_failing_one_harms_nobody(
    outbox, submission, told, worker_for, caplog
):
    done = queue.SimpleQueue()
    worker = worker_for(Scripted())
    worker.post(lambda: 1 / 0)
    worker.post(lambda: done.put(threading.current_thread().name))
    assert done.get(timeout=PATIENCE) == "usero-outbox"
    assert "ZeroDivisionError" in caplog.text


def test_an_unreadable_outbox_is_one_line_of_log_and_no_crash(
    tmp_path, told, worker_for, clock, caplog
):
    (tmp_path / "file").write_text("")
    box = Outbox(tmp_path / "file" / "x" / "reports.sqlite3", clock)
    worker = worker_for(Scripted(), box)
    for _ in range(3):
        done = threading.Event()
        worker.post(done.set)
        assert done.wait(PATIENCE)
    assert worker.stop(5)
    [line] = caplog.messages
    assert "cannot be written" in line
    assert "Traceback" not in caplog.text


def test_the_pictures_of_a_delivered_report_are_wiped_from_the_disk(tmp_path, submission):
    path = tmp_path / "outbox" / "reports.sqlite3"
    outbox = Outbox(path, SystemClock())
    report = submission(pictures=2)
    outbox.put(report)
    outbox.claim("a process that dies before it has swept")
    outbox.done(Receipt(report.submission_id, "feedback", moment(time.time())))
    assert count(outbox, "picture") == 2
    worker = Worker(
        outbox=lambda: outbox,
        delivery=Scripted(),
        observer=Told(),
        clock=SystemClock(),
        random=lambda: 0.5,
    )

    worker.start()

    deadline = time.monotonic() + PATIENCE
    while count(outbox, "picture") and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert count(outbox, "picture") == 0
    assert worker.stop(PATIENCE)


@pytest.mark.promise("A4")
@pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")
def test_what_was_delivered_on_a_full_disk_is_not_sent_again(
    tmp_path, submission, told, worker_for, monkeypatch, figure
):
    monkeypatch.setattr(Reserve, "fill", lambda _self: None)
    with small_disk(tmp_path / "disk", "4m") as disk:
        box = Outbox(disk.folder / "outbox" / "reports.sqlite3", SystemClock(), lease_seconds=0.1)
        report = submission()
        box.put(report)
        delivery = Scripted(lambda _claim: disk.fill())
        worker = worker_for(delivery, box)
        worker.start()
        assert told.next("delivered")[1] == report.submission_id
        worker.start()
        threading.Event().wait(0.3)  # its lease is over
        assert box.find(report.submission_id).state is ReportState.SENDING
        disk.give_back()
        worker.start()
        deadline = time.monotonic() + PATIENCE
        while box.pending() and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        assert box.find(report.submission_id).state is ReportState.DONE
        assert delivery.claims == [report.submission_id]
        assert worker.stop(PATIENCE)
        box.close()
    figure("the disk full when the server's answer came: written down later, sent once")


def test_a_receipt_is_let_go_though_a_refused_report_waits_for_tomorrow(
    outbox, submission, worker_for, told
):
    delivered = submission()
    outbox.put(delivered)
    old = Receipt(delivered.submission_id, "fb", moment(time.time() - 8 * 86_400))
    outbox.done(old)
    refused = submission()
    outbox.put(refused)
    worker = worker_for(Scripted(Refused("no", status=403)))
    worker.start()
    told.next("rejected")

    gone = threading.Event()
    while outbox.find(delivered.submission_id) is not None:
        gone.wait(0.02)
    assert outbox.find(refused.submission_id).state is ReportState.REJECTED
