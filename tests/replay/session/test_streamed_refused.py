"""A stream whose server says no, is not well, or is gone: nobody waits, and no report suffers."""

from __future__ import annotations

import threading
from time import monotonic

import pytest
from flows.recorded import CLOSED, CREATE, FEEDBACK, FINALISE, NAME, Usero, steps
from replay.hosts import (
    PATIENCE,
    await_change,
    await_recording,
    await_rest,
    running,
    threads_of_ours,
)
from replay.streamed import await_stream, beating, the_stream
from servers import free_port, reply, serving
from ui.form import Form

from usero_desktop.replay import SessionReplay, tape

CHUNK = "POST replay-sessions/rep_1/chunks/"


@pytest.fixture
def quick(monkeypatch):
    beating(monkeypatch)


@pytest.fixture
def stream_to(attach, window, quick):
    """Call it with a server's address to have the window's session streamed there."""
    return lambda url: attach(window, plugins=[SessionReplay(stream=True)], base_url=url)


def asked(qtbot, server, *wanted):
    """Wait until a server was asked all that."""
    qtbot.waitUntil(lambda: set(wanted) <= set(steps(server)), timeout=PATIENCE)


def send(qtbot, window, widget, server):
    """Send a report, and return its body."""
    widget.open()
    form = Form(qtbot, window)
    form.choose(3)
    form.send()
    form.wait_for("Thank you!")
    return [r for r in server.requests if r.path.endswith("/feedback")][-1].json


NOS = {
    "not accepted": reply(200, {"accepted": False, "dropReason": "quota"}),
    "400": reply(400, {"error": "Invalid data provided"}),
    "404": reply(404, b"nothing here"),
    "409": reply(409, b""),
}


@pytest.mark.parametrize("answer", NOS.values(), ids=NOS)
def test_a_no_is_taken_once_and_a_report_brings_its_last_seconds_as_without(
    stream_to, window, qtbot, answer
):
    nos = [answer]

    def odd(request):
        return nos.pop() if nos and request.path == NAME else None

    with serving(Usero(odd)) as server:
        widget = stream_to(server.url)
        await_recording(qtbot)
        qtbot.waitUntil(lambda: not the_stream().is_live, timeout=PATIENCE)
        assert steps(server) == [CREATE]
        widget.open()
        assert Form(qtbot, window).has("watch_recording")
        body = send(qtbot, window, widget, server)
        assert body["sessionReplayId"] == "rep_1"
        asked(qtbot, server, FINALISE)
        assert running().is_recording
        widget.destroy()
    assert steps(server)[:3] == [CREATE, CREATE, FEEDBACK]


@pytest.mark.parametrize("status", [400, 404, 409, 413])
def test_a_session_that_is_stopped_in_the_middle_is_given_up(stream_to, window, qtbot, status):
    with serving(Usero(lambda r: reply(status) if "/chunks/1" in r.path else None)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        window.label.setText("Orders of tomorrow")
        qtbot.waitUntil(lambda: not the_stream().is_live, timeout=PATIENCE)
        window.label.setText("Orders of the day after")
        await_change(qtbot)
        widget.destroy()
    told = [step for step in steps(server) if not step.startswith("PUT")]
    assert told == [CREATE, f"{CHUNK}0", f"{CHUNK}1"]


def test_a_server_of_before_gets_the_chunks_by_put(stream_to, window, qtbot):
    def odd(request):
        by_post = request.method == "POST" and "/chunks/" in request.path
        return reply(405) if by_post else None

    with serving(Usero(odd)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        window.label.setText("Orders of tomorrow")
        asked(qtbot, server, f"PUT {CHUNK[5:]}1")
        widget.destroy()
        asked(qtbot, server, FINALISE)
    assert steps(server)[:4] == [CREATE, f"{CHUNK}0", f"PUT {CHUNK[5:]}0", f"PUT {CHUNK[5:]}1"]


def test_a_server_that_is_not_well_for_a_moment_misses_nothing(stream_to, window, qtbot):
    ill = [reply(503), CLOSED]
    with serving(Usero(lambda r: ill.pop() if ill and "/chunks/1" in r.path else None)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        window.label.setText("Orders of tomorrow")
        qtbot.waitUntil(lambda: steps(server).count(f"{CHUNK}1") == 3, timeout=PATIENCE)
        one, two, three = (r for r in server.requests if "/chunks/1" in r.path)
        assert one.body == two.body == three.body
        qtbot.waitUntil(lambda: the_stream()._line.is_well, timeout=PATIENCE)
        widget.destroy()
        asked(qtbot, server, FINALISE)
    assert not any("droppedBefore" in path for path in server.paths())


def test_what_could_not_be_sent_is_dropped_and_counted_and_a_snapshot_follows(
    stream_to, window, qtbot
):
    well = threading.Event()

    def odd(request):
        return reply(503) if "/chunks/1" in request.path and not well.is_set() else None

    with serving(Usero(odd)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        window.label.setText("Orders of tomorrow")
        qtbot.waitUntil(lambda: steps(server).count(f"{CHUNK}1") == 5, timeout=PATIENCE)
        well.set()
        asked(qtbot, server, f"{CHUNK}2")
        qtbot.waitUntil(lambda: the_stream()._line.is_well, timeout=PATIENCE)
        widget.destroy()
        asked(qtbot, server, FINALISE)
    [after] = [r for r in server.requests if "/chunks/2" in r.path]
    assert int(after.path.partition("droppedBefore=")[2]) in {1, 2}
    assert "eventCount=2&" in after.path


def test_a_server_that_is_away_is_asked_again_and_the_program_never_waits(stream_to, window, qtbot):
    port = free_port()
    widget = stream_to(f"http://127.0.0.1:{port}")
    await_recording(qtbot)
    qtbot.waitUntil(lambda: the_stream()._failures > 1, timeout=PATIENCE)
    with serving(Usero(), port=port) as server:
        await_stream(qtbot)
        names = {r.json["sdkSessionId"] for r in server.requests if r.path == NAME}
        assert len(names) == 1
        widget.destroy()
        asked(qtbot, server, FINALISE)


def test_a_report_from_a_session_whose_server_has_gone_keeps_its_last_seconds_itself(
    stream_to, window, qtbot
):
    with serving(Usero()) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
    window.label.setText("Orders of the dark hours")
    qtbot.waitUntil(lambda: not the_stream()._line.is_well, timeout=PATIENCE)
    widget.open()
    form = Form(qtbot, window)
    form.choose(1)
    form.send()
    form.wait_for("Saved. It will be sent when you're back online.")
    with serving(Usero(), port=server.port) as again:
        asked(qtbot, again, CREATE, FEEDBACK)
        widget.destroy()
    [report] = [r.json for r in again.requests if r.path.endswith("/feedback")]
    assert report["sessionReplayId"].startswith("rep_")


def test_nothing_of_the_stream_is_sent_between_send_and_the_report(stream_to, window, qtbot):
    held = threading.Event()

    def slowly(request):
        if request.path.endswith("/feedback"):
            assert held.wait(PATIENCE / 1000)

    with serving(Usero(slowly)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        await_rest(qtbot)
        widget.open()
        form = Form(qtbot, window)
        form.choose(3)
        form.send()
        asked(qtbot, server, FEEDBACK)
        window.label.setText("Orders while it is on its way")
        await_change(qtbot)
        qtbot.wait(400)  # longer than from one chunk to the next
        assert steps(server)[-1] == FEEDBACK
        held.set()
        form.wait_for("Thank you!")
        behind = steps(server).index(FEEDBACK) + 1
        qtbot.waitUntil(lambda: len(steps(server)) > behind, timeout=PATIENCE)
        widget.destroy()
        asked(qtbot, server, FINALISE)
    body = next(r.json for r in server.requests if r.path.endswith("/feedback"))
    assert body["sessionReplayId"] == "rep_1"
    assert steps(server).count(CREATE) == 1


def test_a_report_that_is_refused_for_the_sessions_sake_goes_without(stream_to, window, qtbot):
    def odd(request):
        if request.path.endswith("/feedback") and b"sessionReplayId" in request.body:
            issues = {"sessionReplayId": ["Unknown session"]}
            return reply(400, {"error": "Invalid data provided", "issues": issues})
        return None

    with serving(Usero(odd)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        body = send(qtbot, window, widget, server)
        assert "sessionReplayId" not in body
        widget.destroy()
    assert steps(server).count(FEEDBACK) == 2


@pytest.mark.parametrize("where", [NAME, "/chunks/0", "/chunks/1"])
@pytest.mark.promise("H5")
def test_a_server_that_never_answers_holds_up_no_end(stream_to, window, qtbot, where):
    gate = threading.Event()

    def silent(request):
        is_it = request.path == where if where == NAME else where in request.path
        return CLOSED if is_it and gate.wait(PATIENCE / 1000) else None

    with serving(Usero(silent)) as server:
        widget = stream_to(server.url)
        qtbot.waitUntil(lambda: running() is not None, timeout=PATIENCE)
        if where == "/chunks/1":
            await_stream(qtbot)
            window.label.setText("Orders of tomorrow")
        qtbot.waitUntil(lambda: any(where in path for path in server.paths()), timeout=PATIENCE)
        qtbot.waitUntil(lambda: the_stream()._line.is_stuck, timeout=PATIENCE)
        stream = the_stream()
        began = monotonic()
        tape._tape.stop()
        assert monotonic() - began < 0.05
        stream.wait(5)
        assert not threads_of_ours()
        gate.set()
        widget.destroy()


def test_what_waits_is_bounded_and_a_snapshot_comes_in_the_place_of_what_is_dropped(
    stream_to, window, qtbot, monkeypatch
):
    from usero_desktop.replay import tap

    gate, reached = threading.Event(), threading.Event()

    def hold(request):
        if "/chunks/1" in request.path:
            reached.set()
            gate.wait(PATIENCE / 1000)

    monkeypatch.setattr(tap, "MOST_BYTES", 2_000)
    with serving(Usero(hold)) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        await_rest(qtbot)
        window.label.setText("Orders of tomorrow")
        qtbot.waitUntil(reached.is_set, timeout=PATIENCE)
        for day in range(60):
            window.label.setText(f"Orders of day {day}")
            await_change(qtbot)
            if the_stream()._tap.overflows:
                break
        assert the_stream()._tap._bytes <= 2_000
        assert the_stream()._tap.overflows
        gate.set()
        asked(qtbot, server, f"{CHUNK}2")
        widget.destroy()
    [after] = [r for r in server.requests if "/chunks/2" in r.path]
    assert "eventCount=2&" in after.path
    assert after.path.endswith("droppedBefore=1")
