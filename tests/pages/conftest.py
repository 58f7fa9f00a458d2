from __future__ import annotations

import httpx
import pytest
from pages import samples

from usero_desktop.inbox.server import running


@pytest.fixture
def inbox():
    with running() as inbox:
        yield inbox


@pytest.fixture
def http(inbox):
    with httpx.Client(base_url=inbox.url) as client:
        yield client


@pytest.fixture
def tab(chromium, inbox):
    """An empty tab that must not have complained by the end; it closes before the inbox."""
    tab = chromium.page()
    tab.scheme("light")
    yield tab
    tab.close()
    assert tab.errors == []
    assert tab.dialogs == []


@pytest.fixture
def page(tab, inbox):
    """Open the inbox's page; call it once the reports are sent. It asks no other host."""

    def open_page(query=""):
        tab.goto(f"{inbox.url}/{query}")
        tab.wait("document.querySelector('#state').dataset.state === 'live'")
        return tab

    yield open_page
    own = (f"{inbox.url}/", "data:")
    assert [url for url in tab.requests if not url.startswith(own)] == []


@pytest.fixture
def watch(tab, inbox, http):
    """Open a recording at the moment of a report given in it; asks no other host."""

    def open_replay(sender, *, offset=4_000, **fields):
        feedback = samples.send(
            http, **({"rating": 2} | fields), sessionReplayId=sender.id, replayOffsetMs=offset
        )
        tab.goto(f"{inbox.url}/replays/{sender.id}?feedback={feedback}")
        return tab

    yield open_replay
    own = (f"{inbox.url}/", "data:")
    assert [url for url in tab.requests if not url.startswith(own)] == []
    assert tab.said == []


@pytest.fixture
def lenient(chromium):
    """A tab that may complain of what it does not get."""
    tab = chromium.page()
    yield tab
    tab.close()
