"""A host program whose panel is used as `actions` say; it tells what it saw, and ends.

    python program.py '{"url": …, "data": …, "options": {…}, "actions": [[…], …], "wrong": ""}'

Its last line but one is a JSON object, its last "ending": from there on it has 2 seconds.
`wrong` puts a keeper into it that is wrong on purpose.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time

import usero_desktop
from usero_desktop.identity import backends, keeper
from usero_desktop.qt import QtCore, QtWidgets

LIMIT = 30.0
PROBE_MS = 5


class Probe(QtCore.QObject):
    """Notes how long the event loop stood still, and when the panel was first painted."""

    def __init__(self):
        super().__init__()
        self.longest = 0.0
        self.painted = None
        self._last = None
        self._timer = QtCore.QTimer(self)
        self._timer.timeout.connect(self._on_beat)

    def start(self):
        self._last = time.perf_counter()
        self._timer.start(PROBE_MS)

    def _on_beat(self):
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - PROBE_MS)
        self._last = now

    def eventFilter(self, _watched, event):
        if event.type() == QtCore.QEvent.Type.Paint and self.painted is None:
            self.painted = time.perf_counter()
        return False


class Program:
    def __init__(self, wishes):
        self.said = {}
        self.probe = Probe()
        self.window = QtWidgets.QMainWindow()
        self.window.resize(900, 700)
        self.window.show()
        self.delivered = []
        self.widget = usero_desktop.attach(
            self.window, "client_demo", base_url=wishes["url"], data_dir=wishes["data"],
            reduced_motion=True, locale="en", **wishes["options"],
        )  # fmt: skip
        self.widget.delivered.connect(self.delivered.append)

    def part(self, name):
        return self.window.findChild(QtWidgets.QWidget, f"usero_{name}")

    def until(self, holds):
        deadline = time.monotonic() + LIMIT
        loop = QtCore.QEventLoop()
        timer = QtCore.QTimer()
        timer.timeout.connect(lambda: (holds() or time.monotonic() > deadline) and loop.quit())
        timer.start(PROBE_MS)
        loop.exec()
        timer.stop()
        return holds()

    def do_open(self):
        started = time.perf_counter()
        self.widget.open()
        self.part("panel").installEventFilter(self.probe)
        assert self.until(lambda: self.probe.painted is not None)
        self.said["shown_ms"] = round((self.probe.painted - started) * 1000)
        self.probe.start()

    def do_write(self, words):
        self.part("comment").insertPlainText(words)

    def do_tick(self, ticked):
        self.part("share_email").setChecked(ticked)

    def do_type_email(self, address):
        self.part("email").setText(address)

    def do_note(self):
        """Tell later how the field and its box stand now."""
        email, box = self.part("email").text(), self.part("share_email").isChecked()
        self.said["noted"] = {"email": email, "ticked": box}

    def do_wait_email(self):
        assert self.until(lambda: self.part("email").text())

    def do_wait(self, seconds):
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def do_wait_given_up(self, limit):
        end = time.monotonic() + limit
        self.until(lambda: keeper.system_keeper().unavailable_because or time.monotonic() > end)

    def do_wait_idle(self):
        """Until the keyring has done what it was asked."""
        assert self.until(lambda: "usero-keyring" not in {t.name for t in threading.enumerate()})

    def do_send(self):
        count = len(self.delivered)
        self.part("send").click()
        assert self.until(lambda: len(self.delivered) > count)

    def run(self):
        for name, *values in wishes["actions"]:
            getattr(self, f"do_{name}")(*values)
        sys.stdout.write(f"{json.dumps(self.said | self.end())}\nending\n")
        sys.stdout.flush()
        app.quit()

    def end(self):
        return {
            "stall_ms": round(self.probe.longest),
            "reason": keeper.system_keeper().unavailable_because,
            "loaded": "keyring" in sys.modules,
        }


class OnTheGuiThread(keeper.Keeper):
    """Wrong on purpose: whoever asks waits."""

    def _request(self, request):
        answer = request.ask()
        if answer is not None and request.done is not None:
            request.done(answer)


class WithoutDeadline(keeper.Keeper):
    """Wrong on purpose: asks again and again, and the process waits for the answers."""

    def _request(self, request):
        threading.Thread(target=request.ask).start()


class Unlocking(keeper.Keeper):
    """Wrong on purpose: the keyring may put its question on the screen."""

    def __init__(self, keychain):
        backends._refuse_question = lambda _backend: None
        super().__init__(keychain)


wishes = json.loads(sys.argv[1])
logging.basicConfig(level=logging.DEBUG, filename=wishes["log"])
if wishes["wrong"]:
    wrong = globals()[wishes["wrong"]](keeper.SystemKeychain())
    keeper.system_keeper = lambda: wrong  # before anything has taken it from there
app = QtWidgets.QApplication([])
program = Program(wishes)
QtCore.QTimer.singleShot(0, program.run)
app.exec()
