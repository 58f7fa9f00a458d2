"""Which keys make sense in every program."""

from __future__ import annotations

import pytest

from usero_desktop.app.hotkey import mac, portal, windows
from usero_desktop.app.hotkey.keys import checked
from usero_desktop.errors import UseroError


@pytest.mark.parametrize(
    "text",
    [
        *("Ctrl+Alt+F", "Ctrl+Shift+F9", "Meta+Space", "Alt+Shift+1", "Ctrl+Alt+Ä", "Ctrl+Alt+,"),
        *("Meta+Ctrl+Alt+Shift+X", "Ctrl+Alt++", "Ctrl+Alt+PgUp", "Meta+F24"),
    ],
)
def test_a_key_that_is_nobodys_is_taken_as_it_is_written(qapp, text):
    assert checked(text).text == text


def test_the_same_key_written_otherwise_is_the_same(qapp):
    assert checked("alt+ctrl+f") == checked("Ctrl+Alt+F")


def test_none_is_none(qapp):
    assert checked("") is None


@pytest.mark.parametrize("text", ["F", "Shift+F", "F5", "Ctrl+C", "Ctrl+F4", "Alt+F", "Print"])
def test_one_that_is_needed_for_writing_or_in_programs_is_not_taken(qapp, text):
    with pytest.raises(UseroError) as told:
        checked(text)
    assert told.value.code == "hotkey_plain"


@pytest.mark.parametrize(
    "text",
    ["Ctrl+Alt", "Ctrl+K, Ctrl+C", "Ctrl+Alt+Nonsense", "Ctrl+Alt+あ", "Alt+Tab", "nothing", "\0"],
)
def test_what_is_no_single_key_is_not_taken(qapp, text):
    with pytest.raises(UseroError) as told:
        checked(text)
    assert told.value.code == "hotkey_unusable"


@pytest.mark.parametrize("number", range(1, 13))
def test_the_keys_to_the_consoles_are_the_systems(qapp, number):
    with pytest.raises(UseroError, match="another console"):
        checked(f"Ctrl+Alt+F{number}")


@pytest.mark.parametrize(
    "text, on_wayland, on_windows, on_mac",
    [
        ("Ctrl+Alt+F", "CTRL+ALT+f", (0x4003, 0x46), (0x0900, 3)),
        ("Meta+Shift+9", "SHIFT+LOGO+9", (0x400C, 0x39), (0x1200, 25)),
        ("Alt+Shift+F12", "ALT+SHIFT+F12", (0x4005, 0x7B), (0x0A00, 111)),
        ("Ctrl+Alt+Space", "CTRL+ALT+space", (0x4003, 0x20), (0x0900, 49)),
        ("Ctrl+Alt+,", "CTRL+ALT+U002C", (0x4003, None), (0x0900, None)),
        ("Meta+Print", "LOGO+Print", (0x4008, 0x2C), (0x1000, None)),
    ],
)
def test_each_system_has_its_own_spelling(qapp, text, on_wayland, on_windows, on_mac):
    keys = checked(text)
    assert portal.trigger(keys) == on_wayland
    assert (windows.modifiers(keys), windows.code(keys)) == on_windows
    assert (mac.modifiers(keys), mac.CODES.get(keys.name)) == on_mac
