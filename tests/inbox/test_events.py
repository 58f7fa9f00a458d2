from __future__ import annotations

import gzip
import json
from contextlib import ExitStack

import httpx
import pytest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running


class Stream:
    """An open event stream, read one event at a time."""

    def __init__(self, reply):
        self._lines = reply.iter_lines()

    def next(self):
        event = {}
        for line in self._lines:
            if not line and "data" in event:
                return event
            name, _, value = line.partition(": ")
            if name:
                event[name] = value
        raise EOFError


@pytest.fixture
def fresh():
    with running() as inbox, httpx.Client(base_url=inbox.url, timeout=30) as http:
        yield http


def send(http, **fields):
    body = {"clientId": "client_demo", "rating": 1, **fields}
    return http.post("/api/feedback", json=body).json()["feedbackId"]


def test_what_arrives_is_told_at_once(fresh):
    with fresh.stream("GET", "/inbox/events") as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        stream = Stream(reply)
        assert stream.next()["event"] == "hello"
        feedback_id = send(fresh, environment="staging")
        event = stream.next()
    assert (event["event"], event["id"]) == ("feedback", "1")
    assert json.loads(event["data"]) == {
        "id": feedback_id,
        "seq": 1,
        "environment": "staging",
        "rating": 1,
    }


def test_a_reader_that_comes_back_hears_what_it_missed(fresh):
    ids = [send(fresh) for _ in range(5)]
    with fresh.stream("GET", "/inbox/events", headers={"Last-Event-ID": "2"}) as reply:
        stream = Stream(reply)
        assert json.loads(stream.next()["data"]) == {"latest": 5}
        missed = [json.loads(stream.next()["data"])["id"] for _ in range(3)]
    assert missed == ids[2:]


def test_the_header_counts_before_the_parameter(fresh):
    for _ in range(3):
        send(fresh)
    path = "/inbox/events?after=0"
    with fresh.stream("GET", path, headers={"Last-Event-ID": "2"}) as reply:
        stream = Stream(reply)
        stream.next()
        assert stream.next()["id"] == "3"


@pytest.mark.parametrize("told", ["999", "x", "-1", "9" * 60, ""])
def test_a_reader_that_saw_another_inbox_begins_with_this_one(fresh, told):
    send(fresh)
    with fresh.stream("GET", "/inbox/events", headers={"Last-Event-ID": told}) as reply:
        stream = Stream(reply)
        assert stream.next()["id"] == "1"
        send(fresh)
        assert stream.next()["id"] == "2"


def test_open_streams_end_in_good_order_when_the_inbox_stops():
    with httpx.Client(timeout=30) as http, ExitStack() as opened:
        with running() as inbox:
            url = f"{inbox.url}/inbox/events"
            streams = [Stream(opened.enter_context(http.stream("GET", url))) for _ in range(3)]
            for stream in streams:
                assert stream.next()["event"] == "hello"
        for stream in streams:
            with pytest.raises(EOFError):
                stream.next()


def test_a_reader_follows_across_a_restart(tmp_path):
    config = InboxConfig(data_dir=tmp_path)
    with running(config) as inbox, httpx.Client(base_url=inbox.url) as http:
        port = httpx.URL(inbox.url).port
        send(http)
    with running(config, port=port) as inbox, httpx.Client(base_url=inbox.url) as http:
        send(http)
        with http.stream("GET", "/inbox/events", headers={"Last-Event-ID": "1"}) as reply:
            stream = Stream(reply)
            stream.next()
            assert stream.next()["id"] == "2"


def test_every_change_of_a_session_replay_is_told(fresh):
    said = {
        "clientId": "client_demo",
        "sdkSessionId": "s",
        "anonymousId": "a",
        "startedAt": "2026-11-26T10:00:00Z",
    }
    body = gzip.compress(b'[{"type":4,"timestamp":1,"data":{}}]')
    with fresh.stream("GET", "/inbox/events") as reply:
        stream = Stream(reply)
        stream.next()
        made = fresh.post("/api/replay-sessions", json=said).json()["sessionReplayId"]
        told = [stream.next()]
        address = f"/api/replay-sessions/{made}"
        facts = {"clientId": "client_demo", "eventCount": 1, "durationMs": 0}
        fresh.post(f"{address}/chunks/0", params=facts, content=body)
        told.append(stream.next())
        ended = {"clientId": "client_demo", "endedAt": "2026-11-26T10:00:30Z"}
        fresh.post(f"{address}/finalise", json=ended)
        told.append(stream.next())
    assert [event["event"] for event in told] == ["replay"] * 3
    assert [json.loads(event["data"]) for event in told] == [{"id": made}] * 3
