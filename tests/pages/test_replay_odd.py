"""What a recording may not do on the page that plays it, and what the page says where it cannot."""

from __future__ import annotations

import contextlib
import json
import socket
import tomllib
from pathlib import Path

import httpx
import pytest
from pages.recordings import Sender, settled, shown
from replay import streams
from replay.playing import BEGIN, missing, open_stage

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [pytest.mark.browser, pytest.mark.replay]


@pytest.fixture(autouse=True)
def _rrweb():
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")


def test_a_recording_of_another_inbox_is_said_to_be_none_of_this(lenient, inbox):
    lenient.goto(f"{inbox.url}/replays/rep_elsewhere")
    lenient.wait("document.querySelector('#message h2')")
    assert lenient.text("#message h2") == "This session replay is not in this inbox"


def test_without_rrwebs_files_the_page_says_how_to_get_them(lenient, tmp_path):
    with (
        running(InboxConfig(player=tmp_path)) as inbox,
        httpx.Client(base_url=inbox.url) as http,
    ):
        sender = Sender(http, streams.counting(3)).send_all()
        lenient.goto(f"{inbox.url}/replays/{sender.id}")
        lenient.wait("document.querySelector('#message h2')")
        said = lenient.text("#message")
        assert lenient.evaluate("document.querySelector('#controls').hidden")
    assert "python3 packaging/dev.py player" in said
    folder = Path(__file__).parents[2] / "packaging"
    assert f"rrweb@{_pinned(folder)}" in said


def _pinned(folder):
    return tomllib.loads((folder / "player.toml").read_text(encoding="utf-8"))["player"]["version"]


def reaching_out(url):
    """A recording with all in it that a page could be made to fetch or to run."""
    evil = [
        streams.element(20, "img", {"src": f"{url}/img", "onerror": "top.hurt = 1"}),
        streams.element(21, "script", {"src": f"{url}/script"}),
        streams.element(22, "script", None, [streams.text(23, "top.hurt = 2")]),
        streams.element(24, "iframe", {"src": f"{url}/frame"}),
        streams.element(25, "iframe", {"srcdoc": "<script>top.hurt = 3</script>"}),
        streams.element(26, "link", {"rel": "preconnect", "href": url}),
        streams.element(27, "link", {"rel": "stylesheet", "href": f"{url}/css"}),
        streams.element(28, "meta", {"http-equiv": "refresh", "content": f"0;url={url}/meta"}),
        streams.element(29, "object", {"data": f"{url}/object"}),
        streams.element(30, "video", {"src": f"{url}/video", "autoplay": ""}),
        streams.element(31, "div", {"style": f"background:url({url}/background)"}),
        streams.element(32, "style", {"_cssText": f"@import '{url}/import'; b{{}}"}),
        streams.element(33, "base", {"href": url}),
        streams.element(34, "a", {"href": "javascript:top.hurt=4"}, [streams.text(35, "x")]),
    ]
    late = streams.element(40, "link", {"href": url, "rel": "preconnect"})
    return [
        *(streams.meta(), streams.snapshot(*evil)),
        streams.mutation(500, adds=[{"parentId": 7, "nextId": None, "node": late}]),
        streams.mutation(600, attributes=[{"id": 27, "attributes": {"rel": "preconnect"}}]),
        streams.custom(1_000, "end", {}),
    ]


@pytest.fixture
def outside():
    """Another server, which nobody may even connect to."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.settimeout(0.3)
        yield listening


def address(listening):
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.promise("K3")
def test_nothing_in_a_recording_runs_or_reaches_out(lenient, inbox, http, outside):
    sender = Sender(http, reaching_out(address(outside))).send_all()
    lenient.goto(f"{inbox.url}/replays/{sender.id}")
    lenient.wait("document.querySelector('#message').hidden")
    lenient.press("End")
    lenient.wait("document.querySelector('#frame iframe').contentDocument.links.length === 1")
    assert lenient.evaluate("window.hurt") is None
    sandbox = lenient.evaluate("document.querySelector('#frame iframe').sandbox.value")
    assert sandbox == "allow-same-origin"
    with pytest.raises(TimeoutError):
        outside.accept()


@pytest.mark.bites("K3")
def test_the_same_recording_in_rrweb_alone_is_found_to_reach_out(chromium, outside):
    play = open_stage(chromium, "newest")
    play.page.send(
        "Runtime.evaluate",
        expression=f"window.recording = {json.dumps(reaching_out(address(outside)))}",
    )
    play.page.send("Runtime.evaluate", expression=BEGIN)
    connection, _ = outside.accept()
    connection.close()
    play.close()


PLAYABLE = {
    "events without data": [streams.event(kind, 500, None) for kind in (3, 4, 5)],
    "a size that is none": [streams.event(4, 500, {"href": 5, "width": "x", "height": None})],
    "a place that is none": [
        streams.custom(500, "url-change", None),
        streams.custom(600, "url-change", {"href": {"a": 1}}),
    ],
    "events of no kind": [streams.event(kind, 500, {}) for kind in (-1, 77)],
    "mutations of nothing": [streams.event(3, 500, {"source": 0, "adds": [None]})],
}


@pytest.mark.parametrize("odd", PLAYABLE.values(), ids=PLAYABLE)
def test_what_rrweb_forgives_plays(lenient, inbox, http, odd):
    events = sorted([*streams.counting(3), *odd], key=lambda event: event["timestamp"])
    sender = Sender(http, events).send_all()
    lenient.goto(f"{inbox.url}/replays/{sender.id}")
    assert shown(lenient) == "0 s"
    lenient.press("End")
    settled(lenient, "3 s")
    assert lenient.errors == []
    assert lenient.evaluate("document.querySelector('#gaps').hidden")


def test_a_page_in_quirks_mode_plays_in_quirks_mode(watch, http):
    html = streams.element(
        3, "html", None, [streams.element(4, "head"), streams.element(7, "body")]
    )
    node = {"type": 0, "id": 1, "compatMode": "BackCompat", "childNodes": [html]}
    snapshot = streams.event(2, 1, {"node": node, "initialOffset": {"top": 0, "left": 0}})
    events = [streams.meta(), snapshot, streams.custom(1_000, "end", {})]
    tab = watch(Sender(http, events).send_all(), offset=500)
    shown(tab)
    mode = "document.querySelector('#frame iframe').contentDocument.compatMode"
    assert tab.evaluate(mode) == "BackCompat"


BROKEN = {
    "a tag that is none": (
        streams.snapshot(streams.element(20, "<x>")),
        "#message",
        "This recording cannot be played",
    ),
    "a page that is none": (
        streams.event(2, 1, {"node": None}),
        "#gaps",
        "could not play all of this recording",
    ),
}


@pytest.mark.parametrize("snapshot, where, words", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_played_is_said(lenient, inbox, http, snapshot, where, words):
    events = [streams.meta(), snapshot, streams.custom(1_000, "end", {})]
    sender = Sender(http, events).send_all()
    lenient.goto(f"{inbox.url}/replays/{sender.id}")
    lenient.wait(f"document.querySelector({where!r}).innerText.includes({words!r})")
    assert lenient.evaluate("document.querySelector('#save').hidden") is False
