from __future__ import annotations

import httpx
import pytest
from pages.chromium import BINARY, Chromium

from usero_desktop.inbox.server import running


@pytest.fixture(scope="session")
def chromium():
    if BINARY is None:
        pytest.skip("no Chromium on this machine")
    with Chromium() as browser:
        yield browser


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
    assert [url for url in tab.requests if not url.startswith(f"{inbox.url}/")] == []
