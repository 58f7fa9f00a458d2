"""The app on a machine that has a policy, on a real screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from app.room import icons, room

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen


@pytest.fixture
def inbox():
    with running(InboxConfig(clients=(Client("client_book"),))) as inbox:
        yield inbox


@pytest.fixture
def desktop():
    with room() as made:
        made.configure(
            {"client_id": "client_book", "name": "Book", "base_url": "https://elsewhere.example"}
        )
        yield made


def kept(desktop):
    """What lies in the user's folders by now, but for the settings."""
    folder = Path(desktop.env["HOME"])
    return [
        path.name for path in folder.rglob("*") if "outbox" in path.name or "sqlite" in path.name
    ]


@pytest.mark.promise("L1")
def test_the_app_offers_and_sends_what_the_policy_leaves(machine, desktop, inbox):
    machine.has(
        f'base_url = "{inbox.url}"\nscreenshots = false\nidentity = false\noutbox = false\n'
    )
    with icons(desktop) as seen, desktop.start("open", under=machine.command) as user:
        owner = seen.told("registered")
        assert seen.layout(owner) == ["Send feedback", "Outbox", "Settings…", "Quit"]
        # Somebody may still ask for it, with a key or from a script.
        assert desktop.also("open", "region").returncode == 0
        user.click("usero_comment")
        user.type("from a kiosk")
        state = user.state["words"]
        assert not {"Add screenshot", "Share my email"} & set(state)
        user.click("usero_send")
        assert seen.told("notified") == ["Feedback sent: Book", "Thank you!"]

    [entry] = inbox.store.entries()
    assert entry.report.comment == "from a kiosk"
    assert kept(desktop) == []


def test_the_window_in_place_of_the_icon_promises_nothing_that_is_not_kept(machine, desktop):
    machine.has("screenshots = false\noutbox = false\n")
    with desktop.start(under=machine.command) as user:
        user.until(lambda: "usero_home" in user.ask("windows"), "the window")
        user.until(lambda: any("lets nothing be saved" in it for it in user.state["words"]), "it")
        words = user.state["words"]

    assert not any("what you wrote is kept" in it for it in words)
    assert {"Outbox", "Settings…"} <= set(words)
    assert not {"History", "Capture a region first"} & set(words)


@pytest.mark.promise("L1")
def test_the_app_says_why_it_sends_nothing_where_the_policy_cannot_be_used(machine, desktop, inbox):
    machine.has(f'base_url = "{inbox.url}"\nscreenshot = false\n')
    with icons(desktop) as seen, desktop.start("open", under=machine.command) as user:
        seen.told("registered")
        user.click("usero_comment")
        user.type("hello")
        user.click("usero_send")
        user.until(lambda: any("line 2: There is no" in it for it in user.state["words"]), "why")
        [said] = [words for words in user.state["words"] if "line 2: There is no" in words]
        assert "rules for feedback cannot be used, so nothing is sent or saved. /etc/" in said
        assert user.ask("comment") == "hello"

    assert inbox.store.entries() == ()
    assert kept(desktop) == []
