from __future__ import annotations

import os
import threading

import pytest

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.process.bridge import Bridge


@pytest.fixture
def parent(qapp):
    return QtCore.QObject()


def in_thread(*calls):
    thread = threading.Thread(target=lambda: [call() for call in calls])
    thread.start()
    thread.join()


def test_jobs_run_on_the_gui_thread_in_their_order(qtbot, parent):
    bridge, done = Bridge(parent), []
    in_thread(*(
        lambda n=n: bridge.post(lambda: done.append((n, threading.current_thread())))
        for n in range(20)
    ))  # fmt: skip
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 20)

    assert done == [(n, threading.main_thread()) for n in range(20)]


def test_once_closed_nobody_is_heard(qapp, parent):
    bridge, done = Bridge(parent), []
    in_thread(lambda: bridge.post(lambda: done.append("too early")))
    bridge.close()
    in_thread(lambda: bridge.post(lambda: done.append("too late")))
    QtWidgets.QApplication.processEvents()

    assert done == []


def test_a_worker_that_speaks_after_the_object_is_gone_does_no_harm(qapp):
    parent = QtCore.QObject()
    bridge, done = Bridge(parent), []
    parent.deleteLater()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    in_thread(lambda: bridge.post(lambda: done.append("a ghost")))
    QtWidgets.QApplication.processEvents()

    assert done == []


def test_closing_while_many_speak_ends_in_silence(qtbot, parent):
    bridge, done, stop = Bridge(parent), [], threading.Event()

    def speak():
        while not stop.is_set():
            bridge.post(lambda: done.append(1))
            stop.wait(0.0005)

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(done) > 20)
    bridge.close()
    heard = len(done)
    QtWidgets.QApplication.processEvents()
    stop.set()
    for thread in threads:
        thread.join()
    QtWidgets.QApplication.processEvents()

    assert len(done) == heard


def test_a_job_that_fails_does_not_stop_the_next(qtbot, parent, caplog):
    caplog.faults_expected = True
    bridge, done = Bridge(parent), []

    def fail():
        raise ZeroDivisionError

    bridge.post(fail)
    bridge.post(lambda: done.append("next"))
    qtbot.waitUntil(lambda: done == ["next"])


@pytest.mark.promise("H6")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_does_not_wait_for_a_thread_it_has_not_got(qapp, parent):
    bridge, held, go_on = Bridge(parent), threading.Event(), threading.Event()

    def hold():
        with bridge._lock:
            held.set()
            go_on.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    child = os.fork()
    if not child:
        bridge.close()
        os._exit(0)
    go_on.set()
    thread.join()

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    bridge.close()
