"""A host that forks while its widget is at work. Arguments: the inbox's address, a data folder."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
import warnings

from usero_desktop.qt import QtWidgets
from usero_desktop.ui.process import lifetime

from host.story import Hand, Story, spin

url, data = sys.argv[1:]
# From Python 3.12 on, forking beside threads is warned of, and hosts do it all the same.
warnings.simplefilter("ignore", DeprecationWarning)
app = QtWidgets.QApplication([])
story = Story(url, data)
chance = random.Random(1)


def ended(child):
    """Wait for a child; None where it does not end."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        spin(10)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


def fork(end):
    child = os.fork()
    if not child:
        end()
    return child


def leave_early():
    os._exit(3)


def leave_properly():
    # Not sys.exit(): Qt itself waits there for ever, for its own threads, which a child has
    # not got. What ours do at the end is this.
    lifetime._leave()
    os._exit(4)


def work():
    print("working", flush=True)


codes = []
for number in range(8):
    story.widget.open()
    story.write(f"number {number}")
    story.form.send()
    spin(chance.choice((0, 2, 10, 40)))
    codes.append(ended(fork(leave_early)))
    codes.append(ended(fork(leave_properly)))
    Hand.waitUntil(lambda wanted=number + 1: story.delivered == wanted)
process = multiprocessing.get_context("fork").Process(target=work)
process.start()
process.join(10)
codes.append(process.exitcode)
print(sorted(set(codes), key=str), story.delivered)
story.widget.close()
