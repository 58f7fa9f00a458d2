"""A window of ours comes before the one that the user works in, where the user asked for that."""

from __future__ import annotations

import pytest
from app.keyboards import keyed, xdotool
from screens import start_xvfb, x11_environment

pytestmark = pytest.mark.screen


@pytest.mark.parametrize("manager", ["openbox", "xfwm4"])
def test_it_comes_for_a_key_while_something_is_written_elsewhere(manager):
    with start_xvfb(wm=manager) as display:
        env = x11_environment(display)
        with keyed(env, "panel", "Ctrl+Alt+F") as panel, keyed(env, "window", "Letter") as letter:
            for _ in range(2):  # where it is shown for the first time, and where it is behind
                letter.type(env, "a", "key 65")
                xdotool(env, "key", "ctrl+alt+f")
                panel.hear("ready")
                panel.type(env, "b", "key 66")
                where = ("mousemove", "--window", "%1", "150", "180", "click", "1")
                xdotool(env, "search", "--onlyvisible", "--name", "^Letter$", *where)
