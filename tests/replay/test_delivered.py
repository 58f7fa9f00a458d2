"""A recording of our engine's, sent by our client to the inbox and watched on its page."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import httpx
import pytest
from replay.playing import DOM
from rrweb.stories import Story

from usero_desktop.api.client import UseroClient
from usero_desktop.inbox.server import running
from usero_desktop.model.recording import Recording
from usero_desktop.rrweb.buffer import RollingBuffer
from usero_desktop.rrweb.chunks import pack

pytestmark = [pytest.mark.browser, pytest.mark.replay]

SECONDS = 30
# The document on the page, as the stage tells it: the page's player stands where its own would.
BORROWED = f"window.replayer = {{ iframe: document.querySelector('#frame iframe') }}; {DOM}"


def moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def last_seconds(seed):
    """The recording of a program that ran for longer than what is kept of it."""
    story = Story(Random(seed))
    buffer = RollingBuffer(SECONDS)
    for event in story.events:
        buffer.append(event)
    while story.now - story.events[0].timestamp_ms < 3 * SECONDS * 1000:
        known = len(story.events)
        story.more(5)
        for event in story.events[known:]:
            buffer.append(event)
        buffer.fold(story.now)
    kept = buffer.events(story.now)
    first, last = kept[0].timestamp_ms, kept[-1].timestamp_ms
    return kept, Recording(
        sdk_session_id=f"story-{seed}",
        started_at=moment(first),
        ended_at=moment(last),
        offset_ms=last - first - 5_000,
        start_url="app://x/0",
        user_agent="usero-desktop/0.1",
        chunks=pack(kept),
    )


@pytest.mark.parametrize("seed", range(2))
def test_the_last_seconds_arrive_and_play_at_the_moment_of_the_report(stage, chromium, seed):
    kept, recording = last_seconds(seed)
    play = stage(recording)
    assert [event["timestamp"] for event in play.events] == [event.timestamp_ms for event in kept]
    play.seek(recording.offset_ms)
    expected = play.dom()
    assert play.difference(play.length) == ""

    page = chromium.page()
    with running() as inbox, UseroClient(inbox.url) as client:
        session = client.create_replay("client_demo", "a-1", recording)
        report = {"rating": 2, "replayOffsetMs": recording.offset_ms}
        said = {"clientId": "client_demo", "sessionReplayId": session.session_id}
        feedback = httpx.post(f"{inbox.url}/api/feedback", json=report | said).json()["feedbackId"]
        for seq, chunk in enumerate(recording.chunks):
            client.send_chunk("client_demo", session.session_id, seq, chunk)
        client.finalise_replay("client_demo", session.session_id, recording.ended_at)
        page.goto(f"{inbox.url}/replays/{session.session_id}?feedback={feedback}")
        page.wait("document.querySelector('#message').hidden")
        assert page.evaluate("document.querySelector('#gaps').hidden")
        assert page.evaluate("document.querySelector('#arrival').hidden")
        assert page.evaluate(BORROWED) == expected
        page.close()
    assert (page.errors, page.said) == ([], [])
