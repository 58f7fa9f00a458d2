"""Goes through a story with everything slow, and tells the longest the event loop stood still.

Arguments: a server's address, a data folder, for how many milliseconds to block at a key on
purpose, and pictures to add.
"""

from __future__ import annotations

import json
import sys
import threading

from PIL import Image

from usero_desktop.qt import QtWidgets

# As a host does at its start: what comes in is no step of the loop's.
from usero_desktop import attach  # noqa: F401
from host.probe import Probe, block_keys
from host.stalls import ALONE
from host.story import Hand, Story, host_window, spin

url, data, block, *pictures = sys.argv[1:]
app = QtWidgets.QApplication([])
if int(block):
    block_keys(int(block))
window = host_window()
probe = Probe(ALONE)
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
story.widget._front.overlay.approached.emit()
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
print(json.dumps(probe.take()))
