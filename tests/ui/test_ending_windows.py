"""A host with several windows, each of which has a report on its way when the host ends."""

from __future__ import annotations

import threading

import pytest
from servers import serving
from ui.process import run_script
from ui.shelf import kept

LONGEST = 2.0
SPARE = 1.0
"""For a machine that runs other tests beside."""

HOST = """
import sys, time
import usero_desktop
from usero_desktop.qt import QtCore, QtWidgets
{change}
app = QtWidgets.QApplication([])
sending, windows = [], []
for number in range(6):
    window = QtWidgets.QMainWindow()
    window.show()
    widget = usero_desktop.attach(
        window, "client_demo", base_url=sys.argv[1], data_dir=f"{{sys.argv[2]}}/{{number}}",
        reduced_motion=True,
    )
    feedback = widget._backstage.working().feedback
    feedback.subscribe(lambda event: sending.append(type(event).__name__))
    feedback.submit(rating=3)
    windows.append(window)

def end_once_all_are_sending():
    if sending.count("Sending") == 6:
        timer.stop()
        started.append(time.monotonic())
        app.quit()

started = []
timer = QtCore.QTimer(interval=10)
timer.timeout.connect(end_once_all_are_sending)
timer.start()
app.exec()
print(time.monotonic() - started[0])
"""

ONE_BY_ONE = """
from usero_desktop.ui.process.ending import Ending
Ending.with_all = Ending.now
"""


def seconds_to_end(folder, change=""):
    held = threading.Event()
    with serving(lambda *_: held.wait(30)) as server:
        done = run_script(HOST.format(change=change), server.url, folder)
        held.set()
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.promise("A12")
def test_a_host_of_six_windows_ends_as_fast_as_one_of_one(tmp_path, figure):
    assert seconds_to_end(tmp_path) < LONGEST + SPARE
    assert [len(kept(folder)) for folder in tmp_path.iterdir()] == [1] * 6
    figure("6 windows, each with a report on its way: gone, all kept")


@pytest.mark.bites("A12")
def test_windows_that_are_waited_for_one_by_one_are_found_out(tmp_path):
    assert seconds_to_end(tmp_path, ONE_BY_ONE) > LONGEST + SPARE
