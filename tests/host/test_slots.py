"""What the source shows: everything of ours that Qt calls goes through the guard."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import indent

import pytest
from host.slots import Source

import usero_desktop

PACKAGE = Path(usero_desktop.__file__).parent
# The demo and its command are a host of their own.
HOSTS = ("demo/", "cli/")

# Each is put at the end of ui/planted.py, and must be found there.
PLANTED = {
    "a method": "self.fired.connect(self.work)",
    "another object's method": "self.other.fired.connect(self.other.work)",
    "a lambda": "self.fired.connect(lambda: self.work())",
    "a partial": "self.fired.connect(functools.partial(self.work, 1))",
    "a queued signal": "self.fired.connect(self.work, QtCore.Qt.ConnectionType.QueuedConnection)",
    "a function": "self.fired.connect(local)",
    "a name": "slot = self.work; self.fired.connect(slot)",
    "what a method makes": "self.fired.connect(self.make())",
    "a single shot": "QtCore.QTimer.singleShot(0, self.work)",
    "a timer of after": "after(self, 0, self.work)",
    "what is put in": "self.paintEvent = local",
}  # fmt: skip
FILE = """
from usero_desktop.qt import QtCore, QtWidgets, Signal

class Planted(QtWidgets.QWidget):
    fired = Signal()

    def work(self):
        print(1)

    def make(self):
        def made():
            print(1)
        return made

    def go(self):
        def local():
            print(1)
        {line}
"""
GUARDED = """
from usero_desktop.qt import QtWidgets

class Planted(QtWidgets.QWidget):
    @guard(otherwise=1)
    def work(self):
        @guard
        def soon():
            print(1)

    def idle(self):
        print(1)

def make():
    @guard
    def made():
        print(1)
"""
OVERRIDE = """
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.window.launcher import Launcher

class Planted(Launcher):
    def mousePressEvent(self, event):
{body}
"""
BODIES = {
    "nothing is caught": "print(event)",
    "not all is caught": "try:\n    print(event)\nexcept ValueError:\n    return",
    "not all is within": "print(event)\ntry:\n    print(event)\nexcept Exception:\n    return",
    "what catches it calls": "try:\n    print(event)\nexcept Exception:\n    print(event)",
}


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(PACKAGE / "ui", tmp_path / "package" / "ui")
    return tmp_path / "package"


@pytest.mark.promise("H1")
def test_every_handler_that_qt_calls_goes_through_the_guard(figure):
    source = Source(PACKAGE, HOSTS)

    assert source.unguarded() == []
    connected, overridden = source.counts()
    assert connected > 50
    assert overridden > 50
    figure(f"{connected} connections and {overridden} overrides in the source, 0 unguarded")


@pytest.mark.bites("H1")
@pytest.mark.parametrize("line", PLANTED.values(), ids=PLANTED)
def test_what_is_connected_without_a_guard_is_found(copy, line):
    (copy / "ui" / "planted.py").write_text(FILE.format(line=line), encoding="utf-8")

    [found] = Source(copy, HOSTS).unguarded()
    assert found.startswith("ui/planted.py:")


@pytest.mark.bites("H1")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_overridden_without_a_guard_is_found(copy, body):
    text = OVERRIDE.format(body=indent(body, " " * 8))
    (copy / "ui" / "planted.py").write_text(text, encoding="utf-8")

    assert Source(copy, HOSTS).unguarded() == ["ui/planted.py:6 Planted.mousePressEvent"]


def test_each_guarded_function_has_the_name_that_python_gives_it(tmp_path):
    (tmp_path / "planted.py").write_text(GUARDED, encoding="utf-8")
    names = {"Planted.work", "Planted.work.<locals>.soon", "make.<locals>.made"}

    assert Source(tmp_path).guarded() == names


@pytest.mark.bites("H1")
def test_a_guard_that_is_taken_away_is_missed(copy):
    file = copy / "ui" / "window" / "launcher.py"
    text = file.read_text(encoding="utf-8")
    guards = text.count("    @guard\n")
    file.write_text(text.replace("    @guard\n", ""), encoding="utf-8")

    assert len(Source(copy, HOSTS).unguarded()) == guards > 3
