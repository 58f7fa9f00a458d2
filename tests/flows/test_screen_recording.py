"""A person who is asked for a recording: looks at it first, and cuts off how it begins."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime

import pytest
from flows.desk import LIMIT, desk, newest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen

SECONDS = re.compile(r"(\d+) seconds? up to ")


def seconds_told(user):
    """How long the panel says that the recording is; None while it does not."""
    found = [match for words in user.state["words"] if (match := SECONDS.match(words))]
    return int(found[0][1]) if found else None


def test_what_is_watched_and_trimmed_by_mouse_is_what_arrives(tmp_path):
    asks = {"replay": {"consent": "ask"}}
    with (
        running(InboxConfig()) as inbox,
        desk(inbox.url, tmp_path / "data", kind="demo", **asks) as user,
    ):
        user.until(lambda: user.ask("recorded") > 0, "the recording")
        left, top, width, height = user.client_at_rest()
        user.click_at(left + width // 3, top + height // 2)
        user.key("Down", "Down")
        user.until(lambda: user.ask("recorded") > 5, "five seconds of it", limit=2 * LIMIT)
        user.click("usero_launcher")
        user.click("usero_rating_2")
        user.until(lambda: user.state["focus"] == "usero_comment", "the comment's focus")
        user.type("It hung there.")
        user.click("usero_watch_recording")
        user.click("usero_playback_play")
        playing = lambda: any(w.startswith("0:02 of ") for w in user.state["words"])  # noqa: E731
        user.until(playing, "two seconds of it to be played")
        user.key("space")
        whole = seconds_told(user)
        x, y, wide, high = user.place("usero_playback_begin")
        line = user.place("usero_playback_line")
        start = (x + wide // 2, y + high // 2)
        user.drag(start, (start[0] + line[2] // 2, start[1]))
        user.until(lambda: (seconds_told(user) or whole) < whole, "the part that is left")
        user.click("usero_watch_include")
        told = seconds_told(user)
        user.key("Escape")
        user.until(lambda: user.state["focus"] == "usero_watch_recording", "the focus it came from")
        assert seconds_told(user) == told
        user.send()
        entry, _ = newest(inbox)
        replays = inbox.store.replays
        session = lambda: replays.session(entry["sessionReplayId"])  # noqa: E731
        user.until(lambda: session().ended_at is not None, "the recording to arrive")
        began, ended = map(datetime.fromisoformat, (session().said.started_at, session().ended_at))
        events = [
            event
            for chunk in replays.chunks(entry["sessionReplayId"])
            for event in json.loads(
                gzip.decompress(replays.data(entry["sessionReplayId"], chunk.seq))
            )
        ]

    assert round((ended - began).total_seconds()) == told < whole
    assert [event["type"] for event in events[:2]] == [4, 2]
    assert events[0]["timestamp"] == round(began.timestamp() * 1000)
    assert "It hung there." not in str(events)


def test_who_does_not_tick_sends_nothing_of_it(tmp_path):
    asks = {"replay": {"consent": "ask"}}
    with (
        running(InboxConfig()) as inbox,
        desk(inbox.url, tmp_path / "data", kind="demo", **asks) as user,
    ):
        user.until(lambda: user.ask("recorded") > 0, "the recording")
        user.click("usero_launcher")
        user.click("usero_rating_3")
        user.place("usero_include_recording")
        user.send()
        entry, _ = newest(inbox)
        assert inbox.store.replays.since(0)[1] == ()
    assert not entry.get("sessionReplayId")
