"""A user's session around a program in a tree: a screen, a bus with a keyring, and two hands."""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import PIL.ImageChops
import PIL.ImageGrab
from capture.xclient import XClient
from identity.buses import gnome_keyring, private_bus
from screens import start_xvfb, x11_environment

PAINT = (0x40, 0x80, 0xC0)
LIMIT = 60.0
"""Seconds anything here may take; a limit, not a wait."""


class Session:
    """The user's side: `env` for a program in the tree, and what a user does and sees."""

    def __init__(self, display, bus):
        self.display, self.bus = display, bus
        self.env = {
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": bus.environment["DBUS_SESSION_BUS_ADDRESS"],
        }
        self._hands = x11_environment(display)

    def paint(self):
        """Put something on the bare screen: a picture that is black all over is none."""
        with XClient(self.display) as client:
            row = bytes(client.width * 4)
            blue = bytes((*reversed(PAINT), 0)) * client.width
            client.paint(row * (client.height // 4) + blue * (client.height - client.height // 4))

    def xdotool(self, *arguments):
        command = ["xdotool", *map(str, arguments)]
        done = subprocess.run(
            command, env=self._hands, check=True, timeout=LIMIT, capture_output=True, text=True
        )
        return done.stdout.strip()

    def window(self, title):
        """Wait for the window of that title, have it in front, and return its number."""
        found = self.xdotool("search", "--sync", "--onlyvisible", "--name", title).split()
        self.xdotool("windowactivate", "--sync", found[-1])
        return found[-1]

    def key(self, *names):
        """Press keys, one by one, each when the screen has answered to the one before."""
        for name in names:
            self._answered("key", "--clearmodifiers", name)

    def type(self, words):
        self._answered("type", "--delay", 5, words)

    def grab(self):
        return PIL.ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def _answered(self, *arguments):
        before = self.grab()
        self.xdotool(*arguments)
        until(lambda: differ(before, self.grab()), f"the screen to answer to {arguments}")
        self.at_rest()

    def at_rest(self):
        """Wait for the screen to be the same for a while, a blinking cursor aside."""
        seen = [self.grab()]
        pause = threading.Event()

        def rests():
            pause.wait(0.15)
            seen.append(self.grab())
            return not differ(seen[-2], seen[-1])

        until(rests, "the screen to come to rest")


def differ(one, other):
    return PIL.ImageChops.difference(one, other).getbbox() is not None


def until(holds, what, limit=LIMIT):
    pause = threading.Event()
    deadline = time.monotonic() + limit
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {limit} s for {what}")
        pause.wait(0.05)


@contextmanager
def session(tree, *, size=(1280, 900)):
    """Yield a session whose screen and bus are seen from within the tree."""
    with ExitStack() as stack:
        display = stack.enter_context(start_xvfb(*size))
        bus = stack.enter_context(private_bus())
        stack.enter_context(gnome_keyring(bus))
        tree.show(Path("/tmp/.X11-unix"), "/tmp/.X11-unix")
        tree.show(bus.folder, str(bus.folder))
        made = Session(display, bus)
        made.paint()
        yield made
