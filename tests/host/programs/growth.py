"""Opens and closes the panel, and sends reports, many times; what grows is told.

Arguments: the inbox's address, a data folder, how many opens, how many submits, and how many
bytes an open leaks on purpose, with an object and a descriptor.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from pathlib import Path

from usero_desktop.qt import QtCore, QtWidgets

from host.story import Story, spin

url, data, opens, submits, leak = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
WARM_UPS = 50
PAGE = os.sysconf("SC_PAGE_SIZE")
app = QtWidgets.QApplication([])
story = Story(url, data)
leaked = []


def measure():
    # Until the timers have run out that open() and close() leave behind.
    spin(60)
    app.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    gc.collect()
    ours = sum(type(thing).__module__.startswith("usero_desktop.") for thing in gc.get_objects())
    return {
        "kilobytes": int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1000,
        "widgets": len(app.allWidgets()),
        "objects": len(story.window.findChildren(QtCore.QObject)),
        "python": ours,
        "descriptors": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
        "threads": threading.active_count(),
    }


def open_and_close(number):
    story.widget.open()
    story.form.comment.insertPlainText("words")
    app.processEvents()
    story.form.comment.selectAll()
    story.form.comment.insertPlainText("")
    story.widget.close()
    if leak:
        leaked.append((os.urandom(leak), QtCore.QObject(story.window), os.dup(0)))
    story.queued.clear()
    if number % 25 == 0:
        spin(2)


for number in range(WARM_UPS):
    open_and_close(number)
for _ in range(min(submits, 5)):
    story.widget.open()
    story.submit()
samples = [{"opens": 0, **measure()}]
each = max(opens // max(submits, 1), 1)
for number in range(1, opens + 1):
    open_and_close(number)
    if submits and number % each == 0:
        story.widget.open()
        story.submit()
    if number % 25 == 0:
        samples.append({"opens": number, **measure()})
print(json.dumps({"samples": samples, "delivered": story.delivered}))
