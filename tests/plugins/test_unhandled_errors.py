"""Errors nobody catches: offered once, in words the user can read, and the program as it was."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from usero_desktop.plugins import UnhandledErrors
from usero_desktop.plugins.trace import shortened, trace_of

BINDINGS = ["PySide6", "PyQt6"]
BROKEN = "Something went wrong in this program. Tell its makers what you were doing?"
LAST = "This program ended with an error last time. Tell its makers what you were doing?"


@pytest.fixture
def silent():
    """Let nobody hear of what a test breaks on purpose."""
    before = sys.excepthook, threading.excepthook
    told = []
    sys.excepthook = lambda *values: told.append(values[1])
    threading.excepthook = lambda its: told.append(its.exc_value)
    yield told
    sys.excepthook, threading.excepthook = before


def fail_in_thread(error):
    def work():
        raise error

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_without_a_window_the_next_report_carries_the_newest_trace(
    feedback_for, metadata_of, silent
):
    feedback = feedback_for(UnhandledErrors())
    assert "error" not in metadata_of(feedback)
    fail_in_thread(ValueError("one"))
    fail_in_thread(KeyError("two"))
    assert "KeyError: 'two'" in metadata_of(feedback)["error"]
    assert [str(error) for error in silent] == ["one", "'two'"]  # who was there hears as before


def test_hooks_are_given_back_and_who_came_later_keeps_his(feedback_for, silent):
    before = sys.excepthook, threading.excepthook
    feedback = feedback_for(UnhandledErrors())
    assert sys.excepthook is not before[0]
    ours, told = sys.excepthook, []

    def theirs(*values):
        told.append(values[1])
        ours(*values)

    sys.excepthook = theirs
    feedback.close()
    assert sys.excepthook is theirs
    assert threading.excepthook is before[1]
    error = ValueError("late")
    sys.excepthook(ValueError, error, None)
    assert told == silent == [error]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
def test_an_end_that_is_wanted_is_no_error(feedback_for, metadata_of, silent, error):
    feedback = feedback_for(UnhandledErrors())
    sys.excepthook(type(error), error, None)
    fail_in_thread(SystemExit(1))
    assert "error" not in metadata_of(feedback)


def test_a_trace_names_neither_the_user_nor_folders_nor_secrets(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/mira"))
    text = shortened(
        'File "/home/mira/work/ledger/db/pool.py", line 3\n'
        "OSError: /home/mira/.config for mira, password=hunter2"
    )
    assert (
        text
        == 'File "ledger/db/pool.py", line 3\nOSError: ~/.config for [user], password=[redacted]'
    )


def test_an_error_that_cannot_be_written_out_is_named_at_least():
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError("no")

    assert "Odd" in trace_of(Odd())
    assert len(trace_of(ValueError("x" * 100_000))) < 5000


SLOT = """
def fail():
    raise ValueError("broken")
widget = attach(UnhandledErrors())
errors = []
for delay in (300, 350, 400):
    QtCore.QTimer.singleShot(delay, fail)
def look():
    print(widget.is_open, words().count(REASON), "broken" in details(), flush=True)
    widget.close()
QtCore.QTimer.singleShot(700, look)
QtCore.QTimer.singleShot(900, app.quit)
""".replace("REASON", repr(BROKEN))  # fmt: skip

LOOK = """
widget = attach(PLUGINS)
def look():
    print(widget.is_open, words().count(REASON), "broken" in details(), flush=True)
    app.quit()
QtCore.QTimer.singleShot(700, look)
app.exec()
""".replace("REASON", repr(LAST))
"""The next start: whether the user is asked, how often, and about what."""


def test_in_pyside_an_error_in_a_slot_opens_the_panel_once_and_the_program_lives(run, window):
    done = run(window + SLOT + "app.exec()\nprint(widget.is_open)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["True 1 True", "False"]
    assert done.stderr.count("ValueError: broken") == 3  # printed as without us


def test_in_pyqt_it_ends_the_program_as_without_us_and_is_offered_at_the_next_start(run, window):
    bare = run(window + SLOT.replace("UnhandledErrors()", "") + "app.exec()", "PyQt6")
    done = run(window + SLOT + "app.exec()", "PyQt6")
    assert (done.returncode, bare.returncode) == (-6, -6)
    assert "ValueError: broken" in bare.stderr
    assert "ValueError: broken" in done.stderr
    look = LOOK.replace("PLUGINS", "UnhandledErrors()")
    assert run(window + look, "PyQt6").stdout == "True 1 True\n"
    assert run(window + look, "PyQt6").stdout == "False 0 False\n"  # asked about once


def test_an_end_that_both_plugins_have_seen_is_asked_about_once(run, window):
    both = "UnhandledErrors(), CrashReports()"
    done = run(window + SLOT.replace("UnhandledErrors()", both) + "app.exec()", "PyQt6")
    assert done.returncode == -6
    look = LOOK.replace("PLUGINS", both)
    assert run(window + look, "PyQt6").stdout == "True 1 True\n"
    assert run(window + look, "PyQt6").stdout == "False 0 False\n"


@pytest.mark.parametrize("binding", BINDINGS)
def test_with_a_hook_of_the_hosts_both_hear_and_the_program_lives(run, window, binding):
    hook = "sys.excepthook = lambda *values: print('host', values[1], flush=True)\n"
    done = run(window + hook + SLOT + "app.exec()", binding)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["host broken"] * 3 + ["True 1 True"]


@pytest.mark.parametrize("binding", BINDINGS)
def test_an_error_that_ends_the_program_has_its_status_and_is_offered_later(run, window, binding):
    program = """
sys.excepthook = lambda *values: print("host", values[1], flush=True)
widget = attach(UnhandledErrors())
while not widget.when_ready():
    app.processEvents()
raise ValueError("at the end")
"""
    done = run(window + program, binding)
    assert (done.returncode, done.stdout) == (1, "host at the end\n"), done.stderr
    assert len(list(Path(done.args[-1]).glob("plugins-*/unhandled-errors/last-error.txt"))) == 1


@pytest.mark.parametrize("binding", BINDINGS)
def test_what_qt_calls_critical_is_offered_and_still_written_where_it_was(run, window, binding):
    program = """
told = []
def handler(kind, context, message):
    told.append(message)
before = QtCore.qInstallMessageHandler(handler)
widget = attach(UnhandledErrors())
QtCore.QTimer.singleShot(300, lambda: QtCore.qCritical("disk 7 is full"))
QtCore.QTimer.singleShot(350, lambda: QtCore.qCritical("disk 8 is full"))
QtCore.QTimer.singleShot(350, lambda: QtCore.qWarning("no matter"))
def look():
    print(widget.is_open, told, "disk 7" in details(), flush=True)
    widget.destroy()
    QtCore.QTimer.singleShot(200, app.quit)
QtCore.QTimer.singleShot(700, look)
app.exec()
print(QtCore.qInstallMessageHandler(before) is handler)
"""
    done = run(window + program, binding)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "True ['disk 7 is full', 'disk 8 is full', 'no matter'] True",
        "True",
    ]


@pytest.mark.parametrize("binding", BINDINGS)
def test_attaching_only_leaves_the_panel_closed(run, window, binding):
    program = """
import threading
widget = attach(UnhandledErrors(offer=False))
def fail():
    raise ValueError("broken")
QtCore.QTimer.singleShot(300, lambda: threading.Thread(target=fail).start())
def send():
    print(widget.is_open, flush=True)
    from usero_desktop.demo.user import fill_in_and_send
    widget.open()
    fill_in_and_send(window, rating=3, comment="Words")
QtCore.QTimer.singleShot(700, send)
def kept(ticket):
    report = widget._backstage.session.feedback.read(ticket.submission_id)
    print("broken" in report.metadata["error"], flush=True)
    app.quit()
widget.queued.connect(kept)
app.exec()
"""
    done = run(window + program, binding)
    assert (done.returncode, done.stdout) == (0, "False\nTrue\n"), done.stderr


def test_what_python_can_only_print_is_heard_where_that_is_wanted(tmp_path):
    program = """
import sys, gc
import usero_desktop as usero
from usero_desktop.plugins import UnhandledErrors
sys.unraisablehook = lambda its: print("host", its.exc_value)
class Bad:
    def __del__(self):
        raise ValueError("unraisable")
for plugin in (UnhandledErrors(), UnhandledErrors(unraisable=True)):
    feedback = usero.Feedback("client_demo", data_dir=sys.argv[1], plugins=[plugin],
                              base_url="http://127.0.0.1:9")
    feedback.when_ready()
    Bad()
    ticket = feedback.submit(rating=1)
    print("error" in feedback.read(ticket.submission_id).metadata)
    feedback.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["host unraisable", "False", "host unraisable", "True"]
