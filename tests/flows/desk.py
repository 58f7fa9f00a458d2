"""A real screen with a window manager, a host program on it, and a hand that moves the mouse."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import PIL.Image
import PIL.ImageGrab
from capture.xclient import XClient
from processes import running
from screens import start_xvfb, x11_environment

LIMIT = 30.0
"""Seconds anything here may take; a limit, not a wait."""

TESTS = Path(__file__).parents[1]
DRIVEN = TESTS / "flows" / "driven.py"


class Desk:
    """The user's side: eyes (`place`, `state`) and hands (`click`, `key`, `type`)."""

    def __init__(self, display, process, said):
        self.display = display
        self.process = process
        self._said = said
        self._env = x11_environment(display)

    def ask(self, *command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the host ended with {self.process.wait(LIMIT)}: {self._said.read_text()}"
        return json.loads(answer)

    @property
    def state(self):
        return self.ask("state")

    def is_active(self):
        """Whether the host's window has the focus; if not, it asks for it.

        A window manager that is just taking over gives it to none of the windows it finds.
        """
        if not self.state["active"]:
            self.ask("window", "activateWindow")
            return False
        return True

    def place(self, name):
        """The part's place once it is there and has come to rest."""
        seen = [None]

        def at_rest():
            seen.append(self.ask("place", name))
            return seen[-1] is not None and seen[-1] == seen[-2]

        self.until(at_rest, f"{name} to be there")
        return seen[-1]

    def client_at_rest(self):
        """The window's own area once it moves no more."""
        seen = [None]

        def at_rest():
            seen.append(self.ask("client"))
            return seen[-1] == seen[-2]

        self.until(at_rest, "the window to rest")
        return seen[-1]

    def until(self, holds, what, limit=LIMIT):
        pause = threading.Event()
        deadline = time.monotonic() + limit
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {limit} s for {what}; {self.state}")
            pause.wait(0.02)

    def until_story(self, name, count=1):
        self.until(lambda: self.state["story"].count(name) >= count, name)

    def until_words(self, words):
        self.until(lambda: words in self.state["words"], words)

    def xdotool(self, *arguments):
        command = ["xdotool", *map(str, arguments)]
        subprocess.run(command, env=self._env, check=True, timeout=LIMIT, capture_output=True)

    def click_at(self, x, y):
        # Two steps: the second movement makes sure that the widget sees the pointer come in.
        self.xdotool("mousemove", x - 1, y, "mousemove", x, y, "click", 1)

    def drag(self, start, goal):
        """Draw from one place to another."""
        middle = [(one + other) // 2 for one, other in zip(start, goal, strict=True)]
        steps = [("mousemove", *at) for at in (start, middle, goal)]
        self.xdotool(*steps[0], "mousedown", 1, *steps[1], *steps[2], "mouseup", 1)

    def click(self, name):
        left, top, width, height = self.place(name)
        self.click_at(left + width // 2, top + height // 2)

    def click_part(self, accessible):
        """Click what a screen reader would call `accessible`."""
        self.click(f"={accessible}")

    def add_picture(self, mode):
        """Take one more picture by the menu's entry for `mode`."""
        count = self.ask("thumbnails") + 1
        self.click("usero_add_screenshot")
        self.click(f"usero_picture_{mode}")
        self.until(lambda: self.ask("thumbnails") == count, "the picture")

    def send(self):
        """Click Send, and see the report arrive."""
        self.click("usero_send")
        self.until_words("Thank you!")
        self.until_story("delivered")

    def key(self, *names):
        self.xdotool("key", "--clearmodifiers", *names)

    def type(self, words):
        self.xdotool("type", "--delay", 5, words)

    def shows(self, title):
        """Whether the X server has a window of that title on the screen."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        done = subprocess.run(
            command, env=self._env, check=False, timeout=LIMIT, capture_output=True
        )
        return bool(done.stdout.strip())

    def move_window(self, title, x, y):
        self.xdotool("search", "--onlyvisible", "--name", title, "windowmove", x, y)

    def grab(self):
        """What is on the screen now, as a Pillow image."""
        return PIL.ImageGrab.grab(xdisplay=self.display).convert("RGB")


@contextmanager
def desk(
    url,
    data,
    *,
    kind="pattern",
    wm="openbox",
    size=(1600, 1300),
    scale=None,
    under=(),
    logged="",
    environment=None,
    monitors=(),
    **options,
):
    """Start X server, window manager and host; yield the desk once the host is shown.

    `under` is a command that runs the host's, as strace does. Nothing slides unless a test asks
    for it: a hand that aims at what moves misses it. `logged` is in the one line for
    developers that the host's standard error has to hold. `environment` is the host's, too.
    `monitors` (name, x, y, width, height) are what the screen is divided into.
    """
    options = {"reduced_motion": True} | options
    with start_xvfb(*size, wm=wm) as display:
        if monitors:
            with XClient(display) as client:
                client.split(*monitors)
        env = x11_environment(display) | (environment or {})
        if scale:
            env["QT_SCALE_FACTOR"] = str(scale)
        command = [*under, sys.executable, str(DRIVEN), kind, url, str(data), json.dumps(options)]
        said = Path(data).parent / "host.err"
        with said.open("w") as errors, host(command, env, errors) as process:
            made = Desk(display, process, said)
            made.until(made.is_active, "the host's window to be active")
            yield made
            process.stdin.close()
            status = process.wait(LIMIT)
        assert status == 0, said.read_text()
        lines = said.read_text().splitlines()
        assert len(lines) == bool(logged), lines
        assert all(logged in line for line in lines), lines


def host(command, env, errors=subprocess.DEVNULL):
    env = {**env, "PYTHONPATH": str(TESTS)}  # for `answers`
    pipe = subprocess.PIPE
    return running(command, env, text=True, stdin=pipe, stdout=pipe, stderr=errors)


def newest(inbox):
    """The newest report as the inbox page reads it, its pictures downloaded."""
    with httpx.Client(base_url=inbox.url, timeout=30) as client:
        entry = client.get("/inbox/api/feedback").json()["items"][0]
        files = [client.get(shot["image"]).content for shot in entry["screenshots"]]
    return entry, [PIL.Image.open(io.BytesIO(file)).convert("RGB") for file in files]
