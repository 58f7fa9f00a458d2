"""Whole stories of a report with a recording: the report first, the recording behind it."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace

import pytest
from core.database import ask
from flows.recorded import (
    CHUNKS,
    CLOSED,
    CREATE,
    FEEDBACK,
    FINALISE,
    RECORDING,
    WHOLE,
    Records,
    Usero,
    left,
    steps,
)
from recordings import events, recording
from servers import free_port, serving

from usero_desktop.inbox.server import running
from usero_desktop.model.choice import Choice
from usero_desktop.model.user import User
from usero_desktop.model.written import Written

PATIENCE = 60


@pytest.mark.promise("B12")
def test_online_the_recording_arrives_behind_its_report(recorded_for, tmp_path):
    with running() as inbox:
        feedback = recorded_for(inbox.url)
        ticket = feedback.submit(rating=3, comment="It hung")
        assert ticket.result(PATIENCE)
        assert feedback.flush(PATIENCE)
        [entry] = inbox.store.entries()
        session_id = entry.report.session_replay_id
        session = inbox.store.replays.session(session_id)
        chunks = inbox.store.replays.chunks(session_id)
        data = [inbox.store.replays.data(session_id, chunk.seq) for chunk in chunks]
    assert ticket.report.session_replay_id == session_id
    assert entry.report.replay_offset_ms == 29_000
    assert [json.loads(gzip.decompress(raw)) for raw in data] == [events(i) for i in range(3)]
    assert [(it.seq, it.event_count, it.duration_ms, it.dropped_before) for it in chunks] == [
        (0, 2, 0, 0), (1, 1, 1000, 0), (2, 1, 1000, 0),
    ]  # fmt: skip
    assert session.ended_at == "2026-03-01T12:00:30.000Z"
    assert (session.said.start_url, session.said.user_agent) == (
        "app://ledger/3", "usero-desktop/0.1",
    )  # fmt: skip
    assert left(tmp_path / "data") == [0, 0]


@pytest.mark.promise("B12")
def test_thanks_do_not_wait_for_the_recording(recorded_for):
    thanked = threading.Event()

    def slowly(request):
        if "/chunks/" in request.path:
            assert thanked.wait(PATIENCE)

    with serving(Usero(slowly)) as server:
        feedback = recorded_for(server.url)
        ticket = feedback.submit(rating=3)
        assert ticket.result(PATIENCE).feedback_id
        assert feedback._lanes.disk.outbox().pending() == 0
        assert not feedback.flush(0)
        thanked.set()
        assert feedback.flush(PATIENCE)
    assert steps(server) == WHOLE
    body = server.requests[1].json
    assert (body["sessionReplayId"], body["replayOffsetMs"]) == ("rep_1", 29_000)


@pytest.mark.promise("B12")
def test_offline_both_wait_and_both_arrive_once_the_server_is_there(recorded_for):
    port = free_port()
    feedback = recorded_for(f"http://127.0.0.1:{port}")
    ticket = feedback.submit(rating=3)
    with running(port=port) as inbox:
        assert ticket.result(PATIENCE)
        assert feedback.flush(PATIENCE)
        [entry] = inbox.store.entries()
        assert len(inbox.store.replays.chunks(entry.report.session_replay_id)) == 3


def test_offline_in_the_middle_of_the_recording_it_goes_on_where_it_was(recorded_for):
    with serving(Usero(lambda r: CLOSED if "/chunks/1" in r.path else None)) as server:
        feedback = recorded_for(server.url)
        feedback.submit(rating=3)
        while not any("/chunks/1" in path for path in server.paths()):
            server.arrived.get(timeout=PATIENCE)
        feedback.close()
    assert steps(server)[:4] == WHOLE[:4]
    with serving(Usero(), port=server.port) as server:
        feedback = recorded_for(server.url)
        feedback.start()
        assert feedback.flush(PATIENCE)
    assert steps(server) == [*CHUNKS[1:], FINALISE]


@pytest.mark.promise("B12")
def test_the_next_report_goes_before_what_is_left_of_an_older_recording(recorded_for):
    second = []

    def write(request):
        if "/chunks/0" in request.path and not second:
            feedback.update(plugins=[])
            second.append(feedback.submit(rating=1))

    with serving(Usero(write)) as server:
        feedback = recorded_for(server.url)
        feedback.submit(rating=3)
        assert feedback.flush(PATIENCE)
    assert steps(server) == [CREATE, FEEDBACK, CHUNKS[0], FEEDBACK, *CHUNKS[1:], FINALISE]


@pytest.mark.promise("B12")
def test_two_programs_on_one_outbox_send_each_chunk_once(recorded_for):
    with serving(Usero()) as server:
        pair = [recorded_for(server.url) for _ in range(2)]
        for number in range(4):
            pair[number % 2].submit(rating=4).result(PATIENCE)
        for feedback in pair:
            assert feedback.flush(PATIENCE)
    said = steps(server)
    assert len(said) == len(set(said) - {CREATE, FEEDBACK}) + 8
    assert sum("/chunks/" in step for step in said) == 12


@pytest.mark.parametrize("is_offline", [False, True])
def test_deleting_all_data_takes_the_recording_along(recorded_for, tmp_path, is_offline):
    held = threading.Event()

    def hold(request):
        return held.wait(PATIENCE) and None if "/chunks/" in request.path else None

    with serving(Usero(hold)) as server:
        feedback = recorded_for("http://127.0.0.1:9" if is_offline else server.url)
        ticket = feedback.submit(rating=3)
        if not is_offline:
            ticket.result(PATIENCE)
            while not any("/chunks/0" in path for path in server.paths()):
                server.arrived.get(timeout=PATIENCE)
        feedback.delete_my_data()
        held.set()
        feedback.close()
    assert not any(file.is_file() for file in (tmp_path / "data").rglob("*.sqlite3*"))
    assert CHUNKS[1] not in steps(server)


@pytest.mark.parametrize(
    "options, is_named",
    [({"user": User("u_1")}, True), ({}, False)],
    ids=["named by the host", "named by nobody"],
)
def test_it_says_whose_it_is_as_far_as_the_report_does(recorded_for, options, is_named):
    with serving(Usero()) as server:
        feedback = recorded_for(server.url, **options)
        feedback.submit(rating=3).result(PATIENCE)
    create, report = server.requests[0].json, server.requests[1].json
    told = report["metadata"].get("anonymousId")
    assert bool(told) is is_named
    assert create["anonymousId"] == told if is_named else create["sdkSessionId"]


def test_a_damaged_chunk_is_left_out_and_the_server_told(recorded_for, tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with recorded_for(url, plugins=[Records(recording(4))]) as feedback:
        feedback.submit(rating=3)
    # Nobody is in the middle of an attempt now, whose report would arrive without its recording.
    ask(tmp_path / "data", "UPDATE chunk SET data = x'1f8b' WHERE position IN (1, 2)")
    with serving(Usero(), port=port) as server:
        assert recorded_for(url).flush(PATIENCE)
    assert steps(server) == [CREATE, FEEDBACK, *CHUNKS[:2], FINALISE]
    assert server.requests[3].path.endswith("&droppedBefore=2")
    assert server.requests[3].body == recording(4).chunks[3].data


def test_an_edited_report_takes_its_recording_along(recorded_for):
    port = free_port()
    feedback = recorded_for(f"http://127.0.0.1:{port}")
    old = feedback.submit(rating=3).submission_id
    kept = feedback.read(old).recording
    assert kept == RECORDING
    feedback.update(plugins=[Records(replace(kept, offset_ms=5))])
    feedback.submit(rating=1, replaces=old)
    with serving(Usero(), port=port) as server:
        assert feedback.flush(PATIENCE)
    assert steps(server) == WHOLE
    assert server.requests[1].json["replayOffsetMs"] == 5


def test_what_was_switched_off_reaches_neither_the_disk_nor_the_server(recorded_for, tmp_path):
    with serving(Usero()) as server:
        feedback = recorded_for(server.url)
        written = Written(rating=3, choice=Choice(off=frozenset({"sessionReplayId"})))
        feedback.submit_written(written).result(PATIENCE)
        assert feedback.flush(PATIENCE)
    assert steps(server) == [FEEDBACK]
    assert left(tmp_path / "data") == [0, 0]
