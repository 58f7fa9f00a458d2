"""How often the server is asked: counted at a real listening socket."""

import threading
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from servers import free_port, listening, reply, serving

from usero_desktop.config import Options
from usero_desktop.core.events import Deferred, Delivered
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.submission import Submission
from usero_desktop.outbox.store import Outbox
from usero_desktop.outbox.worker import Worker
from usero_desktop.paths import outbox_path

PATIENCE = 30
REPORTS = 5
SEVERAL_ROUNDS = 0.5
"""Long enough for a worker that does not end its round to ask five times and more."""


@pytest.fixture
def left_behind(tmp_path):
    """An outbox of an earlier run, which never tried its reports; its server's port."""
    port = free_port()
    outbox = Outbox(outbox_path("client_demo", tmp_path), SystemClock())
    for number in range(REPORTS):
        outbox.put(
            Submission(
                submission_id=str(uuid.uuid4()),
                client_id="client_demo",
                base_url=f"http://127.0.0.1:{port}",
                created_at=datetime.now(UTC),
                comment=str(number),
            )
        )
    outbox.close()
    return port


@contextmanager
def feedback_on(folder, port):
    options = Options.create("client_demo", base_url=f"http://127.0.0.1:{port}", data_dir=folder)
    # The longest wait that the schedule allows, and no pause: a round would be over at once.
    with Feedback.from_options(options, random=lambda: 1.0, pause_seconds=0) as feedback:
        yield feedback


def calls_of_a_round(folder, port):
    """Start over a server that hangs up; return how often it was called, the round being over."""
    failed = threading.Event()
    with (
        listening(lambda connection: connection.recv(1), port=port) as server,
        feedback_on(folder, port) as feedback,
    ):
        feedback.subscribe(lambda event: failed.set() if isinstance(event, Deferred) else None)
        feedback.start()
        assert failed.wait(PATIENCE)
        threading.Event().wait(SEVERAL_ROUNDS)
        return server.connections


@pytest.mark.promise("B10")
def test_a_round_at_the_start_stops_at_the_first_failure_of_the_network(
    tmp_path, left_behind, figure
):
    assert calls_of_a_round(tmp_path, left_behind) == 1
    figure(f"{REPORTS} reports wait, server away: 1 call")


@pytest.mark.bites("B10")
def test_a_worker_that_goes_on_is_found_out(tmp_path, left_behind, monkeypatch):
    monkeypatch.setattr(Worker, "_next_claim", lambda self, outbox, **_: outbox.claim(self._owner))
    assert calls_of_a_round(tmp_path, left_behind) == REPORTS


@pytest.mark.promise("B10")
def test_a_start_delivers_all_that_was_left(tmp_path, left_behind):
    with serving(port=left_behind) as server, feedback_on(tmp_path, left_behind) as feedback:
        feedback.start()
        assert feedback.flush(PATIENCE)
    assert len(server.requests) == REPORTS
    assert server.connections == 1


@pytest.mark.promise("B10")
def test_when_the_machine_comes_online_all_that_waits_is_tried(tmp_path, left_behind, figure):
    with feedback_on(tmp_path, left_behind) as feedback:
        failed = threading.Event()
        feedback.subscribe(lambda event: failed.set() if isinstance(event, Deferred) else None)
        feedback.start()
        assert failed.wait(PATIENCE)
        with serving(port=left_behind) as server:
            feedback.retry_now()
            assert feedback.flush(PATIENCE)
            assert len(server.requests) == REPORTS
    figure("online again: all sent at once")


@pytest.mark.promise("B10")
def test_a_new_report_is_tried_at_once_while_the_others_wait(tmp_path, left_behind):
    events = []
    failed = threading.Event()
    with feedback_on(tmp_path, left_behind) as feedback:
        feedback.subscribe(lambda event: failed.set() if isinstance(event, Deferred) else None)
        feedback.start()
        assert failed.wait(PATIENCE)
        with serving(port=left_behind) as server:
            feedback.subscribe(events.append)
            ticket = feedback.submit(rating=4, comment="new")
            assert ticket.result(PATIENCE)
            assert [request.json["rating"] for request in server.requests] == [4]
    assert [e.submission_id for e in events if isinstance(e, Delivered)] == [ticket.submission_id]


@pytest.mark.promise("B6")
def test_while_the_server_wants_to_be_left_alone_a_new_report_waits_too(tmp_path, figure):
    def answer(request, connection):
        return reply(503, headers=["Retry-After: 600"])

    with serving(answer) as server, feedback_on(tmp_path, server.port) as feedback:
        waits = []
        told = [threading.Event(), threading.Event()]

        def hear(event):
            if isinstance(event, Deferred):
                waits.append(event.retry_in_seconds)
                told[len(waits) - 1].set()

        feedback.subscribe(hear)
        feedback.submit(rating=1)
        assert told[0].wait(PATIENCE)
        second = feedback.submit(rating=2)
        assert told[1].wait(PATIENCE)  # it is told at once that it is kept, without a request
        assert len(server.requests) == 1
    assert second.error.code == "kept"
    assert all(595 <= wait <= 86_400 for wait in waits)
    figure("Retry-After 600 s: 1 request for 2 reports")


@pytest.mark.promise("B6")
@pytest.mark.parametrize("wish", ["0", "-5", "1e18", "soon", "", "0.001"])
def test_whatever_the_server_wishes_the_wait_is_between_a_second_and_a_day(tmp_path, wish, figure):
    waits, told = [], threading.Event()

    def answer(request, connection):
        return reply(429, headers=[f"Retry-After: {wish}"])

    def hear(event):
        if isinstance(event, Deferred):
            waits.append(event.retry_in_seconds)
            told.set()

    with serving(answer) as server, feedback_on(tmp_path, server.port) as feedback:
        feedback.subscribe(hear)
        feedback.submit(rating=1)
        assert told.wait(PATIENCE)
    assert 1 <= waits[0] <= 86_400
    figure(f"Retry-After {wish!r}: {waits[0]:.0f} s")


@pytest.mark.promise("B6")
def test_a_restart_is_a_new_round_but_due_times_outlive_it(tmp_path, left_behind):
    calls = [calls_of_a_round(tmp_path, left_behind) for _ in range(3)]
    assert calls == [1, 1, 1]  # each time another report: those that were tried have their time
    with serving(port=left_behind) as server, feedback_on(tmp_path, left_behind) as feedback:
        feedback.start()
        first = [server.arrived.get(timeout=PATIENCE) for _ in range(REPORTS - 3)]
    assert [request.json["comment"] for request in first] == ["3", "4"]
