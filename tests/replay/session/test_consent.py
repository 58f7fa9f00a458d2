"""The user is asked: ticked it travels, unticked there is nothing, and what was watched is sent."""

from __future__ import annotations

import pytest
from replay.hosts import PATIENCE, await_change, await_recording, running, told
from ui.review import Review

from usero_desktop.model.recording import whole_seconds
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay
from usero_desktop.replay.reel import Reel
from usero_desktop.rrweb import cutting
from usero_desktop.ui.playback.player import Player

Key = QtCore.Qt.Key
THANKS = "Thank you!"


class Asked(Review):
    """Ticks, watches and trims in the one panel of `window`."""

    @property
    def box(self):
        return self.part("include_recording", QtWidgets.QCheckBox)

    @property
    def row_text(self):
        return [label.text() for label in self.box.parentWidget().findChildren(QtWidgets.QLabel)
                if not label.isHidden()]  # fmt: skip

    def tick(self):
        self.click(self.box)

    def wait_until_taken(self):
        is_there = lambda: any(" up to " in text for text in self.row_text)  # noqa: E731
        self._qtbot.waitUntil(is_there, timeout=PATIENCE)

    def watch(self):
        self.click(self.part("watch_recording"))
        self._qtbot.waitUntil(lambda: self.has("player"), timeout=PATIENCE)
        return self.part("player", Player)

    def back(self):
        self.click(self.part("back"))

    def write(self, comment="It hung"):
        self.choose(3)
        self.type(comment)

    def sent(self, inbox, comment="It hung"):
        self.write(comment)
        return super().sent(inbox)


@pytest.fixture
def asked(attach, window, inbox, qtbot):
    """Open a panel over a program in which something has happened, and been recorded."""
    window.widget = attach(window, plugins=[SessionReplay(consent="ask")], app_name="Ledger")
    await_recording(qtbot)
    window.label.setText("Orders of tomorrow")
    await_change(qtbot)
    window.widget.open()
    form = Asked(qtbot, window)
    qtbot.waitUntil(lambda: form.has("include_recording"), timeout=PATIENCE)
    return form


def arrived(server, report):
    """What the server has of a recording: its chunks, and what it was told of each."""
    replays, session = server.store.replays, report.session_replay_id
    return [
        (replays.data(session, chunk.seq), chunk.dropped_before)
        for chunk in replays.chunks(session)
    ]


def await_arrival(server, report, qtbot):
    ended = lambda: bool(server.store.replays.session(report.session_replay_id).ended_at)  # noqa: E731
    qtbot.waitUntil(ended, timeout=PATIENCE)
    return arrived(server, report)


def film(form):
    return form.window.widget._backstage.session.controller.state.film


def await_length(seconds, qtbot):
    """Wait until there is enough of it to be trimmed."""
    qtbot.waitUntil(lambda: running().reel.seconds >= seconds, timeout=PATIENCE)


def wait_for_part(form, kept, qtbot):
    """Wait until the part that travels is the one that is kept."""
    done = lambda: film(form).kept == kept and film(form).recording is not None  # noqa: E731
    qtbot.waitUntil(done, timeout=PATIENCE)


def test_who_does_not_tick_sends_no_recording_and_none_is_made(asked, server, inbox):
    assert not asked.box.isChecked()
    report = asked.sent(inbox)
    assert report.session_replay_id is None
    assert server.store.replays.since(0)[1] == ()
    assert running().reel._last is None


def test_what_is_ticked_travels_as_it_was_when_it_was_ticked(asked, server, inbox, qtbot):
    asked.tick()
    asked.wait_until_taken()
    asked.window.label.setText("Orders of next week")
    await_change(qtbot)
    taken = film(asked).recording
    report = asked.sent(inbox)
    assert await_arrival(server, report, qtbot) == [(chunk.data, 0) for chunk in taken.chunks]
    events = str(told(taken))
    assert "Orders of tomorrow" in events
    assert "Orders of next week" not in events
    assert report.replay_offset_ms == taken.offset_ms


def test_what_was_watched_is_what_travels_and_shows_no_more_than_was_recorded(
    asked, server, inbox, qtbot
):
    player = asked.watch()
    watched = film(asked).take
    assert asked.part("watch_include", QtWidgets.QCheckBox).isChecked() is False
    assert player.view._film.events == watched.film.events
    asked.click(asked.part("watch_include"))
    asked.back()
    assert asked.box.isChecked()
    report = asked.sent(inbox)
    there = await_arrival(server, report, qtbot)
    assert [data for data, _ in there] == [chunk.data for chunk in watched.recording.chunks]
    shown = b"[" + b",".join(event.data for event in watched.film.events) + b"]"
    assert b"planted" not in shown


def test_only_what_was_not_trimmed_off_travels_and_it_can_be_taken_back(
    asked, server, inbox, qtbot
):
    await_length(2.5, qtbot)
    asked.tick()
    player = asked.watch()
    whole = film(asked).take.recording
    player.timeline.begin.go(500)
    begin, end = player.kept
    assert (begin, end) == (500, whole.duration_ms)
    asked.back()
    again = asked.watch()
    assert again.kept == (begin, end)
    again.timeline.end.go(end - 200)
    wait_for_part(asked, (begin, end - 200), qtbot)
    part = film(asked).recording
    assert part == cutting.cut(whole, begin, end - 200)
    assert asked.box.text() == "Include this recording"  # which is not of the last seconds
    again.timeline.begin.go(0)
    again.timeline.end.go(end)
    wait_for_part(asked, None, qtbot)
    assert film(asked).recording is whole
    again.timeline.begin.go(begin)
    asked.back()
    assert asked.box.text().startswith("Include a recording of the last ")
    report = asked.sent(inbox)  # at once: it waits for the part, and not the other way round
    there = await_arrival(server, report, qtbot)
    expected = cutting.cut(whole, begin, end)
    assert [data for data, _ in there] == [chunk.data for chunk in expected.chunks]
    assert expected.duration_ms == whole.duration_ms - begin
    assert report.replay_offset_ms == whole.offset_ms - begin


def test_the_tick_is_kept_when_the_panel_closes_and_asked_anew_for_the_next_report(
    asked, server, inbox, qtbot
):
    asked.tick()
    asked.wait_until_taken()
    taken = film(asked).recording
    asked.window.widget.close()
    asked.window.widget.open()
    assert asked.box.isChecked()
    report = asked.sent(inbox)
    assert await_arrival(server, report, qtbot) == [(chunk.data, 0) for chunk in taken.chunks]
    assert not asked.box.isChecked()
    assert film(asked).recording is None
    assert asked.sent(inbox, "And again").session_replay_id is None


def test_what_was_watched_and_not_wanted_is_forgotten_when_the_panel_closes(asked, qtbot):
    asked.watch()
    assert film(asked).take is not None
    asked.key(Key.Key_Escape)
    assert not asked.has("watch_page")
    assert asked.has("include_recording")
    asked.window.widget.close()
    assert film(asked).take is None


def test_unticked_again_it_is_forgotten_and_ticked_once_more_it_is_another(asked, server, qtbot):
    asked.tick()
    asked.wait_until_taken()
    first = film(asked).recording
    asked.tick()
    assert film(asked).recording is None
    asked.tick()
    asked.wait_until_taken()
    assert film(asked).recording.sdk_session_id != first.sdk_session_id


def test_what_is_sent_names_it_and_its_switch_is_the_tick(asked, inbox, qtbot):
    asked.look()  # and then it is ticked: it is seen, though it was not in the list
    asked.back()
    asked.tick()
    asked.wait_until_taken()
    asked.look()
    assert "Recording" in asked.switches()
    asked.switch("Recording")
    asked.back()
    assert not asked.box.isChecked()
    asked.tick()
    report = asked.sent(inbox)
    assert report.session_replay_id is not None


def test_it_says_how_long_it_is_and_that_a_program_is_young(asked):
    recorded = running().reel.seconds
    assert recorded < 25
    assert asked.box.text() in {
        f"Include a recording of the last {n} seconds" for n in range(2, round(recorded) + 1)
    } | {"Include a recording of the last second"}
    asked.tick()
    asked.wait_until_taken()
    seconds = whole_seconds(film(asked).recording.duration_ms)
    unit = "second" if seconds == 1 else "seconds"
    assert asked.row_text[0].startswith(f"{seconds} {unit} up to ")


@pytest.mark.parametrize("way", ["nothing", "raises"])
@pytest.mark.promise("H1")
def test_one_that_cannot_be_had_costs_the_report_nothing(
    asked, server, inbox, qtbot, monkeypatch, caplog, way
):
    caplog.faults_expected = True

    def fails(*_values):
        if way == "raises":
            raise RuntimeError("broken on purpose")

    monkeypatch.setattr(Reel, "recording", fails)
    asked.tick()
    failed = "There is no recording to include just now."
    qtbot.waitUntil(lambda: failed in asked.row_text, timeout=PATIENCE)
    assert not asked.box.isChecked()
    asked.click(asked.part("watch_recording"))
    qtbot.waitUntil(lambda: asked.says(failed), timeout=PATIENCE)
    assert not asked.has("player")
    asked.back()
    assert asked.sent(inbox).session_replay_id is None


def test_a_part_that_cannot_be_made_does_not_let_the_whole_travel(
    asked, inbox, qtbot, monkeypatch, caplog
):
    caplog.faults_expected = True

    def fails(*_values):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(cutting, "cut", fails)
    await_length(2, qtbot)
    asked.tick()
    player = asked.watch()
    player.timeline.begin.go(400)
    asked.back()
    assert asked.sent(inbox).session_replay_id is None


def test_who_always_sends_it_says_so_and_lets_it_be_watched(attach, window, server, inbox, qtbot):
    window.widget = attach(window, plugins=[SessionReplay()])
    await_recording(qtbot)
    await_length(2, qtbot)
    window.widget.open()
    form = Asked(qtbot, window)
    qtbot.waitUntil(lambda: form.has("watch_recording"), timeout=PATIENCE)
    assert not form.has("include_recording")
    assert any(text.startswith("A recording of the last ") for text in form.row_text)
    player = form.watch()
    assert not form.has("watch_include")
    player.timeline.begin.go(300)
    wait_for_part(form, player.kept, qtbot)
    part = film(form).recording
    form.back()
    form.window.widget.close()
    form.window.widget.open()
    report = form.sent(inbox)
    there = await_arrival(server, report, qtbot)
    assert [data for data, _ in there] == [chunk.data for chunk in part.chunks]
    form.look()
    form.switch("Recording")
    form.back()
    assert form.says("No recording is included.")
    assert not form.has("watch_recording")
    assert form.sent(inbox, "Once more").session_replay_id is None


def test_one_who_records_nothing_asks_nothing(attach, window, inbox, qtbot):
    replay = SessionReplay()
    replay.start()
    await_recording(qtbot)
    widget = attach(window, plugins=[SessionReplay(consent="never")])
    widget.open()
    form = Asked(qtbot, window)
    form.write()
    form.send()
    form.wait_for(THANKS)
    assert not form.has("watch_recording")
    assert inbox.new()[0].session_replay_id is None
    replay.stop()
