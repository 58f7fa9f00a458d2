"""Windows come and go, and nothing of ours falls over or stays behind."""

from __future__ import annotations

import random
import threading

import pytest
from ui.form import Form, flush_deletes
from ui.process import run_script

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtWidgets, is_alive

ROUNDS = 50


def fill_in(qtbot, window, widget, chance):
    """Bring the widget to some point of its life."""
    if chance.random() < 0.1:
        return
    widget.open()
    form = Form(qtbot, window)
    form.choose(chance.randint(1, 4))
    form.comment.insertPlainText("on its way")
    form.attach_pictures(chance.randint(0, 3), 200, 100)
    if chance.random() < 0.8:
        form.send()
    if chance.random() < 0.3:
        widget.close()


@pytest.mark.parametrize("seed", range(5))
def test_at_any_moment_window_or_widget_may_go(qtbot, inbox, tmp_path, caplog, seed):
    chance = random.Random(seed)
    for round_ in range(ROUNDS // 5):
        window = QtWidgets.QMainWindow()
        window.resize(900, 700)
        window.show()
        widget = usero.attach(
            window, "client_demo", base_url=inbox.url, data_dir=tmp_path / str(round_ % 2),
            locale="en", reduced_motion=chance.random() < 0.5,
        )  # fmt: skip
        fill_in(qtbot, window, widget, chance)
        qtbot.wait(chance.choice([0, 0, 1, 5, 20, 60]))
        how = chance.choice(["destroy", "window", "close", "handle"])
        if how == "destroy":
            widget.destroy()
        elif how == "window":
            window.deleteLater()
        elif how == "close":
            window.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
            window.close()
        else:
            widget.deleteLater()
        flush_deletes()
        qtbot.wait(chance.choice([0, 10]))
        if is_alive(window):
            window.deleteLater()
            flush_deletes()
    assert not [r for r in caplog.records if r.levelname == "ERROR"], caplog.text


def test_what_was_being_sent_when_the_window_went_is_not_lost(
    qtbot, window, attach, inbox, tmp_path
):
    for number in range(5):
        host = QtWidgets.QMainWindow()
        host.resize(900, 700)
        host.show()
        widget = attach(host)
        widget.open()
        form = Form(qtbot, host)
        form.comment.insertPlainText(f"number {number}")
        form.send()
        host.deleteLater()
        flush_deletes()
    with usero.Feedback("client_demo", base_url=inbox.url, data_dir=tmp_path / "data") as later:
        # What is being handed over when a window goes is put down behind its back.
        qtbot.waitUntil(lambda: later.flush(30) and len(inbox.new()) == 5, timeout=30_000)

    comments = sorted(report.comment for report in inbox.new())
    assert comments == [f"number {n}" for n in range(5)]


@pytest.mark.parametrize("first", ["destroy", "nothing"])
@pytest.mark.parametrize("keeps_itself", [False, True])
def test_a_window_that_the_garbage_collector_finds_goes_quietly(tmp_path, first, keeps_itself):
    done = run_script(
        """
        import gc, sys
        import usero_desktop as usero
        from usero_desktop.qt import QtCore, QtWidgets

        data, first, keeps_itself = sys.argv[1:4]
        app = QtWidgets.QApplication([])
        for _ in range(10):
            window = QtWidgets.QMainWindow()
            window.resize(900, 700)
            window.show()
            handle = usero.attach(
                window, "client_demo", base_url="http://127.0.0.1:1", data_dir=data
            )
            handle.open()
            app.processEvents()
            if first == "destroy":
                handle.destroy()
            window.close()
            window.deleteLater()
            window.myself = window if keeps_itself == "True" else None
            del window, handle
            gc.collect()
            loop = QtCore.QEventLoop()
            QtCore.QTimer.singleShot(5, loop.quit)
            loop.exec()
        print("alive")
        """,
        tmp_path, first, keeps_itself,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout == "alive\n"


def test_threads_and_widgets_do_not_pile_up(qtbot, window, attach):
    def count():
        flush_deletes()
        return len(window.findChildren(QtCore.QObject)), threading.active_count()

    widget = attach(window)
    for _ in range(3):
        widget.open()
        widget.close()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    before = count()
    for _ in range(30):
        widget.open()
        widget.close()
    # A timer that has not run out yet goes by itself.
    qtbot.waitUntil(lambda: count()[0] <= before[0])
    # An opening looks into the outbox in the pool, which has two threads at most, and none at rest.
    assert count()[1] <= before[1] + 2

    widget.destroy()
    for _ in range(10):
        other = attach(window)
        other.open()
        other.destroy()
        flush_deletes()
    qtbot.waitUntil(lambda: not window.findChildren(QtWidgets.QWidget, "usero_panel"))
    assert not window.findChildren(QtWidgets.QWidget, "usero_launcher")
