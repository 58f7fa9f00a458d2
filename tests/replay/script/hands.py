"""Plays the script on a real screen: xdotool's hands on the order desk's own process."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path

from flows.desk import LIMIT, Desk
from processes import running
from screens import x11_environment

PROGRAM = Path(__file__).parent / "program.py"
SCREEN = (1300, 900)


class XHands:
    """The hands of `play.py`; at the `pace` of a person (1), or as fast as the program goes (0)."""

    def __init__(self, user, pace=0.0):
        self.user, self.pace = user, pace
        self._at = (0, 0)

    def _sleeps(self, seconds):
        return ("sleep", seconds * self.pace) if self.pace else ()

    def _go(self, x, y, steps=10):
        """Move the pointer there: some steps, the last of them a small one."""
        if not self.pace:
            steps = 2
        (left, top), moves = self._at, []
        for step in range(1, steps + 1):
            share = step / steps
            moves += ["mousemove", round(left + (x - left) * share), round(top + (y - top) * share)]
            moves += self._sleeps(0.025)
        self._at = x, y
        self.user.xdotool(*moves[:], *([] if (left, top) != (x, y) else ["mousemove", x - 1, y]))

    def _middle(self, name):
        left, top, width, height = self.user.place(name)
        return left + width // 2, top + height // 2

    def click(self, name):
        self._go(*self._middle(name))
        self.user.xdotool(*self._sleeps(0.1), "click", 1)

    def write(self, text):
        self.user.xdotool("type", "--delay", max(3, round(110 * self.pace)), text)

    def key(self, name, times=1):
        delay = max(3, round(150 * self.pace))
        self.user.xdotool("key", "--clearmodifiers", "--delay", delay, *[name] * times)

    def open_list(self, name):
        self.click(name)
        self.until_there("list")

    def pick(self, steps):
        self.key("Down", steps)
        self.key("Return")
        self.until_gone("list")

    def wheel(self, name, steps):
        self._go(*self._middle(name))
        before = int(self.user.ask("value", "scrolled"))
        delay = max(3, round(100 * self.pace))
        self.user.xdotool("click", "--repeat", steps, "--delay", delay, 5)
        # Three rows a notch, as Qt has it.
        self.until("scrolled", str(before + 3 * steps))

    def hover(self, name):
        left, top, width, height = self.user.place(name)
        self._go(left + 20, top + 20)
        self._go(left + width // 2, top + height // 2, steps=40)

    def until(self, name, value):
        self.user.until(lambda: self.user.ask("value", name) == value, f"{name} to be {value}")

    def until_there(self, name):
        self.user.place(name)

    def until_gone(self, name):
        self.user.until(lambda: self.user.ask("place", name) is None, f"{name} to go")

    def rest(self):
        if self.pace:
            self.user.xdotool(*self._sleeps(0.6))


@contextmanager
def order_desk(display, options, errors, env, program=PROGRAM):
    """Start the program on a screen and yield the user's side of it, once it has the focus."""
    command = [sys.executable, str(program), json.dumps(options)]
    pipes = dict.fromkeys(("stdin", "stdout"), -1)
    with (
        errors.open("w") as said,
        running(command, x11_environment(display, env), stderr=said, text=True, **pipes) as process,
    ):
        user = Desk(display, process, errors)
        user.until(user.is_active, "the window to have the focus")
        yield user
        process.stdin.close()
        status = process.wait(LIMIT)
    assert status == 0, errors.read_text()
    assert errors.read_text() == ""
