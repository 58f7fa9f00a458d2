"""When a recording begins and ends, who takes part in it, and what is left: nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from time import monotonic

import pytest
from replay.hosts import await_recording, await_rest, recorded, running, threads_of_ours

from usero_desktop.errors import QtError
from usero_desktop.replay import SessionReplay, tape


def words(events):
    return str(events)


def test_it_records_from_start_to_stop_without_a_widget(window, qtbot):
    replay = SessionReplay()
    replay.start()
    await_recording(qtbot)
    events = recorded(qtbot)
    assert [event["type"] for event in events[:2]] == [4, 2]
    assert "Orders of today" in words(events)
    assert "planted" not in words(events)
    replay.stop()
    assert running() is None
    assert tape.take() is None


def test_start_and_stop_may_be_repeated(window, qtbot):
    replay = SessionReplay()
    replay.stop()
    replay.start()
    replay.start()
    await_recording(qtbot)
    replay.stop()
    assert running() is None
    replay.stop()
    replay.start()
    await_recording(qtbot)
    replay.stop()
    assert running() is None


@pytest.mark.promise("H5")
def test_stop_comes_at_once_and_leaves_nothing(window, qtbot, figure):
    replay = SessionReplay()
    replay.start()
    await_recording(qtbot)
    for value in range(20):
        window.gauge.turn(value)
        qtbot.wait(10)
    began = monotonic()
    replay.stop()
    took = monotonic() - began
    assert took < 0.05
    qtbot.waitUntil(lambda: not threads_of_ours())
    figure(f"stop() took {took * 1000:.0f} ms")


def test_what_is_stopped_before_it_has_begun_never_begins(window, qtbot):
    replay = SessionReplay(start_after_ms=50)
    replay.start()
    replay.stop()
    qtbot.wait(200)
    assert running() is None
    assert threads_of_ours() == []


def test_it_begins_after_the_time_that_it_is_told(window, qtbot):
    replay = SessionReplay(start_after_ms=300)
    began = monotonic()
    replay.start()
    assert running() is None
    await_recording(qtbot)
    assert monotonic() - began >= 0.29
    replay.stop()


def test_without_consent_nothing_is_recorded(window, qtbot):
    SessionReplay(consent="never").start()
    qtbot.wait(100)
    assert tape._tape is None
    assert threads_of_ours() == []


@pytest.mark.parametrize("lot", [0.0, 0.39, 0.41, 0.99])
def test_a_share_of_the_runs_is_recorded(window, qtbot, monkeypatch, lot):
    monkeypatch.setattr(tape, "_lot", lot)
    replay = SessionReplay(sample_rate=0.4)
    for _ in range(5):
        replay.start()
        assert (tape._tape is not None) == (lot < 0.4)
        replay.stop()


def test_a_second_one_takes_part_in_the_recording_that_is_there(window, qtbot):
    first, second = SessionReplay(), SessionReplay()
    first.start()
    await_recording(qtbot)
    before = running()
    second.start()
    assert running() is before
    first.stop()
    assert running() is before
    second.stop()
    assert running() is None


def test_one_that_hides_more_begins_it_anew_and_hides_what_either_hides(window, qtbot):
    first = SessionReplay()
    first.start()
    await_recording(qtbot)
    assert "Orders of today" in words(recorded(qtbot))
    window.label.setObjectName("orders")
    second = SessionReplay(mask=["orders"], mask_all_inputs=False)
    second.start()
    await_rest(qtbot)
    events = recorded(qtbot)
    assert "Orders of today" not in words(events)
    assert "planted" not in words(events)  # the first one's
    second.stop()
    first.stop()


def test_a_function_of_the_hosts_hides_what_it_says(window, qtbot):
    replay = SessionReplay(mask=lambda widget: "block" if widget is window.label else None)
    replay.start()
    await_recording(qtbot)
    assert "Orders of today" not in words(recorded(qtbot))
    replay.stop()


def test_one_that_fails_hides_all(window, qtbot):
    def fails(_widget):
        raise RuntimeError("no")

    replay = SessionReplay(mask=fails)
    replay.start()
    await_recording(qtbot)
    assert "Orders of today" not in words(recorded(qtbot))
    replay.stop()


def test_on_another_thread_it_says_where_it_is_to_be_called(qapp):
    caught = []

    def call():
        try:
            SessionReplay().start()
        except QtError as error:
            caught.append(str(error))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert caught == [
        "SessionReplay.start() was called on another thread than the GUI's: call it there."
    ]


def run(source):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", source], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_an_application_it_says_so():
    said = run(
        "from usero_desktop.replay import SessionReplay\n"
        "from usero_desktop.errors import QtError\n"
        "try: SessionReplay().start()\n"
        "except QtError as error: print(error)"
    )
    assert said == ("SessionReplay.start() needs a QApplication: call it after that exists.\n")


def test_who_does_not_use_it_loads_nothing_of_it_and_its_name_loads_no_qt():
    said = run(
        "import sys, usero_desktop, usero_desktop.replay\n"
        "print([n for n in sys.modules if n.startswith('usero_desktop.replay')])\n"
        "from usero_desktop.replay import SessionReplay\n"
        "SessionReplay()\n"
        "print({'PySide6', 'PyQt6', 'PIL', 'usero_desktop.qt'} & {*sys.modules})"
    )
    assert said == "['usero_desktop.replay']\nset()\n"
