"""The replay calls as section 3 of the contract says them, in both forms of a chunk."""

from __future__ import annotations

import gzip
import json

import httpx
import pytest

from usero_desktop.inbox import replays
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.inbox.store import Store

EVENTS = [{"type": 4, "timestamp": 1_000, "data": {}}, {"type": 2, "timestamp": 1_001, "data": {}}]
CHUNK = gzip.compress(json.dumps(EVENTS).encode())
SAID = {"clientId": "client_demo", "eventCount": "2", "durationMs": "1"}
HEADERS = {
    "clientId": "X-Usero-Client-Id",
    "eventCount": "X-Usero-Event-Count",
    "durationMs": "X-Usero-Duration-Ms",
    "droppedBefore": "X-Usero-Dropped-Before",
}


def announcement(**fields):
    said = {
        "clientId": "client_demo",
        "sdkSessionId": "sdk-1",
        "anonymousId": "anonymous-1",
        "startUrl": "app://ledger/Main",
        "userAgent": "usero-desktop/0.1",
        "startedAt": "2026-11-26T10:00:00.000Z",
    }
    return {name: value for name, value in (said | fields).items() if value is not None}


def create(http, **fields):
    return http.post("/api/replay-sessions", json=announcement(**fields))


@pytest.fixture
def session(http, request):
    """The address of a new session."""
    reply = create(http, sdkSessionId=request.node.nodeid)
    assert reply.json()["accepted"] is True
    return f"/api/replay-sessions/{reply.json()['sessionReplayId']}"


@pytest.fixture(params=["POST", "PUT"])
def send(request, http):
    """Send a chunk in one of the two forms; `said` are the facts, None leaves one out."""

    def chunk(session, seq=0, body=CHUNK, **said):
        facts = {name: value for name, value in (SAID | said).items() if value is not None}
        address = f"{session}/chunks/{seq}"
        if request.param == "POST":
            kind = {"Content-Type": "text/plain"}
            return http.post(address, params=facts, content=body, headers=kind)
        told = {HEADERS[name]: value for name, value in facts.items()}
        kind = {"Content-Type": "application/octet-stream"}
        return http.put(address, content=body, headers=told | kind)

    return chunk


def finalise(http, session, **fields):
    said = {"clientId": "client_demo", "endedAt": "2026-11-26T10:00:30.000Z"} | fields
    return http.post(f"{session}/finalise", json=said)


def id_of(session):
    return session.rpartition("/")[2]


def test_a_session_is_accepted_and_kept(http, inbox):
    reply = create(http, sdkSessionId="kept")
    assert reply.status_code == 200
    body = reply.json()
    assert body == {"accepted": True, "sessionReplayId": body["sessionReplayId"]}
    assert 1 <= len(body["sessionReplayId"]) <= 128
    kept = inbox.store.replays.session(body["sessionReplayId"])
    assert kept.said.start_url == "app://ledger/Main"
    assert (kept.said.anonymous_id, kept.ended_at, kept.closed) == ("anonymous-1", None, False)


def test_the_same_announcement_again_is_the_same_session(http):
    first, again = (create(http, sdkSessionId="twice").json() for _ in range(2))
    assert first == again
    later = create(http, sdkSessionId="twice", startedAt="2026-11-26T11:00:00.000Z").json()
    assert later["sessionReplayId"] != first["sessionReplayId"]


@pytest.mark.parametrize(
    "field, value",
    [
        *(("clientId", None), ("clientId", ""), ("clientId", 5)),
        *(("sdkSessionId", None), ("sdkSessionId", ""), ("anonymousId", None)),
        *(("startedAt", None), ("startedAt", "yesterday"), ("startedAt", 1_790_000_000_000)),
        *(("startUrl", 5), ("userAgent", [])),
    ],
)
def test_a_field_that_is_missing_or_wrong_is_named(http, field, value):
    reply = create(http, **{field: value})
    assert (reply.status_code, reply.json()["error"]) == (400, "Invalid data provided")
    assert list(reply.json()["issues"]) == [field]


@pytest.mark.parametrize("field", ["startUrl", "userAgent"])
def test_where_and_with_what_may_be_left_out(http, field):
    assert create(http, **{field: None}, sdkSessionId=f"no-{field}").json()["accepted"] is True


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff"])
def test_an_announcement_that_is_no_object_is_refused(http, body):
    assert http.post("/api/replay-sessions", content=body).status_code == 400


def test_an_unknown_client_is_told_to_record_nothing(http):
    reply = create(http, clientId="client_nobody")
    assert reply.json() == {"accepted": False, "dropReason": "unknown_client"}


def test_an_allowlist_holds_for_every_call(http):
    allowed = {"Origin": "https://app.example.com"}
    said = announcement(clientId="client_closed")
    assert http.post("/api/replay-sessions", json=said).status_code == 403
    made = http.post("/api/replay-sessions", json=said, headers=allowed).json()
    address = f"/api/replay-sessions/{made['sessionReplayId']}"
    facts = SAID | {"clientId": "client_closed"}
    assert http.post(f"{address}/chunks/0", params=facts, content=CHUNK).status_code == 403
    kept = http.post(f"{address}/chunks/0", params=facts, content=CHUNK, headers=allowed)
    assert kept.status_code == 200
    assert finalise(http, address, clientId="client_closed").status_code == 403
    assert http.get("/api/feedback", params={"clientId": "client_closed"}).status_code == 403


def test_chunks_are_kept_as_they_came(http, inbox, session, send):
    assert send(session).json() == {"success": True}
    assert send(session, 1, durationMs="900", droppedBefore="3").status_code == 200
    kept = inbox.store.replays.chunks(id_of(session))
    assert [(chunk.seq, chunk.duration_ms, chunk.dropped_before) for chunk in kept] == [
        (0, 1, 0),
        (1, 900, 3),
    ]
    assert inbox.store.replays.data(id_of(session), 1) == CHUNK
    assert inbox.store.replays.session(id_of(session)).bytes == 2 * len(CHUNK)


def test_they_may_come_in_any_order(inbox, session, send):
    for seq in (2, 0, 1):
        assert send(session, seq).status_code == 200
    assert [chunk.seq for chunk in inbox.store.replays.chunks(id_of(session))] == [0, 1, 2]


def test_a_chunk_that_comes_again_counts_once_and_stays_as_it_was(inbox, session, send):
    assert send(session).status_code == 200
    other = gzip.compress(json.dumps(EVENTS[:1]).encode())
    assert send(session, body=other, eventCount="1").status_code == 200
    assert inbox.store.replays.data(id_of(session), 0) == CHUNK
    assert inbox.store.replays.session(id_of(session)).bytes == len(CHUNK)


@pytest.mark.parametrize(
    "field, value",
    [
        *(("clientId", None), ("clientId", "")),
        *(("eventCount", None), ("eventCount", "3"), ("eventCount", "-1"), ("eventCount", "two")),
        *(("durationMs", None), ("durationMs", "1.5"), ("durationMs", "9" * 16)),
        *(("droppedBefore", "-1"), ("droppedBefore", "")),
    ],
)
def test_what_is_said_of_a_chunk_has_to_be_right(inbox, session, send, field, value):
    reply = send(session, **{field: value})
    assert (reply.status_code, list(reply.json()["issues"])) == (400, [field])
    assert inbox.store.replays.chunks(id_of(session)) == ()


@pytest.mark.parametrize("seq", ["-1", "x", "1.0", "9" * 16, "%C2%B2", "+1"])
def test_a_chunk_has_a_number(session, send, seq):
    assert send(session, seq).status_code in {400, 404}


def test_an_unknown_session_is_not_found(http, send):
    assert send("/api/replay-sessions/nothing").status_code == 404
    assert finalise(http, "/api/replay-sessions/nothing").status_code == 404


def test_another_clients_session_is_not_found_either(http, session, send):
    assert send(session, clientId="client_other").status_code == 404
    assert finalise(http, session, clientId="client_other").status_code == 404


def test_after_its_end_a_session_takes_no_chunk(http, inbox, session, send):
    assert send(session).status_code == 200
    assert finalise(http, session).json() == {"success": True}
    assert send(session, 1).status_code == 409
    assert inbox.store.replays.session(id_of(session)).ended_at == "2026-11-26T10:00:30.000Z"


def test_an_end_may_be_said_again_and_the_first_one_stays(http, inbox, session):
    for ended in ("2026-11-26T10:00:30.000Z", "2026-11-26T10:59:00.000Z"):
        assert finalise(http, session, endedAt=ended).status_code == 200
    assert inbox.store.replays.session(id_of(session)).ended_at == "2026-11-26T10:00:30.000Z"


@pytest.mark.parametrize("ended", [None, "", "soon", 5])
def test_an_end_is_a_time(http, session, ended):
    reply = finalise(http, session, endedAt=ended)
    assert (reply.status_code, list(reply.json()["issues"])) == (400, ["endedAt"])


def test_a_session_that_grows_beyond_all_measure_is_stopped(
    monkeypatch, http, inbox, session, send
):
    monkeypatch.setattr(replays, "SESSION_BYTES", len(CHUNK) + 1)
    assert send(session).status_code == 200
    assert send(session, 1).status_code == 409
    monkeypatch.undo()
    assert send(session, 1).status_code == 409, "stopped is stopped"
    assert inbox.store.replays.session(id_of(session)).stopped


def test_the_oldest_sessions_make_room_for_new_ones(monkeypatch, tmp_path):
    with Store(tmp_path) as store:
        ids = [
            store.replays.create(replays.NewSession("c", str(number), "a", "2026-11-26T10:00:00Z"))
            for number in range(3)
        ]
        monkeypatch.setattr(replays, "TOTAL_BYTES", 2 * len(CHUNK))
        for session_id in ids:
            facts = replays.ChunkFacts(0, 2, 1, 0, len(CHUNK))
            assert store.replays.add_chunk(session_id, facts, CHUNK)
        assert [store.replays.data(session_id, 0) for session_id in ids] == [None, CHUNK, CHUNK]
        assert store.replays.session(ids[0]).closed


def test_replays_outlive_a_stop_and_a_start(tmp_path):
    config = InboxConfig(data_dir=tmp_path)
    with running(config) as inbox, httpx.Client(base_url=inbox.url) as http:
        made = create(http).json()["sessionReplayId"]
        http.post(f"/api/replay-sessions/{made}/chunks/0", params=SAID, content=CHUNK)
    with running(config) as inbox, httpx.Client(base_url=inbox.url) as http:
        assert inbox.store.replays.data(made, 0) == CHUNK
        assert finalise(http, f"/api/replay-sessions/{made}").status_code == 200


@pytest.mark.parametrize("context", ["always", "ask", "never"])
def test_the_owners_word_on_replays_is_told(context):
    with (
        running(InboxConfig(session_context=context)) as inbox,
        httpx.Client(base_url=inbox.url) as http,
    ):
        told = http.get("/api/feedback", params={"clientId": "client_demo"})
        assert told.json() == {"settings": {"sessionContext": context}}
        assert create(http).json()["accepted"] is (context != "never")


def test_settings_are_for_clients_that_are_known(http):
    assert http.get("/api/feedback").status_code == 400
    assert http.get("/api/feedback", params={"clientId": "client_nobody"}).status_code == 404


def test_an_inbox_can_be_started_to_accept_no_replay():
    config = InboxConfig(replays=False)
    with running(config) as inbox, httpx.Client(base_url=inbox.url) as http:
        assert create(http).json() == {"accepted": False, "dropReason": "replay_disabled"}
        told = http.get("/api/feedback", params={"clientId": "client_demo"}).json()
        assert told["settings"]["sessionContext"] == "always"


def test_a_failing_disk_is_the_documented_500(tmp_path):
    config = InboxConfig(data_dir=tmp_path)
    with running(config) as inbox, httpx.Client(base_url=inbox.url) as http:
        made = create(http).json()["sessionReplayId"]
        inbox.store._db.execute("DROP TABLE replay_chunk")
        reply = http.post(f"/api/replay-sessions/{made}/chunks/0", params=SAID, content=CHUNK)
        assert (reply.status_code, reply.json()) == (500, {"error": "Internal server error"})
