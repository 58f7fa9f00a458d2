"""The teardowns, with a widget that is wrong on purpose.

Arguments: those of `teardown.py`, each kind preceded by what is wrong and a slash.
"""

from __future__ import annotations

import runpy
import sys
import threading
import time
from pathlib import Path

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui import widget

*given, step = sys.argv[1:]
how, step = step.split("/")
real = widget.FeedbackWidget._build


class Thread(QtCore.QThread):
    """Goes down with its owner while it runs."""

    def run(self):
        # Longer than any machine takes to get to the end that this one does not survive.
        time.sleep(30)


class Emitter(QtCore.QObject):
    done = Signal()


def thread(self):
    self.thread_ = Thread(self)
    self.thread_.start()


def slot(self):
    timer = QtCore.QTimer(self)
    timer.timeout.connect(lambda: self.nothing())  # noqa: PLW0108 - it is not there
    timer.start(0)


def emission(self):
    emitter = Emitter(self)

    def emit():
        while True:  # until there is nothing any more to emit it
            emitter.done.emit()
            time.sleep(0.005)

    # The interpreter waits for it at the end: however late its turn comes, it is seen.
    threading.Thread(target=emit).start()


def build(self, *rest):
    real(self, *rest)
    globals()[how](self)


widget.FeedbackWidget._build = build
sys.argv[1:] = [*given, step]
runpy.run_path(str(Path(__file__).with_name("teardown.py")), run_name="__main__")
