"""Goes through a story with everything slow, and tells the longest the event loop stood still.

Arguments: a server's address, a data folder, for how many milliseconds to block at a key on
purpose, and pictures to add.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress

from PIL import Image

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.wiring import Wiring

# As a host does at its start: what comes in is no step of the loop's.
from usero_desktop import attach  # noqa: F401
from host.story import Hand, Story, host_window, spin

url, data, block, *pictures = sys.argv[1:]
BEAT_MS = 5
with suppress(PermissionError, AttributeError):  # other programs are not what is measured
    os.setpriority(os.PRIO_PROCESS, 0, -10)
app = QtWidgets.QApplication([])


class Probe(QtCore.QObject):
    """A timer that is to come every 5 ms; what it is late by is what a user waits."""

    def __init__(self):
        super().__init__()
        self.longest = {}
        self.begin("start")
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def begin(self, step):
        self._step, self._last = step, time.perf_counter()
        self.longest[step] = 0.0
        spin(20)

    def _beat(self):
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000, now
        self.longest[self._step] = max(self.longest[self._step], gap)


def blocking(real):
    def blocked(self, *given):
        time.sleep(int(block) / 1000)
        real(self, *given)

    return blocked


if int(block):
    Wiring._on_comment_edited = blocking(Wiring._on_comment_edited)
window = host_window()
probe = Probe()
probe.begin("nothing of ours")
spin(500)
# What Pillow does in one piece, with the interpreter to itself, for any program that has it
# make such a picture: 132 MB are taken.
maker = threading.Thread(target=lambda: [Image.new("RGB", (7680, 4320)) for _ in range(5)])
maker.start()
while maker.is_alive():
    spin(20)
probe.begin("attach")
story = Story(url, data, window=window)
spin(100)
probe.begin("hover")
story.widget._overlay.approached.emit()
spin(500)
probe.begin("open")
story.widget.open()
spin(400)
probe.begin("type")
for letter in "words typed":
    Hand.keyClicks(story.form.comment, letter)
    spin(30)
probe.begin("wait for the keyring")
story.form.click(story.form.share)
spin(500)
story.form.email.insert("ada@example.com")
if pictures:
    probe.begin("add pictures")
    story.form.drop_files(*pictures)
    story.has_pictures(len(pictures))
probe.begin("send")
story.form.send()
Hand.waitUntil(lambda: bool(story.queued))
probe.begin("wait for the server")
spin(1000)
probe.begin("close and open")
story.widget.close()
spin(100)
story.widget.open()
spin(100)
probe.begin("destroy")
story.widget.destroy()
spin(200)
print(json.dumps(probe.longest))
