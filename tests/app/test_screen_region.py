"""While a part of the screen is chosen, every key is for that, whichever window had them before."""

from __future__ import annotations

import pytest
from app.room import icons, room

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [pytest.mark.promise("F6"), pytest.mark.screen]


@pytest.fixture
def inbox():
    with running(InboxConfig(clients=(Client("client_book"),))) as inbox:
        yield inbox


@pytest.fixture
def user(inbox):
    """A user who has opened the panel and has begun to write."""
    with room() as desktop:
        desktop.configure({"client_id": "client_book", "name": "Book", "base_url": inbox.url})
        with icons(desktop), desktop.start("open", "feedback") as user:
            user.place("usero_panel")
            user.until(lambda: user.state["active"] == "usero_panel_window", "the keys")
            user.type("a")
            user.until(lambda: user.ask("comment") == "a", "the word")
            user.also, user.paint = desktop.also, desktop.paint
            yield user


def by_a_command(user):
    assert user.also("open", "region").returncode == 0


def by_the_menu(user):
    user.click("usero_add_screenshot")
    user.click("usero_picture_region")


@pytest.mark.parametrize("ask", [by_a_command, by_the_menu])
def test_keys_are_for_the_part_that_is_chosen_and_then_for_the_panel_again(user, ask):
    user.paint()
    ask(user)
    user.place("usero_region")
    user.key("Escape")
    user.until(lambda: user.ask("windows") == ["usero_panel_window"], "the sheet to go")
    assert user.ask("thumbnails") == 0

    user.paint()
    ask(user)
    user.place("usero_region")
    user.drag((100, 100), (399, 299))
    user.key("Right", "Return")
    user.until(lambda: user.ask("thumbnails") == 1, "the picture")
    assert user.ask("comment") == "a"
    user.until(lambda: user.state["active"] == "usero_panel_window", "the keys")
    user.click("usero_comment")
    user.type("b")
    user.until(lambda: user.ask("comment") == "ab", "the word")
