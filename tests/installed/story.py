"""What a user does with the program that was installed, by hand, on a screen."""

from __future__ import annotations

import httpx
from installed.debian import HOME
from installed.session import until

SETTINGS = f"{HOME}/.config/usero-desktop/settings.toml"
PROJECT = "Expense Book"


def configure(tree, url):
    """Write the settings file, as a first start has left it."""
    place = tree.path(SETTINGS)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        f'[[programs]]\nclient_id = "client_demo"\nname = "{PROJECT}"\nbase_url = "{url}"\n'
    )


def report_by_hand(user, inbox, words, address=""):
    """Write `words` and `address` into the panel, add the whole screen and send.

    Returns the screen as it is once the report has arrived.
    """
    user.window(PROJECT)
    user.at_rest()
    user.type(words)
    user.key("Tab")
    if address:
        user.key("Tab", "space")
        user.type(address)
        user.key("shift+Tab", "shift+Tab")
    user.key("Return", "Down", "Return")
    user.key("ctrl+Return")
    until(lambda: has_arrived(inbox, words), "the report")
    return user.grab()


def has_arrived(inbox, comment):
    with httpx.Client(base_url=inbox.url, timeout=30) as client:
        items = client.get("/inbox/api/feedback").json()["items"]
    return any(item["comment"] == comment for item in items)
