"""The page across a stop and a start of the inbox."""

from __future__ import annotations

import httpx
import pytest
from pages import samples

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.browser

STATE = "document.querySelector('#state').dataset.state"


def send(inbox, **fields):
    with httpx.Client(base_url=inbox.url) as http:
        samples.send(http, **fields)


def comments(tab, expected):
    tab.wait(f"document.querySelectorAll('.comment').length === {len(expected)}")
    assert tab.texts(".comment") == expected


def test_the_page_says_so_when_the_inbox_is_gone_and_catches_up(lenient, tmp_path):
    config = InboxConfig(data_dir=tmp_path)
    with running(config) as inbox:
        port = httpx.URL(inbox.url).port
        send(inbox, comment="before")
        lenient.goto(inbox.url)
        lenient.wait(f"{STATE} === 'live'")
    lenient.wait(f"{STATE} === 'reconnecting'")
    with running(config, port=port) as inbox:
        send(inbox, comment="meanwhile")
        lenient.wait(f"{STATE} === 'live'")
        comments(lenient, ["meanwhile", "before"])
        send(inbox, comment="after")
        comments(lenient, ["after", "meanwhile", "before"])


def test_an_inbox_with_another_folder_is_read_anew(lenient):
    with running() as inbox:
        port = httpx.URL(inbox.url).port
        for number in range(3):
            send(inbox, comment=f"old {number}")
        lenient.goto(inbox.url)
        lenient.wait(f"{STATE} === 'live'")
    lenient.wait(f"{STATE} === 'reconnecting'")
    with running(port=port) as inbox:
        send(inbox, comment="new")
        comments(lenient, ["new"])
