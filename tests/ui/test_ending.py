"""Programs end, and nothing of ours falls over, holds them up or is lost."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from ui.form import Form
from ui.process import run_script

from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.model.clock import SystemClock
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import outbox_path

LONGEST = 2.0
SPARE = 2.0
"""For ending Qt and an interpreter on a machine that runs other tests beside."""

PROGRAM = """
    import sys, time
    import usero_desktop as usero
    from usero_desktop.qt import QtCore, QtWidgets

    url, data, how = sys.argv[1:4]
    app = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.resize(900, 700)
    widget = usero.attach(window, "client_demo", base_url=url, data_dir=data, locale="en")
    window.show()
    widget.open()
    window.findChild(QtWidgets.QPlainTextEdit, "usero_comment").insertPlainText("before the end")
    send = window.findChild(QtWidgets.QPushButton, "usero_send")

    def end():
        print(time.monotonic())
        if how == "quit":
            app.quit()
        elif how == "close":
            window.close()
        elif how == "delete":
            window.deleteLater()
            QtCore.QTimer.singleShot(0, app.quit)

    def go():
        send.click()
        if how == "now":
            print(time.monotonic())
            app.quit()
        else:
            widget.queued.connect(lambda ticket: end())

    QtCore.QTimer.singleShot(0, go)
    code = app.exec()
    print("end of exec", code)
    sys.exit(code)
"""


@pytest.fixture
def hanging():
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held = []

        def accept():
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for connection in held:
        connection.close()


@pytest.mark.promise("A12")
@pytest.mark.parametrize("how", ["quit", "close", "delete", "now"])
def test_a_program_ends_at_once_while_the_server_hangs_and_loses_nothing(
    tmp_path, hanging, inbox, how, figure
):
    data = tmp_path / "data"
    done = run_script(PROGRAM, hanging, data, how)
    gone = time.monotonic()  # of the whole machine: the program's own clock

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    begun, *said = done.stdout.splitlines()
    assert said == ["end of exec 0"]
    took = gone - float(begun)
    assert took <= LONGEST + SPARE
    assert kept(data) == ["before the end"]
    figure(f"window, {how}: gone after {took:.1f} s, the report is kept")


def kept(data):
    """The comments in the outbox of a program that has ended."""
    outbox = Outbox(outbox_path("client_demo", data), SystemClock())
    try:
        claims = iter(lambda: outbox.claim("test"), None)
        return [claim.submission.comment for claim in claims]
    finally:
        outbox.close()


@pytest.mark.promise("A12")
def test_the_exit_itself_takes_two_seconds_at_most(qtbot, window, attach, hanging):
    widget = attach(window, base_url=hanging)
    widget.open()
    form = Form(qtbot, window)
    form.choose(4)
    with qtbot.waitSignal(widget.queued, timeout=20_000):
        form.send()
    started = time.monotonic()
    widget.destroy()

    assert time.monotonic() - started < LONGEST + 0.5


def test_what_an_ended_program_left_is_sent_by_its_next_start(
    qtbot, window, attach, tmp_path, monkeypatch
):
    from servers import free_port

    from usero_desktop.ui import widget as widget_room

    monkeypatch.setattr(widget_room, "START_MS", 0)
    url = f"http://127.0.0.1:{(port := free_port())}"
    done = run_script(PROGRAM, url, tmp_path / "data", "quit")
    assert done.returncode == 0, done.stderr
    with running(InboxConfig(), port=port) as later:
        widget = attach(window, base_url=url)
        qtbot.waitUntil(lambda: len(later.store.entries()) == 1, timeout=60_000)
        [entry] = later.store.entries()
        widget.destroy()

    assert entry.report.comment == "before the end"


@pytest.mark.parametrize("size", [(900, 700), (300, 200)], ids=["panel", "dialog"])
def test_closing_the_last_window_of_the_host_ends_it_though_the_panel_is_open(size):
    done = run_script(
        """
        import sys
        import usero_desktop as usero
        from usero_desktop.qt import QtCore, QtWidgets

        app = QtWidgets.QApplication([])
        window = QtWidgets.QMainWindow()
        window.resize(int(sys.argv[1]), int(sys.argv[2]))
        widget = usero.attach(window, "client_demo", base_url="http://127.0.0.1:1")
        window.show()
        widget.open()
        QtCore.QTimer.singleShot(50, window.close)
        code = app.exec()
        print("ended", code)
        """,
        *size,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == "ended 0\n"
    assert done.stderr.replace("This plugin does not support propagateSizeHints()\n", "").replace(
        "This plugin does not support raise()\n", ""
    ) == ""  # fmt: skip


def test_closing_the_panels_dialog_does_not_end_the_host():
    done = run_script(
        """
        import usero_desktop as usero
        from usero_desktop.qt import QtCore, QtWidgets

        app = QtWidgets.QApplication([])
        window = QtWidgets.QMainWindow()
        window.resize(300, 200)
        widget = usero.attach(window, "client_demo", base_url="http://127.0.0.1:1")
        window.show()
        widget.open()

        def close():
            widget.close()
            window.hide()
            window.show()
            QtCore.QTimer.singleShot(100, lambda: (print("still here"), app.quit()))

        QtCore.QTimer.singleShot(50, close)
        app.exec()
        """
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == "still here\n"


def test_a_host_quits_though_the_panels_dialog_is_open():
    done = run_script(
        """
        import usero_desktop as usero
        from usero_desktop.qt import QtCore, QtWidgets

        app = QtWidgets.QApplication([])
        other, window = QtWidgets.QMainWindow(), QtWidgets.QMainWindow()
        window.resize(300, 200)
        widget = usero.attach(window, "client_demo", base_url="http://127.0.0.1:1")
        other.show()
        window.show()
        widget.open()
        asked = []

        def ask():
            dialogs = [w for w in app.topLevelWidgets() if isinstance(w, QtWidgets.QDialog)]
            assert [w.isVisible() for w in dialogs] == [True]
            # Qt asks in an order of its own; the dialog must let it go on wherever it stands.
            print(dialogs[0].windowHandle().close(), dialogs[0].isVisible(), widget.is_open)
            widget.open()
            app.quit()

        QtCore.QTimer.singleShot(100, ask)
        QtCore.QTimer.singleShot(20_000, lambda: app.exit(3))
        print("ended", app.exec())
        """
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == "True False False\nended 0\n"


# How many wrappers there are decides where PyQt6's table of them stood when it fell over: with
# any of these numbers it did so in one of three runs.
@pytest.mark.parametrize("windows", [3, 4, 5, 6, 8])
@pytest.mark.parametrize("left", ["destroyed", "in place"])
def test_a_host_that_ends_without_its_event_loop_ends_well(tmp_path, windows, left):
    done = run_script(
        """
        import sys
        import usero_desktop as usero
        from usero_desktop.qt import QtWidgets

        app = QtWidgets.QApplication([])
        for _ in range(int(sys.argv[2])):
            window = QtWidgets.QMainWindow()
            window.resize(900, 680)
            window.show()
            widget = usero.attach(
                window, "client_demo", base_url="http://127.0.0.1:1", data_dir=sys.argv[1],
                reduced_motion=True,
            )
            widget.open()
            part = lambda kind, name: window.findChild(kind, f"usero_{name}")
            part(QtWidgets.QPlainTextEdit, "comment").insertPlainText("words")
            part(QtWidgets.QAbstractButton, "rating_3").click()
            for _ in range(10):
                app.processEvents()
            window.grab()
            if sys.argv[3] == "destroyed":
                widget.destroy()
            window.close()
        print("the end")
        """,
        tmp_path, windows, left,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout == "the end\n"


def test_before_the_interpreter_ends_nothing_of_ours_is_left_in_the_host(tmp_path):
    done = run_script(
        """
        import atexit, sys
        from usero_desktop.qt import QtCore, QtWidgets

        @atexit.register
        def look():  # registered after the binding and before ours: called in between
            print([w.objectName() for w in window.findChildren(QtCore.QObject)
                   if type(w).__module__.startswith("usero_desktop.")])
            print(lifetime._waiting)

        import usero_desktop as usero

        app = QtWidgets.QApplication([])
        window = QtWidgets.QMainWindow()
        window.resize(900, 680)
        window.show()
        handles = [
            usero.attach(window, "client_demo", data_dir=sys.argv[1], launcher_type=kind)
            for kind in ("tab", "button")
        ]
        handles[0].open()
        window.findChild(QtWidgets.QPlainTextEdit, "usero_comment").insertPlainText("words")
        from usero_desktop.ui.process import lifetime
        """,
        tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n{}\n"


def test_what_is_being_prepared_does_not_hold_up_the_end(window, attach, qtbot, monkeypatch):
    order = []

    def noted(kind, name):
        real = getattr(kind, name)
        monkeypatch.setattr(
            kind, name, lambda self, *given: (order.append(name), real(self, *given))[1]
        )

    noted(Feedback, "hasten")
    noted(Pool, "close")
    widget = attach(window)
    widget.open()
    Form(qtbot, window).type("words")
    widget.destroy()
    qtbot.waitUntil(lambda: "close" in order)

    assert order[0] == "hasten"
