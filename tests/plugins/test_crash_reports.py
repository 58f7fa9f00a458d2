"""A program that dies below Python is asked about at its next start; nothing goes by itself."""

import faulthandler
import os
import signal
from pathlib import Path

import pytest

from usero_desktop.plugins import CrashReports

BINDINGS = ["PySide6", "PyQt6"]
CRASHED = "This program ended unexpectedly last time. Tell its makers what you were doing?"

CRASH = """
import ctypes
def save_the_ledger():
    ctypes.string_at(0)
widget = attach(CrashReports())
widget.ready.connect(lambda: QtCore.QTimer.singleShot(0, save_the_ledger))
app.exec()
"""
LOOK = """
widget = attach(CrashReports())
def look():
    print(widget.is_open, words().count(REASON), "save_the_ledger" in details(), flush=True)
    app.quit()
QtCore.QTimer.singleShot(700, look)
app.exec()
""".replace("REASON", repr(CRASHED))  # fmt: skip


def files(done):
    return list(Path(done.args[-1]).glob("plugins-*/crash-reports/*"))


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("binding", BINDINGS)
def test_a_crash_is_written_down_and_asked_about_at_the_next_start_once(run, window, binding):
    done = run(window + CRASH, binding)
    assert done.returncode == -signal.SIGSEGV, done.stderr
    [file] = files(done)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "save_the_ledger" in file.read_text()
    again = run(window + LOOK, binding)
    assert (again.returncode, again.stdout) == (0, "True 1 True\n"), again.stderr
    once_more = run(window + LOOK, binding)
    assert once_more.stdout == "False 0 False\n"
    assert files(once_more) == []


@pytest.mark.parametrize("binding", BINDINGS)
@pytest.mark.parametrize("end", ["app.quit()", "window.close()", "sys.exit(0)", "widget.destroy()"])
def test_a_clean_end_leaves_no_trace(run, window, binding, end):
    program = f"""
widget = attach(CrashReports())
def end():
    {end}
    QtCore.QTimer.singleShot(0, app.quit)
widget.ready.connect(lambda: QtCore.QTimer.singleShot(100, end))
app.exec()
"""
    if end == "sys.exit(0)":
        program = program.replace("    sys.exit(0)\n", "") + "sys.exit(0)\n"
    done = run(window + program, binding)
    assert done.returncode == 0, done.stderr
    assert files(done) == []


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_program_that_was_killed_is_not_taken_for_one_that_crashed(run, window):
    program = """
import os
widget = attach(CrashReports())
widget.ready.connect(lambda: os.kill(os.getpid(), 9))
app.exec()
"""
    killed = run(window + program)
    assert killed.returncode == -9
    assert len(files(killed)) == 1
    assert run(window + LOOK).stdout == "False 0 False\n"


@pytest.mark.skipif(os.name != "posix", reason="fork")
def test_what_another_running_program_keeps_is_left_alone(run, window):
    """Its file is there and empty, and would be taken for that of a program that is gone."""
    program = """
import os, subprocess
widget = attach(CrashReports())
def start_another():
    command = [sys.executable, "-c", LOOK, sys.argv[1]]
    second = subprocess.run(command, capture_output=True, text=True)
    folder = next(__import__("pathlib").Path(sys.argv[1]).glob("plugins-*/crash-reports"))
    print(second.stdout.strip(), len(list(folder.iterdir())), flush=True)
    app.quit()
widget.ready.connect(start_another)
app.exec()
""".replace("LOOK", repr((window + LOOK).replace("BINDING", "PySide6")))  # fmt: skip
    done = run(window + program)
    assert done.stdout == "False 0 False 1\n", done.stderr


def test_a_faulthandler_that_the_host_uses_stays_the_hosts(feedback_for, tmp_path, caplog):
    assert faulthandler.is_enabled()  # pytest's own
    caplog.set_level("INFO")
    feedback = feedback_for(CrashReports())
    assert faulthandler.is_enabled()
    assert not list(tmp_path.glob("plugins-*/crash-reports/*"))
    assert "faulthandler is in use" in caplog.text
    feedback.close()
    assert faulthandler.is_enabled()
