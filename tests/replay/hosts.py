"""Hosts that are recorded, and what is in the recordings of them."""

from __future__ import annotations

import gzip
import json
import threading
from time import monotonic

from usero_desktop.qt import QtCore, QtGui, QtWidgets

PATIENCE = 20_000


class Waits:
    """What is wanted of qtbot here, for programs of their own."""

    def waitUntil(self, met, timeout):
        end = monotonic() + timeout / 1000
        while not met():
            if monotonic() > end:
                raise TimeoutError("It did not come to rest.")
            QtWidgets.QApplication.processEvents(
                QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10
            )


class Gauge(QtWidgets.QWidget):
    """Paints itself, in more steps than anybody would describe."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.value = 0
        self.setMinimumSize(160, 120)

    def turn(self, value):
        self.value = value
        self.update()

    def paintEvent(self, _event):
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor("#204060"))
        for step in range(2_000):
            painter.setPen(QtGui.QColor(step % 255, 90, self.value % 255))
            painter.drawPoint(step % 160, step * 7 % 120)
        painter.end()


def host(qtbot):
    """Show a window with a label, a field and a gauge in it."""
    window = QtWidgets.QMainWindow()
    page = QtWidgets.QWidget()
    rows = QtWidgets.QVBoxLayout(page)
    window.label = QtWidgets.QLabel("Orders of today")
    window.field = QtWidgets.QLineEdit("a planted secret")
    window.gauge = Gauge()
    for widget in (window.label, window.field, window.gauge):
        rows.addWidget(widget)
    window.setCentralWidget(page)
    window.resize(1000, 760)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def _tape():
    # Where it is first needed: the bench compares with a host that has nothing of a recorder.
    from usero_desktop.replay import tape

    return tape


def running():
    """The recording at work, None where there is none."""
    tape = _tape()
    return tape._tape and tape._tape._running


def await_recording(qtbot):
    """Wait until all that is to be seen has been told."""
    qtbot.waitUntil(lambda: running() is not None, timeout=PATIENCE)
    await_rest(qtbot)


def await_change(qtbot):
    """Wait until what has just been changed is painted, told, and drawn where it has to be."""
    QtWidgets.QApplication.sendPostedEvents()
    QtWidgets.QApplication.processEvents()
    await_rest(qtbot)


def await_rest(qtbot):
    """Wait until the recorder has nothing more to tell, nor its worker."""
    recorder = running()._recorder

    def is_at_rest():
        return not recorder.has_more and not recorder._session._timer.isActive()

    qtbot.waitUntil(is_at_rest, timeout=PATIENCE)
    running().reel.worker.asked(lambda: None, PATIENCE / 1000)


def told(recording):
    """The events in a recording."""
    return [
        event for chunk in recording.chunks for event in json.loads(gzip.decompress(chunk.data))
    ]


def recorded(qtbot):
    """Return the events of the recording up to now, also where one was asked for just before."""
    return told(recording_of(qtbot))


def recording_of(qtbot):
    """Return the recording up to now, also where one was asked for just before."""
    running().reel._last = None
    take = _tape().take()
    found = []
    thread = threading.Thread(target=lambda: found.append(take(10)))
    thread.start()
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)
    thread.join()
    return found[0]


def filters_of_ours():
    """The objects of a recording that Qt knows: there are none once it has ended."""
    return [
        thing
        for thing in QtCore.QCoreApplication.instance().children()
        if type(thing).__module__.startswith("usero_desktop.replay")
    ]


def threads_of_ours():
    return [thread for thread in threading.enumerate() if thread.name.startswith("usero-replay")]
