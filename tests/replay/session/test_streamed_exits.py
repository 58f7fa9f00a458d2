"""A program whose session is streamed ends as it would have, and the session with it."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest
from flows.recorded import FINALISE, Usero, steps
from servers import serving
from ui.process import run_script

from usero_desktop.inbox.server import running

TESTS = Path(__file__).parent.parent.parent

HOST = f"""
import os, sys, threading
sys.path.insert(0, {str(TESTS)!r})
from time import monotonic
from dataclasses import replace
import usero_desktop as usero
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay, stream, tape
stream.BEAT = replace(stream.BEAT, start=0.05, chunk=0.3)
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
label = QtWidgets.QLabel("Orders of today")
window.setCentralWidget(label)
window.show()
widget = usero.attach(
    window, "client_demo", base_url=sys.argv[1], data_dir=sys.argv[2],
    plugins=[SessionReplay(stream=True)],
)
def line():
    its = tape._tape and tape._tape.streaming._stream
    return its and its._line
while not (line() and line().has_begun):
    app.processEvents()
label.setText("The last orders")
begun = monotonic()
while monotonic() - begun < 0.2:
    app.processEvents()
"""

ENDS = {
    "the loop quits": "QtCore.QTimer.singleShot(50, app.quit); app.exec()",
    "the last window closes": "QtCore.QTimer.singleShot(50, window.close); app.exec()",
    "the widget is destroyed": "widget.destroy(); sys.exit(0)",
    "the interpreter ends with its windows open": "",
    "sys.exit": "sys.exit(0)",
    "the application goes first": """
import gc
window.close(); app.processEvents()
del label, window, widget, app; gc.collect()
""",
    "a child ends": """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
child = os.fork()
if not child:
    tape._tape.streaming.finish()
    from usero_desktop.replay import streaming
    streaming._end_all()
    os._exit(7)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 7
assert tape._tape.streaming._stream.is_live
""",
}


def said(done):
    return [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.promise("H2", "H6")
def test_the_rest_arrives_and_its_end(tmp_path, end):
    with running() as inbox:
        done = run_script(HOST + end, inbox.url, tmp_path)
        assert (done.returncode, said(done)) == (0, [])
        replays = inbox.store.replays
        [name] = replays.since(-1)[1]
        assert replays.session(name).ended_at
        assert any(
            b"The last orders" in _plain(replays, name, it.seq) for it in replays.chunks(name)
        )


def _plain(replays, name, seq):
    return gzip.decompress(replays.data(name, seq))


@pytest.mark.promise("H2", "H6")
def test_what_was_left_when_the_last_widget_went_arrives_as_the_program_ends(tmp_path):
    late = threading.Event()

    def slow(request):
        if "/chunks/1" in request.path:
            late.wait(0.1)  # later than the widget waits, which is gone by then

    end = """
widget.destroy()
while any(thread.name.startswith("usero-replay") for thread in threading.enumerate()):
    app.processEvents()
print([path.suffix for path in Path(sys.argv[2]).rglob("*.rest")])
sys.exit(0)
"""
    with serving(Usero(slow)) as server:
        done = run_script("from pathlib import Path\n" + HOST + end, server.url, tmp_path)
        assert (done.returncode, said(done), done.stdout) == (0, [], "['.rest']\n")
        chunks = [r for r in server.requests if "/chunks/1" in r.path]
        assert b"The last orders" in gzip.decompress(chunks[-1].body)
        assert steps(server)[-1] == FINALISE
    assert list(tmp_path.rglob("*.rest")) == []


@pytest.mark.parametrize("silent", ["/chunks/1", "/finalise"])
@pytest.mark.promise("H2")
def test_a_server_that_does_not_answer_delays_no_end(tmp_path, silent, figure):
    gate = threading.Event()

    def odd(request):
        return gate.wait(60) and None if silent in request.path else None

    end = """
began = monotonic()
QtCore.QTimer.singleShot(50, app.quit); app.exec()
"""
    # Called behind all of ours, as it is registered before.
    timed = "import atexit, time\natexit.register(lambda: print(time.monotonic() - began))\n"
    with serving(Usero(odd)) as server:
        done = run_script(timed + HOST + end, server.url, tmp_path)
        gate.set()
    assert (done.returncode, said(done)) == (0, [])
    took = float(done.stdout)
    assert took < 20  # a request may take a minute, and the server takes longer
    figure(f"an exit with a stream that nobody answers took {took:.1f} s")
