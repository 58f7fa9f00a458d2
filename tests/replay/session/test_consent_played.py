"""What was trimmed in the panel plays in rrweb, from the inbox's own page, without a complaint."""

from __future__ import annotations

import gzip

import pytest
from replay.hosts import await_change
from replay.session.test_consent import Asked, await_arrival, await_length, film, wait_for_part
from replay.session.test_consent import asked as asked  # noqa: PLC0414 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.replay]


@pytest.mark.promise("K1")
def test_a_recording_trimmed_in_the_panel_plays_as_it_was_shown_there(
    asked: Asked, server, inbox, stage, chromium, qtbot
):
    await_length(1.5, qtbot)
    asked.window.widget.close()
    asked.window.label.setText("Orders of yesterday")
    asked.window.gauge.turn(120)
    await_change(qtbot)
    await_length(3.5, qtbot)
    asked.window.widget.open()
    asked.tick()
    player = asked.watch()
    changed = next(
        event.timestamp_ms
        for event in film(asked).take.film.events
        if b"Orders of yesterday" in event.data
    )
    begin = changed - film(asked).take.film.events[0].timestamp_ms + 300
    player.timeline.begin.go(begin)
    wait_for_part(asked, (begin, player.kept[1]), qtbot)
    asked.back()
    report = asked.sent(inbox)
    chunks = [data for data, _ in await_arrival(server, report, qtbot)]
    told = b"".join(map(gzip.decompress, chunks))
    assert b"Orders of tomorrow" not in told
    play = stage(chunks)
    play.seek(0)
    assert "Orders of yesterday" in play.text()
    assert play.difference(play.length) == ""

    page = chromium.page()
    [feedback] = inbox.ids()
    page.goto(f"{server.url}/replays/{report.session_replay_id}?feedback={feedback}")
    page.wait("document.querySelector('#message').hidden")
    assert page.evaluate("document.querySelector('#gaps').hidden")
    page.close()
    assert (page.errors, page.said) == ([], [])
