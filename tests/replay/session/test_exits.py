"""A program that is being recorded ends as it would have, however it ends, and may fork."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest
from ui.process import run_script

TESTS = Path(__file__).parent.parent.parent

HOST = f"""
import os, sys, threading
sys.path.insert(0, {str(TESTS)!r})
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay, tape
from replay.hosts import Gauge, running
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
gauge = Gauge()
window.setCentralWidget(gauge)
window.show()
replay = SessionReplay()
replay.start()
def busy(value=[0]):
    value[0] += 1
    gauge.turn(value[0])
timer = QtCore.QTimer()
timer.timeout.connect(busy)
timer.start(5)
while not running() or running().reel.recording(running().reel.timeline.now_ms(), 5) is None:
    app.processEvents()
"""

ENDS = {
    "the loop quits": "QtCore.QTimer.singleShot(300, app.quit); app.exec()",
    "the last window closes": "QtCore.QTimer.singleShot(300, window.close); app.exec()",
    "the interpreter ends with its windows open": "",
    "sys.exit in a slot's way": "sys.exit(0)",
    "the application goes first": """
import gc
timer.stop(); window.close(); app.processEvents()
del timer, window, gauge, app; gc.collect()
""",
    "it is stopped and ends": "replay.stop(); sys.exit(0)",
    "a child ends": """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
before = tape.take()
child = os.fork()
if not child:
    assert tape.take() is None
    replay.stop()
    from usero_desktop.ui.process import lifetime
    lifetime._leave()
    os._exit(7)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 7
assert tape.take()(5) is not None
""",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.promise("H2", "H6")
def test_nothing_hangs_and_nothing_is_said(end):
    began = monotonic()
    done = run_script(HOST + end)
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, said) == (0, [])
    assert monotonic() - began < 40
