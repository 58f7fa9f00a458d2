"""What the player page reads of a session replay."""

from __future__ import annotations

import gzip
import json

import httpx
import pytest
from replay import streams

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

NEW = {
    "clientId": "client_demo",
    "anonymousId": "a-1",
    "startUrl": "app://ledger/Main",
    "startedAt": "2026-11-26T10:00:00.000Z",
}


@pytest.fixture
def recorded(http, request):
    """Send a recording; `seqs` says under which numbers its chunks go, None ends it not."""

    def record(*, seqs=None, finalised=True):
        pieces = streams.chunks(streams.counting(4))
        made = http.post(
            "/api/replay-sessions", json=NEW | {"sdkSessionId": request.node.nodeid}
        ).json()["sessionReplayId"]
        for seq, piece in zip(seqs or range(len(pieces)), pieces, strict=True):
            count = len(json.loads(gzip.decompress(piece)))
            said = {"clientId": "client_demo", "eventCount": count, "durationMs": 7}
            address = f"/api/replay-sessions/{made}/chunks/{seq}"
            assert http.post(address, params=said, content=piece).status_code == 200
        if finalised:
            said = {"clientId": "client_demo", "endedAt": "2026-11-26T10:00:04.000Z"}
            http.post(f"/api/replay-sessions/{made}/finalise", json=said)
        return made

    return record


def test_it_is_told_with_its_chunks_and_the_reports_given_in_it(http, send, recorded):
    made = recorded(seqs=[0, 2])
    given = [
        send(rating=rating, sessionReplayId=made, replayOffsetMs=offset).json()["feedbackId"]
        for rating, offset in ((1, 3_000), (4, 3_500))
    ]
    elsewhere = {"clientId": "client_other", "rating": 2, "sessionReplayId": made}
    http.post("/api/feedback", json=elsewhere)
    told = http.get(f"/inbox/api/replays/{made}").json()
    assert (told["id"], told["startUrl"]) == (made, "app://ledger/Main")
    assert (told["endedAt"], told["stopped"]) == ("2026-11-26T10:00:04.000Z", False)
    assert [(chunk["seq"], chunk["eventCount"]) for chunk in told["chunks"]] == [(0, 2), (2, 8)]
    assert [report["id"] for report in told["reports"]] == given
    assert [report["replayOffsetMs"] for report in told["reports"]] == [3_000, 3_500]


def test_a_browser_unpacks_a_chunk_by_itself(http, recorded):
    made = recorded()
    reply = http.get(f"/inbox/api/replays/{made}/chunks/0")
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.json() == streams.counting(4)[:2]
    assert http.get(f"/inbox/api/replays/{made}/chunks/9").status_code == 404
    assert http.get(f"/inbox/api/replays/{made}/chunks/x").status_code == 404


@pytest.mark.parametrize("seqs", [None, [3, 1]])
def test_all_of_it_comes_as_one_file(http, recorded, seqs):
    made = recorded(seqs=seqs)
    reply = http.get(f"/inbox/api/replays/{made}/events")
    assert f'filename="replay-{made}.json"' in reply.headers["content-disposition"]
    expected = streams.counting(4)
    assert sorted(reply.json(), key=str) == sorted(expected, key=str)
    if seqs is None:
        assert reply.json() == expected


def test_a_session_without_a_chunk_is_an_empty_file(http):
    made = http.post("/api/replay-sessions", json=NEW | {"sdkSessionId": "empty"}).json()
    reply = http.get(f"/inbox/api/replays/{made['sessionReplayId']}/events")
    assert reply.json() == []


def test_a_report_tells_whether_its_recording_is_here(http, send, recorded):
    made = recorded()

    def replay(reply):
        return http.get(f"/inbox/api/feedback/{reply.json()['feedbackId']}").json()["replay"]

    assert replay(send(rating=1, sessionReplayId=made)) == {"id": made, "stored": True}
    assert replay(send(rating=1, sessionReplayId="rep_x")) == {"id": "rep_x", "stored": False}
    assert replay(send(rating=1)) is None
    other = {"clientId": "client_other", "rating": 2, "sessionReplayId": made}
    assert replay(http.post("/api/feedback", json=other)) == {"id": made, "stored": False}


@pytest.mark.parametrize("name", ["rrweb.js", "rrweb.css", "LICENSE", "integrity", "..%2frrweb.js"])
def test_rrwebs_files_are_served_from_their_folder_and_nothing_else(tmp_path, name):

    for file in ("rrweb.js", "rrweb.css", "LICENSE", "integrity"):
        (tmp_path / file).write_text(file, encoding="utf-8")
    with running(InboxConfig(player=tmp_path)) as inbox:
        reply = httpx.get(f"{inbox.url}/inbox/player/{name}")
    if name in {"rrweb.js", "rrweb.css"}:
        assert (reply.status_code, reply.text) == (200, name)
    else:
        assert reply.status_code == 404
