"""Opens and closes the panel, and sends reports, many times; what grows is told, and what stalls.

Arguments: the inbox's address, a data folder, how many opens, how many submits, how many bytes an
open leaks on purpose, with an object and a descriptor, and for how many milliseconds to block at
one key in 25 on purpose.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from pathlib import Path

from usero_desktop.qt import QtCore, QtWidgets

from host.probe import Probe, block_keys
from host.stalls import ALONE
from host.story import Story, host_window, spin

url, data, opens, submits, leak, block = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
WARM_UPS = 50
PAGE = os.sysconf("SC_PAGE_SIZE")
app = QtWidgets.QApplication([])
if block:
    block_keys(block, every=25)
window = host_window()
probe = Probe(ALONE)
spin(500)
alone = probe.take()
probe.start("attach")
story = Story(url, data, window=window)
leaked, rounds = [], []


def measure():
    # Until the timers have run out that open() and close() leave behind.
    probe.begin("closed")
    spin(60)
    rounds.append(probe.take() | alone)
    app.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    gc.collect()
    ours = sum(type(thing).__module__.startswith("usero_desktop.") for thing in gc.get_objects())
    sample = {
        "kilobytes": int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1000,
        "widgets": len(app.allWidgets()),
        "objects": len(story.window.findChildren(QtCore.QObject)),
        "python": ours,
        "descriptors": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
        "threads": threading.active_count(),
    }
    probe.start("closed")
    return sample


def open_and_close(number):
    probe.begin("open")
    story.widget.open()
    app.processEvents()
    probe.begin("type")
    story.form.comment.insertPlainText("words")
    app.processEvents()
    story.form.comment.selectAll()
    story.form.comment.insertPlainText("")
    probe.begin("close")
    story.widget.close()
    if leak:
        leaked.append((os.urandom(leak), QtCore.QObject(story.window), os.dup(0)))
    story.queued.clear()
    if number % 25 == 0:
        spin(2)


def open_and_submit():
    probe.begin("open")
    story.widget.open()
    app.processEvents()
    probe.begin("submit")
    story.submit()


for number in range(WARM_UPS):
    open_and_close(number)
for _ in range(min(submits, 5)):
    open_and_submit()
if submits:
    # What lists the waiting ones is made, and kept, when one is first seen to wait: who knows when.
    story.widget._backstage.session.reports.watch(False)
samples = [{"opens": 0, **measure()}]
each = max(opens // max(submits, 1), 1)
for number in range(1, opens + 1):
    open_and_close(number)
    if submits and number % each == 0:
        open_and_submit()
    if number % 25 == 0:
        samples.append({"opens": number, **measure()})
# The first is of the warm-up, in which modules are loaded.
told = {"samples": samples, "delivered": story.delivered, "rounds": rounds[1:]}
print(json.dumps(told))
