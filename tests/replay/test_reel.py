"""The last seconds become a recording: in order, in chunks, beside the thread that asks."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from datetime import UTC, datetime

from replay.reels import begin, busy

from usero_desktop.model.recording import problem
from usero_desktop.rrweb import events
from usero_desktop.rrweb.nodes import DESK, Element

AGO_MS = 5_000


def told(recording):
    return [
        event for chunk in recording.chunks for event in json.loads(gzip.decompress(chunk.data))
    ]


def test_before_anything_happened_there_is_no_recording(reel):
    assert reel.recording(reel.timeline.now_ms(), 10) is None


def test_a_recording_is_fit_to_be_sent_and_says_when_the_report_was(reel):
    when = begin(reel, ago_ms=AGO_MS)
    reel.take(events.custom(when + 2_000, "usero.test", {}))
    moment = reel.timeline.now_ms()
    recording = reel.recording(moment, 10)
    assert problem(recording) == ""
    assert [event["type"] for event in told(recording)] == [4, 2, 5, 5]
    assert recording.start_url == "app://ledger/main"
    assert recording.user_agent.startswith("usero-desktop/")
    assert recording.started_at == datetime.fromtimestamp(when / 1000, UTC)
    assert recording.offset_ms == moment - when
    assert recording.duration_ms == moment - when


def marks(recording):
    return [
        event["timestamp"] for event in told(recording)
        if event["type"] == 5 and event["data"]["tag"] == "feedback"
    ]  # fmt: skip


def test_the_moment_of_the_report_is_marked_in_the_stream(reel):
    when = begin(reel, ago_ms=AGO_MS)
    reel.take(events.custom(when + 2_000, "usero.test", {}))
    recording = reel.recording(when + 1_500, 10)
    assert marks(recording) == [when + 1_500]
    assert recording.offset_ms == 1_500
    assert [event["timestamp"] - when for event in told(recording)] == [0, 0, 1_500, 2_000]


def test_a_report_from_before_the_recording_is_marked_where_it_can_be_seen(reel):
    when = begin(reel, ago_ms=AGO_MS)
    recording = reel.recording(when - 10, 10)
    assert marks(recording) == [when]
    assert [event["type"] for event in told(recording)] == [4, 2, 5]
    assert recording.offset_ms == 0


def test_what_is_too_old_is_folded_into_where_it_begins(reel):
    when = begin(reel, ago_ms=60_000)
    node = Element(20, "div", {"style": "left:0px"})
    reel.take(events.mutation(when + 1_000, adds=[events.Add(DESK, node)]))
    reel.take(events.mutation(when + 50_000, attributes={20: {"style": "left:9px"}}))
    recording = reel.recording(reel.timeline.now_ms(), 10)
    meta, snapshot, change, _mark = told(recording)
    assert meta["timestamp"] >= when + 29_000
    assert '"style": "left:0px"' in json.dumps(snapshot)
    assert change["data"]["attributes"][0]["attributes"] == {"style": "left:9px"}
    assert recording.duration_ms <= 31_000


def test_two_recordings_are_two_sessions_though_they_are_put_together_once(reel):
    begin(reel, ago_ms=AGO_MS)
    one = reel.recording(reel.timeline.now_ms(), 10)
    other = reel.recording(reel.timeline.now_ms(), 10)
    assert one.chunks is other.chunks
    assert one.sdk_session_id != other.sdk_session_id


def test_who_asks_waits_no_longer_than_it_said(reel):
    begin(reel, ago_ms=AGO_MS)
    go = busy(reel)
    assert reel.recording(reel.timeline.now_ms(), 0.05) is None
    go.set()
    assert reel.recording(reel.timeline.now_ms(), 10) is not None


def test_who_asks_is_told_at_once_when_it_ends(reel):
    begin(reel, ago_ms=AGO_MS)
    go, told_ = busy(reel), []
    asking = threading.Thread(target=lambda: told_.append(reel.recording(0, 60)))
    asking.start()
    while not reel.worker._asked:
        pass
    reel.close()
    asking.join(10)
    assert told_ == [None]
    go.set()


def test_one_that_fails_is_told_once_and_more_for_who_debugs_and_the_next_is_made(reel, caplog):
    caplog.set_level(logging.DEBUG, logger="usero_desktop.replay")
    reel.take(events.meta(0, href="", width=1, height=1))

    def fails():
        raise RuntimeError("broken on purpose")

    for _ in range(3):
        assert reel.worker.asked(fails, 10) is None
    assert reel.worker.asked(lambda: True, 10)  # by now it has told of the last one, too
    told = [r for r in caplog.records if r.getMessage().endswith("something: broken on purpose")]
    assert [r.levelname for r in told] == ["ERROR", "DEBUG", "DEBUG"]
    assert all(r.exc_info for r in told)
    begin(reel, ago_ms=AGO_MS)
    assert reel.recording(reel.timeline.now_ms(), 10) is not None


def test_times_never_go_back(reel, monkeypatch):
    import time

    before = reel.timeline.now_ms()
    monkeypatch.setattr(time, "time", lambda: 0.0)  # somebody sets the machine's clock
    assert reel.timeline.now_ms() >= before
