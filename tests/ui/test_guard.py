from __future__ import annotations

import logging

import pytest
from ui.process import run_script

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard


class Sender(QtCore.QObject):
    said = Signal(int, str)
    bare = Signal()


class Receiver(QtCore.QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    @guard
    def on_all(self, number, text):
        self.heard.append((number, text))

    @guard
    def on_one(self, number):
        self.heard.append(number)

    @guard
    def on_none(self):
        self.heard.append("none")

    @guard
    def on_failing(self):
        raise ZeroDivisionError

    @guard(otherwise=7)
    def number(self):
        raise ZeroDivisionError

    @guard
    def named(self, *, one=1):
        return one


@pytest.fixture
def expected(caplog):
    caplog.faults_expected = True
    return caplog


@pytest.mark.parametrize("slot,heard", [("on_all", (3, "x")), ("on_one", 3), ("on_none", "none")])
def test_a_slot_takes_as_many_values_as_it_wants(qapp, slot, heard):
    sender, receiver = Sender(), Receiver()
    sender.said.connect(getattr(receiver, slot))
    sender.said.emit(3, "x")

    assert receiver.heard == [heard]


def test_what_a_slot_raises_stops_there(qapp, expected):
    sender, receiver = Sender(), Receiver()
    sender.bare.connect(receiver.on_failing)
    sender.bare.connect(receiver.on_none)
    sender.bare.emit()

    assert receiver.heard == ["none"]
    assert "Receiver.on_failing" in expected.text


def test_a_place_that_fails_again_and_again_is_logged_once(qapp, expected):
    receiver = Receiver()
    for _ in range(5):
        receiver.on_failing()

    [record] = [r for r in expected.records if r.levelno >= logging.ERROR]
    assert record.exc_info[0] is ZeroDivisionError


def test_a_handler_that_must_answer_answers_its_default(qapp, expected):
    assert Receiver().number() == 7


def test_names_go_through(qapp):
    assert Receiver().named(one=4) == 4


def test_a_failing_slot_leaves_the_process_alive_and_its_excepthook_alone():
    done = run_script(
        """
        import sys
        import usero_desktop as usero
        from usero_desktop.qt import QtCore, QtWidgets
        from usero_desktop.ui.window import shade as shade_room
        from usero_desktop.ui.form.controller import Controller
        from usero_desktop.ui.panel.panel import Panel

        sys.excepthook = lambda *_: print("EXCEPTHOOK", flush=True)
        app = QtWidgets.QApplication([])
        window = QtWidgets.QMainWindow()
        window.resize(900, 700)
        window.show()
        widget = usero.attach(window, "client_demo", base_url="http://127.0.0.1:1")
        widget.open()

        def fail(*_, **__):
            raise RuntimeError("planted")

        for name in ("_revise", "_show"):
            setattr(Controller, name, fail)
        Panel.focus_comment = fail
        shade_room.Shadow.paint = fail
        window.findChild(QtWidgets.QAbstractButton, "usero_rating_2").click()
        window.findChild(QtWidgets.QPlainTextEdit, "usero_comment").insertPlainText("x")
        window.findChild(QtWidgets.QAbstractButton, "usero_share_email").click()
        window.findChild(QtWidgets.QAbstractButton, "usero_send").click()
        window.grab()
        window.grab()
        widget.close()
        widget.open()
        QtCore.QTimer.singleShot(50, app.quit)
        app.exec()
        print("alive", widget.is_inert)
        """
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("alive"), done.stdout + done.stderr
    assert "planted" in done.stderr
    assert done.stderr.count("failed in Shade.paintEvent") == 1


def test_what_the_garbage_collector_has_emptied_is_silent(qapp, caplog):
    receiver = Receiver()
    receiver.__dict__.clear()  # as it does with what keeps itself alive

    assert receiver.on_one(3) is None
    assert caplog.records == []
