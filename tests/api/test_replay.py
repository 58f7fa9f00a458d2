"""The calls about a recording on the wire: what goes out, and what each answer means."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from servers import reply, serving

from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.model.recording import Chunk, Recording
from usero_desktop.model.submission import ReplaySession

EVENTS = [{"type": 4, "timestamp": 1, "data": {}}, {"type": 2, "timestamp": 2, "data": {}}]
CHUNK = Chunk(gzip.compress(json.dumps(EVENTS).encode()), event_count=2, duration_ms=40)
START = datetime(2026, 3, 1, 13, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=1)))
RECORDING = Recording(
    sdk_session_id="s-1",
    started_at=START,
    ended_at=START + timedelta(seconds=30),
    offset_ms=29_000,
    start_url="app://order-desk/Main",
    user_agent="usero-desktop/0.1 (Linux)",
    chunks=(CHUNK,),
)
TAKEN = reply(200, {"accepted": True, "sessionReplayId": "rep_1"})


def create(client_for, answer, recording=RECORDING, **options):
    """What create_replay() returns or raises where the server answers with these bytes."""
    with serving(lambda *_: answer) as server:
        found = client_for(server.url, **options).create_replay("client_demo", "a-1", recording)
    return found, server.requests


def test_a_recording_is_announced_as_documented(client_for):
    found, [request] = create(client_for, TAKEN)
    assert found == ReplaySession("rep_1")
    assert (request.method, request.path) == ("POST", "/api/replay-sessions")
    assert request.json == {
        "clientId": "client_demo", "sdkSessionId": "s-1", "anonymousId": "a-1",
        "startedAt": "2026-03-01T12:30:00.250Z", "startUrl": "app://order-desk/Main",
        "userAgent": "usero-desktop/0.1 (Linux)",
    }  # fmt: skip


def test_a_recording_that_begins_nowhere_names_no_page(client_for):
    _, [request] = create(client_for, TAKEN, replace(RECORDING, start_url=None))
    assert "startUrl" not in request.json


@pytest.mark.parametrize(
    "answer, reason",
    [({"accepted": False, "dropReason": "quota"}, "quota"), ({"accepted": False}, "")],
)
def test_a_recording_that_is_not_wanted_is_told_with_its_reason(client_for, answer, reason):
    assert create(client_for, reply(200, answer))[0] == ReplaySession(None, reason)


@pytest.mark.parametrize(
    "answer",
    [{}, {"accepted": True}, {"accepted": True, "sessionReplayId": 5}, {"accepted": "yes"},
     {"accepted": True, "sessionReplayId": "x" * 129}, {"accepted": True, "sessionReplayId": ""}],
)  # fmt: skip
def test_an_answer_that_names_no_recording_is_not_useros(client_for, answer):
    with pytest.raises(Unreachable) as caught:
        create(client_for, reply(200, answer))
    assert caught.value.code == "not_usero"


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_replay_is_told_apart(client_for, status):
    with pytest.raises(Refused) as caught:
        create(client_for, reply(status, {"error": "Not found"}))
    assert (caught.value.code, caught.value.status) == ("no_replay", status)


def test_a_server_that_keeps_silent_is_not_waited_for(client_for):
    with serving(lambda _request, connection: connection.recv(1)) as server:
        client = client_for(server.url, replay_session_seconds=0.2)
        with pytest.raises(Unreachable) as caught:
            client.create_replay("client_demo", "a-1", RECORDING)
    assert caught.value.code == "too_slow"


def test_a_chunk_goes_out_by_the_newer_call(client_for):
    with serving(lambda *_: reply(200, {"ok": True})) as server:
        client = client_for(server.url)
        client.send_chunk("client_demo", "rep/1 ?", 3, CHUNK)
        client.send_chunk("client_demo", "rep_1", 4, replace(CHUNK, dropped_before=2))
    first, second = server.requests
    assert first.method == second.method == "POST"
    assert first.path == (
        "/api/replay-sessions/rep%2F1%20%3F/chunks/3"
        "?clientId=client_demo&eventCount=2&durationMs=40"
    )
    assert second.path.endswith("/chunks/4?clientId=client_demo&eventCount=2&durationMs=40"
                                "&droppedBefore=2")  # fmt: skip
    assert first.headers["content-type"] == "text/plain"
    assert json.loads(gzip.decompress(first.body)) == EVENTS


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_of_before_gets_its_chunks_by_put_and_is_asked_once(client_for, status):
    def answer(request, _connection):
        return reply(204 if request.method == "PUT" else status)

    with serving(answer) as server:
        client = client_for(server.url)
        client.send_chunk("client_demo", "rep_1", 0, CHUNK)
        client.send_chunk("client_demo", "rep_1", 1, replace(CHUNK, dropped_before=2))
    assert [request.method for request in server.requests] == ["POST", "PUT", "PUT"]
    _, first, second = server.requests
    assert first.path == "/api/replay-sessions/rep_1/chunks/0"
    assert first.headers["content-type"] == "application/octet-stream"
    assert first.body == CHUNK.data
    told = {k: v for k, v in first.headers.items() if k.startswith("x-usero")}
    assert told == {
        "x-usero-client-id": "client_demo", "x-usero-event-count": "2", "x-usero-duration-ms": "40",
    }  # fmt: skip
    assert second.headers["x-usero-dropped-before"] == "2"


def test_a_recording_that_is_gone_says_nothing_of_what_the_server_takes(client_for):
    gone = True

    with serving(lambda *_: reply(404 if gone else 200, {})) as server:
        client = client_for(server.url)
        with pytest.raises(Refused) as caught:
            client.send_chunk("client_demo", "rep_1", 0, CHUNK)
        gone = False
        client.send_chunk("client_demo", "rep_2", 0, CHUNK)
    assert caught.value.code == "no_replay"
    assert [request.method for request in server.requests] == ["POST", "PUT", "POST"]


def failed(client_for, answer):
    with (
        serving(lambda *_: answer) as server,
        pytest.raises((Busy, Refused, Unreachable)) as caught,
    ):
        client_for(server.url).send_chunk("client_demo", "rep_1", 0, CHUNK)
    return caught.value


@pytest.mark.parametrize("body", [b"", b"<html>", {"error": "stopped"}])
def test_a_recording_that_the_server_has_ended_is_told_apart(client_for, body):
    error = failed(client_for, reply(409, body))
    assert isinstance(error, Refused)
    assert error.code == "replay_stopped"


@pytest.mark.parametrize("status", [400, 410, 413, 415, 422])
def test_any_other_no_is_final(client_for, status):
    error = failed(client_for, reply(status, b"no"))
    assert isinstance(error, Refused)
    assert (error.code, error.status) == ("refused_replay", status)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_what_passes_is_tried_later(client_for, status):
    error = failed(client_for, reply(status, b"", headers=["Retry-After: 7"]))
    assert isinstance(error, Busy)
    assert error.retry_after == 7


@pytest.mark.parametrize("status", [200, 302, 401, 403])
def test_a_networks_sign_in_page_is_no_servers_word(client_for, status):
    assert isinstance(failed(client_for, reply(status, b"<html>Sign in</html>")), Unreachable)


def test_the_end_of_a_recording_is_told_with_its_time(client_for):
    with serving(lambda *_: reply(200, {})) as server:
        client_for(server.url).finalise_replay("client_demo", "rep_1", RECORDING.ended_at)
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/api/replay-sessions/rep_1/finalise")
    assert request.json == {"clientId": "client_demo", "endedAt": "2026-03-01T12:30:30.250Z"}


def test_what_is_raised_while_a_chunk_goes_out_breaks_it_off_and_the_next_goes_through(client_for):
    class Enough(Exception):
        pass

    def stop(_sent):
        raise Enough

    with serving(lambda *_: reply(200, {})) as server:
        client = client_for(server.url)
        with pytest.raises(Enough):
            client.send_chunk("client_demo", "rep_1", 0, CHUNK, on_sent=stop)
        client.send_chunk("client_demo", "rep_1", 0, CHUNK)
    assert [request.body for request in server.requests] == [CHUNK.data]
