"""What the program asks of the desktop, set in its Settings window and used from elsewhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from app.keyboards import keyed
from app.room import icons, room

pytestmark = pytest.mark.screen
PROGRAM = {"client_id": "client_book", "name": "Expense Book", "base_url": "http://127.0.0.1:9"}


@pytest.fixture
def desktop():
    """A screen, a bus, and no place for icons yet."""
    with room() as made:
        yield made


def test_a_key_chosen_in_settings_opens_the_panel_from_another_program(desktop):
    desktop.configure(PROGRAM)
    with icons(desktop), desktop.start("open", "settings") as user:
        user.click("usero_preferences_hotkey")
        user.key("ctrl+alt+b")
        user.until(lambda: tomllib.loads(desktop.settings.read_text()).get("hotkey"), "the file")
        assert tomllib.loads(desktop.settings.read_text())["hotkey"] == "Ctrl+Alt+B"
        user.click("usero_preferences_close")
        with keyed(desktop.env, "window", "Letter") as letter:
            letter.type(desktop.env, "x", "key 88")
            user.key("ctrl+alt+b")
            user.place("usero_panel")
            user.until(lambda: user.state["active"] == "usero_panel_window", "the panel in front")
    # It has ended, and with it its hold of the key.
    with keyed(desktop.env, "key") as other:
        assert other.set("Ctrl+Alt+B") == ["Ctrl+Alt+B", None]


def test_a_key_of_another_program_is_told_in_settings_and_the_choice_is_kept(desktop):
    desktop.configure(PROGRAM, hotkey="Ctrl+Alt+B")
    with keyed(desktop.env, "key") as other:
        other.set("Ctrl+Alt+B")
        with icons(desktop), desktop.start("open", "settings") as user:
            said = "Another program uses Ctrl+Alt+B already."
            user.until(lambda: any(it.startswith(said) for it in user.state["words"]), said)
    assert tomllib.loads(desktop.settings.read_text())["hotkey"] == "Ctrl+Alt+B"


def test_start_at_login_is_the_desktops_own_entry(desktop):
    desktop.configure(PROGRAM)
    entry = Path(desktop.env["XDG_CONFIG_HOME"]) / "autostart" / "io.usero.Desktop.desktop"
    with icons(desktop), desktop.start("open", "settings") as user:
        user.click("usero_preferences_login")
        user.until(entry.exists, "the entry")
        assert "open --background\n" in entry.read_text()
        user.click("usero_preferences_login")
        user.until(lambda: not entry.exists(), "the entry to go")
