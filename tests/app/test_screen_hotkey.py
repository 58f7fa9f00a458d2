"""The key on a real X server, pressed while another program's window has the focus."""

from __future__ import annotations

import json
import subprocess

import pytest
from app.keyboards import LIMIT, keyed, xdotool
from screens import start_xvfb, x11_environment

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def env():
    with start_xvfb() as display:
        yield x11_environment(display)


def setxkbmap(env, *words):
    subprocess.run(["setxkbmap", *words], env=env, check=True, timeout=LIMIT)


def press(env, *keys):
    """Press each key, by its number, with Ctrl and Alt."""
    for key in keys:
        xdotool(
            env, "keydown", "ctrl", "keydown", "alt", "key", key, "keyup", "alt", "keyup", "ctrl"
        )


def hold(env, *names):
    down = [word for name in names for word in ("keydown", name)]
    up = [word for name in reversed(names) for word in ("keyup", name)]
    xdotool(env, *down, "sleep", "1.5", *up)


def test_it_is_pressed_while_another_window_has_the_focus_and_that_sees_nothing(env):
    with keyed(env, "key") as ours, keyed(env, "window", "Somebody else's") as other:
        assert ours.set("Ctrl+Alt+F") == ["Ctrl+Alt+F", None]
        xdotool(env, "key", "ctrl+alt+f")
        assert ours.pressed().startswith("usero_TIME")
        # All other keys are the other one's, and we hear of none.
        xdotool(env, "key", "f", "alt+f", "ctrl+f", "ctrl+alt+shift+f", "ctrl+alt+g")
        heard = [other.line() for _ in range(5)]
        while "key 71" not in heard:  # the G, which is last
            heard.append(other.line())
        ours.set("")
        xdotool(env, "key", "ctrl+alt+f")
        while "key 70" not in heard[heard.index("key 71") :]:
            heard.append(other.line())


def test_the_lock_keys_make_no_difference(env):
    with keyed(env, "key") as ours:
        assert ours.set("Meta+Shift+U") == ["Meta+Shift+U", None]
        for locks in (["Num_Lock"], ["Caps_Lock"], ["Num_Lock"], ["Caps_Lock"]):
            xdotool(env, "key", *locks)
            xdotool(env, "key", "super+shift+u")
            ours.pressed()


def test_one_that_is_held_down_is_one_press(env):
    with keyed(env, "key") as ours, keyed(env, "window", "Somebody else's") as other:
        ours.set("Ctrl+Alt+H")
        # The server repeats a key that is held; the window sees how often, with another one.
        hold(env, "ctrl", "alt", "h")
        hold(env, "ctrl", "alt", "i")
        assert [other.hear(f"key {ord('I')}") is not None for _ in range(3)] == [True] * 3
        ours.pressed()
        ours.news()
        assert ours.set("") == ["", None]  # and nothing was said before that


def test_a_key_of_another_program_is_told_and_had_once_that_lets_go(env):
    with keyed(env, "key") as first, keyed(env, "key") as second:
        assert first.set("Ctrl+Alt+J") == ["Ctrl+Alt+J", None]
        assert second.set("Ctrl+Alt+J") == ["", "hotkey_taken"]
        assert second.set("Ctrl+Alt+K") == ["Ctrl+Alt+K", None]
        xdotool(env, "key", "ctrl+alt+j", "key", "ctrl+alt+k")
        first.pressed()
        second.pressed()
        first.quit()
        assert second.set("Ctrl+Alt+J") == ["Ctrl+Alt+J", None]
        xdotool(env, "key", "ctrl+alt+j")
        second.pressed()


def test_a_rebound_key_leaves_the_old_one_to_others(env):
    with keyed(env, "key") as first, keyed(env, "key") as second:
        first.set("Ctrl+Alt+L")
        assert first.set("Ctrl+Alt+M") == ["Ctrl+Alt+M", None]
        assert second.set("Ctrl+Alt+L") == ["Ctrl+Alt+L", None]


Z_OF_DE, Y_OF_DE = "29", "52"
"""Where the keys are, by their numbers: a German keyboard has them the other way round."""


def test_another_layout_moves_the_key_with_its_letter(env):
    with keyed(env, "key") as ours:
        ours.set("Ctrl+Alt+Z")
        try:
            setxkbmap(env, "de")
            ours.news()
            press(env, Y_OF_DE, Z_OF_DE)
            ours.pressed()
            ours.news()
            setxkbmap(env, "ru")
            assert json.loads(ours.line()) == ["", "hotkey_no_key"]
        finally:
            setxkbmap(env, "us")
        assert json.loads(ours.line()) == ["Ctrl+Alt+Z", None]
        press(env, Z_OF_DE, Y_OF_DE)
        ours.pressed()
        ours.news()


@pytest.mark.parametrize(
    "keys", ["Ctrl+Shift+F9", "Meta+Space", "Ctrl+Shift+Print", "Alt+Shift+PgUp", "Ctrl+Alt+,"]
)
def test_other_keys_than_letters_work_too(env, keys):
    names = {"Meta": "super", "Space": "space", "PgUp": "Prior", ",": "comma"}
    with keyed(env, "key") as ours:
        assert ours.set(keys) == [keys, None]
        xdotool(env, "key", "+".join(names.get(word, word) for word in keys.split("+")))
        ours.pressed()


def test_a_key_that_is_on_no_keyboard_is_told(env):
    with keyed(env, "key") as ours:
        assert ours.set("Ctrl+Alt+ß") == ["", "hotkey_no_key"]


def test_without_a_server_it_is_told(env):
    with keyed(env | {"QT_QPA_PLATFORM": "offscreen"}, "key") as ours:
        assert ours.set("Ctrl+Alt+F") == ["", "hotkey_nowhere"]
