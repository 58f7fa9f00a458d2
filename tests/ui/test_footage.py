"""A plugin that records: the panel asks for what it has, whatever the plugin does then."""

from __future__ import annotations

import threading

import pytest
from recordings import recording
from ui.form import Form
from ui.test_announced import Ear

from usero_desktop.plugin import Footage, Plugin

PATIENCE = 20_000
FAILED = "There is no recording to include just now."


class Films(Plugin):
    name, needs_gui = "films", True

    def __init__(self, answer):
        self.answer = answer
        self.threads = []

    def on_footage_asked(self, context):
        self.threads.append(threading.current_thread())
        return self.answer()


def raising():
    raise RuntimeError("broken on purpose")


def footage(take, **more):
    return lambda: Footage(12.0, take, **more)


@pytest.fixture
def opened(attach, window, inbox, qtbot):
    """Open a panel over a window with this plugin."""

    def make(plugin, **options):
        widget = attach(window, plugins=[plugin], **options)
        with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
            pass
        widget.open()
        qtbot.waitUntil(lambda: widget._backstage.session is not None, timeout=PATIENCE)
        return Form(qtbot, window)

    return make


def send(form, inbox):
    form.choose(3)
    form.type("Words")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    assert report.comment == "Words"
    return report


def complaints(caplog):
    return [r.getMessage() for r in caplog.records if r.name == "usero_desktop.plugin.films"]


def test_it_is_asked_on_the_gui_thread_and_what_it_has_travels_where_it_is_ticked(
    opened, inbox, server, qtbot, monkeypatch
):
    its = recording()
    threads = []

    def get():
        threads.append(threading.current_thread())
        return its

    plugin = Films(footage(lambda: get))
    form = opened(plugin)
    assert form.says("Include a recording of the last 12 seconds")
    assert set(plugin.threads) == {threading.main_thread()}
    form.click(form.part("include_recording"))
    report = send(form, inbox)  # also where it is still on its way
    assert threading.main_thread() not in threads
    session = lambda: server.store.replays.session(report.session_replay_id)  # noqa: E731
    qtbot.waitUntil(lambda: session().ended_at is not None, timeout=PATIENCE)
    chunks = server.store.replays.chunks(report.session_replay_id)
    sent = [server.store.replays.data(report.session_replay_id, chunk.seq) for chunk in chunks]
    assert sent == [chunk.data for chunk in its.chunks]


@pytest.mark.parametrize(
    "answer, line",
    [
        (raising, "failed in on_footage_asked"),
        (lambda: 7, "answered 7 in on_footage_asked, which is no Footage"),
        (lambda: Footage("long", raising), "which is no Footage"),
    ],
)
@pytest.mark.promise("H1")
def test_one_that_cannot_say_what_it_has_is_named_and_nothing_is_asked(
    opened, inbox, caplog, answer, line
):
    form = opened(Films(answer))
    assert not form.has("include_recording")
    assert send(form, inbox).session_replay_id is None
    [said] = complaints(caplog)
    assert line in said


@pytest.mark.parametrize(
    "take, line",
    [
        (raising, "failed in on_footage_asked"),
        (lambda: None, None),
        (lambda: 7, None),
        (lambda: raising, "failed in on_footage_asked"),
        (lambda: lambda: None, None),
        (lambda: lambda: 7, "must have a Recording, not 7"),
    ],
)
@pytest.mark.promise("H1")
def test_one_that_does_not_give_it_is_named_and_the_report_goes_without(
    opened, inbox, caplog, qtbot, take, line
):
    form = opened(Films(footage(take)))
    form.click(form.part("include_recording"))
    form.wait_for(FAILED)
    assert not form.part("include_recording").isChecked()
    assert send(form, inbox).session_replay_id is None
    assert [line in said for said in complaints(caplog)] == [True] * bool(line)


def test_who_hears_it_is_told_once_that_there_is_none(opened, qtbot, monkeypatch):
    ear = Ear(monkeypatch)
    form = opened(Films(footage(lambda: None)))
    form.click(form.part("watch_recording"))
    form.wait_for(FAILED)
    narrator = form.panel._narrator
    qtbot.waitUntil(lambda: not narrator._is_due, timeout=PATIENCE)  # nobody is as fast
    form.click(form.part("back"))
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")
    assert ear.heard.count((FAILED, True)) == 1
    form.click(form.part("include_recording"))
    qtbot.waitUntil(lambda: ear.heard.count((FAILED, True)) == 2, timeout=PATIENCE)


@pytest.mark.promise("H1")
def test_one_that_hangs_keeps_the_report_for_no_longer_than_it_has(opened, inbox, caplog):
    go = threading.Event()

    def get():
        go.wait(30)

    form = opened(Films(footage(lambda: get)))
    form.click(form.part("include_recording"))
    report = send(form, inbox)
    go.set()
    assert report.session_replay_id is None
    assert "has no recording after 2 seconds" in complaints(caplog)[0]


def test_what_is_no_recording_that_can_be_shown_does_not_travel_unseen(
    opened, inbox, caplog, qtbot
):
    from dataclasses import replace

    from usero_desktop.model.recording import Chunk

    caplog.faults_expected = True
    its = replace(recording(), chunks=(Chunk(b"\x1f\x8bnothing", 1, 0),))
    form = opened(Films(footage(lambda: lambda: its)))
    form.click(form.part("include_recording"))
    form.wait_for(FAILED)
    assert send(form, inbox).session_replay_id is None


def test_the_widget_may_go_while_it_is_on_its_way(opened, window, inbox, qtbot):
    go, begun = threading.Event(), threading.Event()

    def get():
        begun.set()
        go.wait(30)

    form = opened(Films(footage(lambda: get)))
    form.click(form.part("include_recording"))
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    window.close()
    go.set()
