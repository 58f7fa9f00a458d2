"""Programs that end, in order or not: with `keep_drafts` the words are there at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from ui.form import Form
from ui.process import LIMIT, environment, run_script

from usero_desktop.ui.form import drafts

PROGRAM = """
import sys, time
import usero_desktop as usero
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.form import drafts

data, how, typed = sys.argv[1:4]
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(900, 700)
window.show()
widget = usero.attach(
    window, "client_demo", base_url="http://127.0.0.1:1", data_dir=data, locale="en",
    reduced_motion=True, keep_drafts=True,
)
widget.open()
comment = window.findChild(QtWidgets.QPlainTextEdit, "usero_comment")


def until(ready):
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        app.processEvents()
        time.sleep(0.005)


until(lambda: drafts.is_recalled(("http://127.0.0.1:1", "client_demo")))
app.processEvents()
print(comment.toPlainText(), flush=True)
"""

ENDS = (
    PROGRAM
    + """
comment.setPlainText(typed)
if how == "the last window":
    QtCore.QTimer.singleShot(0, window.close)
elif how == "quit":
    QtCore.QTimer.singleShot(0, app.quit)
elif how == "deleted":
    window.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    QtCore.QTimer.singleShot(0, window.close)
if how != "look":
    started = time.monotonic()
    sys.exit(app.exec())
"""
)

TYPES = (
    PROGRAM
    + """
number = 0


def type_():
    global number
    number += 1
    comment.setPlainText(f"word {number}")
    print(number, flush=True)


timer = QtCore.QTimer()
timer.timeout.connect(type_)
timer.start(40)
app.exec()
"""
)


def run(data, how, typed=""):
    done = run_script(ENDS, data, how, typed)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[0]


@pytest.mark.parametrize("how", ["the last window", "quit", "deleted"])
def test_what_was_written_just_before_the_end_is_there_at_the_next_start(tmp_path, how):
    assert run(tmp_path, how, "Just before the end.") == ""
    assert run(tmp_path, "look") == "Just before the end."


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of Unix")
def test_a_kill_while_the_user_types_loses_what_was_typed_since_the_last_save_alone(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", TYPES, str(tmp_path), "types", ""],
        stdout=subprocess.PIPE, text=True, env=environment(),
    ) as program:  # fmt: skip
        assert program.stdout.readline() == "\n"
        typed = []
        deadline = time.monotonic() + LIMIT
        # Seconds of typing without a rest: a save that each key puts off would never come.
        while len(typed) < 60 and time.monotonic() < deadline:
            typed.append((int(program.stdout.readline()), time.monotonic()))
        os.kill(program.pid, signal.SIGKILL)
        killed = time.monotonic()
        program.wait(LIMIT)
    found = run(tmp_path, "look")

    assert found.startswith("word ")
    [at] = [moment for number, moment in typed if number == int(found.split()[1])]
    # 1.5 s, and what a slow machine needs to write it down.
    assert killed - at < 1.5 + 2
    assert int(found.split()[1]) > 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only Unix forks")
@pytest.mark.timeout(60)
def test_a_forked_child_neither_waits_for_its_parents_drafts_nor_writes_them(
    qtbot, window, attach, monkeypatch
):
    monkeypatch.setattr("usero_desktop.ui.form.keeping.SAVE_MS", 600_000)
    widget = attach(window, keep_drafts=True)
    widget.open()
    Form(qtbot, window).type("The parent's.")
    writing, held, go_on = widget._backstage.lease.writing, threading.Event(), threading.Event()

    def hold():
        with drafts.saving, drafts._lock, writing._lock:
            held.set()
            go_on.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    child = os.fork()
    if not child:
        signal.alarm(20)
        widget._backstage.lease.end()
        os._exit(1 if writing.saver is not None else 0)
    go_on.set()
    thread.join()

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert writing.saver is not None
