"""A server that does not want a recording, or is not well: the report is never the worse for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from flows.recorded import (
    CHUNKS,
    CLOSED,
    CREATE,
    FEEDBACK,
    FINALISE,
    NAME,
    WHOLE,
    Usero,
    left,
    steps,
)
from processes import running as running_program
from servers import reply, serving

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.outbox.recordings import Recordings

PATIENCE = 60


def sent(recorded_for, odd):
    """Send one report with its recording to a server with `odd` answers; what it was asked."""
    with serving(Usero(odd)) as server:
        feedback = recorded_for(server.url)
        ticket = feedback.submit(rating=3, comment="Words")
        assert ticket.result(PATIENCE).feedback_id == "fb_1"
        assert feedback.flush(PATIENCE)
        feedback.close()
    return server, ticket


def to_create(answer):
    return lambda request: answer if request.path == NAME else None


@pytest.mark.promise("B12")
@pytest.mark.parametrize(
    "answer",
    [
        reply(200, {"accepted": False, "dropReason": "quota"}),
        reply(200, {"accepted": "perhaps"}),
        reply(200, b"<html>Sign in</html>"),
        reply(400, {"error": "Invalid data provided"}),
        reply(403, {"error": "Domain not allowed"}),
        reply(404, b"nothing here"),
        reply(405, b""),
        reply(429, b"", headers=["Retry-After: 3600"]),
        reply(500, {"error": "Internal server error"}),
        CLOSED,
    ],
    ids=["not accepted", "nonsense", "sign-in", "400", "403", "404", "405", "429", "500", "closed"],
)
def test_where_it_cannot_be_announced_the_report_goes_without_it_at_once(
    recorded_for,
    tmp_path,
    answer,
):
    server, ticket = sent(recorded_for, to_create(answer))
    assert steps(server) == [CREATE, FEEDBACK]
    assert not {"sessionReplayId", "replayOffsetMs"} & set(server.requests[1].json)
    assert ticket.report.session_replay_id is None
    assert left(tmp_path / "data") == [0, 0]


def test_an_inbox_that_takes_no_recordings_takes_the_report(recorded_for):
    with running(InboxConfig(replays=False)) as inbox:
        feedback = recorded_for(inbox.url)
        assert feedback.submit(rating=3).result(PATIENCE)
        [entry] = inbox.store.entries()
    assert entry.report.session_replay_id is None


def test_a_no_is_remembered_where_the_report_itself_has_to_wait(recorded_for):
    answers = [reply(503)]

    def odd(request):
        if request.path == NAME:
            return reply(200, {"accepted": False})
        return answers.pop() if answers and request.path.endswith("/feedback") else None

    server, _ = sent(recorded_for, odd)
    assert steps(server) == [CREATE, FEEDBACK, FEEDBACK]


@pytest.mark.promise("B12")
def test_it_is_announced_once_however_often_the_report_is_tried(recorded_for):
    answers = [reply(503), reply(500)]

    def odd(request):
        return answers.pop() if answers and request.path.endswith("/feedback") else None

    server, _ = sent(recorded_for, odd)
    assert steps(server) == [CREATE, FEEDBACK, FEEDBACK, *WHOLE[1:]]
    assert {request.json["sessionReplayId"] for request in server.requests[1:4]} == {"rep_1"}


@pytest.mark.bites("B12")
def test_a_program_that_forgets_what_the_server_said_is_found_out(recorded_for, monkeypatch):
    monkeypatch.setattr(Recordings, "keep_session", lambda *_: None)
    with pytest.raises(AssertionError):
        test_it_is_announced_once_however_often_the_report_is_tried(recorded_for)


def test_where_announcing_failed_it_is_tried_with_the_report(recorded_for):
    well = []

    def odd(request):
        if well or "/chunks/" in request.path:
            return None
        if request.path.endswith("/feedback"):
            well.append(True)
        return reply(503)

    server, _ = sent(recorded_for, odd)
    assert steps(server) == [CREATE, FEEDBACK, *WHOLE]


@pytest.mark.promise("B12")
def test_a_report_that_is_refused_for_its_recordings_sake_goes_without(recorded_for, tmp_path):
    def odd(request):
        if request.path.endswith("/feedback") and b"sessionReplayId" in request.body:
            issues = {"sessionReplayId": ["Unknown session"]}
            return reply(400, {"error": "Invalid data provided", "issues": issues})
        return None

    server, ticket = sent(recorded_for, odd)
    assert steps(server) == [CREATE, FEEDBACK, FEEDBACK]
    assert ticket.report.session_replay_id is None
    assert left(tmp_path / "data") == [0, 0]


@pytest.mark.promise("B12")
@pytest.mark.parametrize("status", [400, 404, 409, 413])
def test_a_recording_that_is_stopped_in_the_middle_is_given_up(recorded_for, tmp_path, status):
    server, _ = sent(recorded_for, lambda r: reply(status) if "/chunks/1" in r.path else None)
    assert [step for step in steps(server) if not step.startswith("PUT")] == WHOLE[:4]
    assert left(tmp_path / "data") == [0, 0]


def test_an_end_that_is_refused_is_the_end_all_the_same(recorded_for, tmp_path):
    server, _ = sent(recorded_for, lambda r: reply(404) if "finalise" in r.path else None)
    assert steps(server) == WHOLE
    assert left(tmp_path / "data") == [0, 0]


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_of_before_gets_the_chunks_by_put(recorded_for, status):
    def odd(request):
        by_post = request.method == "POST" and "/chunks/" in request.path
        return reply(status) if by_post else None

    server, _ = sent(recorded_for, odd)
    put = [step.replace("POST", "PUT") for step in CHUNKS]
    assert steps(server) == [CREATE, FEEDBACK, CHUNKS[0], *put, FINALISE]


def test_a_chunk_that_is_to_come_later_comes_later_and_under_its_number(recorded_for):
    times = []

    def odd(request):
        if "/chunks/1" in request.path:
            times.append(time.monotonic())
            if len(times) == 1:
                return reply(429, b"", headers=["Retry-After: 2"])
            if len(times) == 2:
                return reply(503)
        return None

    server, _ = sent(recorded_for, odd)
    assert steps(server) == [*WHOLE[:4], CHUNKS[1], *WHOLE[3:]]
    assert times[1] - times[0] >= 1.9
    assert times[2] - times[1] >= 0.9  # the second time in a row


SENDER = """
import sys
from flows.recorded import Records
from usero_desktop.core.feedback import Feedback
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2], plugins=[Records()])
feedback.submit(rating=4).result()
print("delivered", flush=True)
sys.stdin.readline()
"""


@pytest.mark.promise("B12")
@pytest.mark.parametrize("where", ["/chunks/0", "/chunks/2", "/finalise"])
def test_killed_behind_the_report_the_next_start_goes_on_with_the_recording(
    recorded_for,
    tmp_path,
    monkeypatch,
    where,
):
    monkeypatch.setenv("PYTHONPATH", "tests")
    reached, killed = [], []

    def odd(request):
        if where in request.path and not killed:
            reached.append(request)
            return CLOSED  # the process dies before it knows
        return None

    with serving(Usero(odd)) as server:
        command = [sys.executable, "-c", SENDER, server.url, tmp_path / "data"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with running_program(command, os.environ, **pipes) as child:
            assert child.stdout.readline() == "delivered\n"
            while not reached:
                server.arrived.get(timeout=PATIENCE)
            child.kill()
            child.wait(PATIENCE)
        killed.append(True)
        feedback = recorded_for(server.url, lease_seconds=0.5)
        feedback.start()
        assert feedback.flush(PATIENCE)
    at = next(i for i, step in enumerate(WHOLE) if where in step)
    once = list(dict.fromkeys(steps(server)))
    assert once == WHOLE
    assert steps(server)[-len(WHOLE[at:]) :] == WHOLE[at:]
    assert steps(server).count(CREATE) == steps(server).count(FEEDBACK) == 1
