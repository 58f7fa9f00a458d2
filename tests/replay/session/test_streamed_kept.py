"""What a stream could not send before its recording ended waits on disk for the next one."""

from __future__ import annotations

import gzip
import os
import threading
import time

import pytest
from flows.recorded import CLOSED, FINALISE, Usero, steps
from replay.hosts import PATIENCE, await_change, await_rest, filters_of_ours, threads_of_ours
from replay.streamed import await_stream, beating
from servers import reply, serving

from usero_desktop.api.client import UseroClient
from usero_desktop.model.recording import Chunk
from usero_desktop.replay import SessionReplay, remainder
from usero_desktop.replay.line import Target
from usero_desktop.replay.remainder import KEPT_SECONDS, MOST, Remainder, keep, send_all

HURRY = 0.015
LATER = 2 * PATIENCE / 1000
CHUNK = "POST replay-sessions/rep_1/chunks/"


@pytest.fixture
def stream_to(attach, window):
    """Call it with a server's address to have the window's session streamed there."""
    return lambda url: attach(window, plugins=[SessionReplay(stream=True)], base_url=url)


@pytest.fixture
def gate():
    """Open it to have a server that hangs go on; at the end of a test it does."""
    made = threading.Event()
    yield made
    made.set()


def hanging(gate, where):
    """A server that does not answer to what is asked for there, before the gate is open."""
    return Usero(lambda request: CLOSED if where in request.path and _is_held(gate) else None)


def _is_held(gate):
    return not gate.is_set() and gate.wait(PATIENCE / 1000)


def asked(qtbot, server, *wanted):
    qtbot.waitUntil(lambda: set(wanted) <= set(steps(server)), timeout=PATIENCE)


def await_no_thread(qtbot, gate):
    """Wait until no thread of a recording is left, though the server still hangs."""
    assert filters_of_ours() == []
    qtbot.waitUntil(lambda: not threads_of_ours(), timeout=PATIENCE)
    assert not gate.is_set()


def bodies(server, path):
    return [gzip.decompress(r.body) for r in server.requests if path in r.path]


@pytest.mark.promise("H5")
def test_a_server_that_hangs_keeps_no_thread_and_has_the_end_with_the_next_stream(
    stream_to, window, qtbot, monkeypatch, gate
):
    beating(monkeypatch, moment=HURRY, chunk=LATER)
    with serving(hanging(gate, "rep_1/chunks/1")) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        await_rest(qtbot)
        window.label.setText("The last orders")
        await_change(qtbot)
        widget.destroy()
        await_no_thread(qtbot, gate)
        assert FINALISE not in steps(server)
        gate.set()
        again = stream_to(server.url)
        asked(qtbot, server, FINALISE)
        again.destroy()
    *_, last = bodies(server, "rep_1/chunks/1")
    assert b"The last orders" in last
    assert steps(server).index(FINALISE) > steps(server).index(f"{CHUNK}1")
    assert f"{CHUNK}2" not in steps(server)


def test_a_chunk_that_was_under_way_keeps_its_number_and_comes_before_the_end(
    stream_to, window, qtbot, monkeypatch, gate
):
    beating(monkeypatch, moment=HURRY)
    with serving(hanging(gate, "rep_1/chunks/1")) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        window.label.setText("Orders under way")
        asked(qtbot, server, f"{CHUNK}1")
        window.label.setText("The last orders")
        await_change(qtbot)
        widget.destroy()
        await_no_thread(qtbot, gate)
        gate.set()
        again = stream_to(server.url)
        asked(qtbot, server, FINALISE)
        again.destroy()
    first, *_, second = bodies(server, "rep_1/chunks/1")
    assert first == second
    assert b"The last orders" in b"".join(bodies(server, "rep_1/chunks/"))
    whole = steps(server)[: steps(server).index(FINALISE)]
    assert max(step for step in whole if step.startswith(CHUNK)) <= f"{CHUNK}2"


def test_an_end_that_nobody_has_heard_of_is_said_once_more(
    stream_to, window, qtbot, monkeypatch, gate
):
    beating(monkeypatch, moment=HURRY)
    with serving(hanging(gate, "rep_1/finalise")) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        widget.destroy()
        await_no_thread(qtbot, gate)
        gate.set()
        before = steps(server).count(FINALISE)
        again = stream_to(server.url)
        qtbot.waitUntil(lambda: steps(server).count(FINALISE) > before, timeout=PATIENCE)
        again.destroy()


def test_one_whose_users_are_asked_keeps_nothing_of_what_they_were_not_asked_about(
    stream_to, attach, window, qtbot, monkeypatch, gate
):
    beating(monkeypatch, moment=HURRY, chunk=LATER)
    kept = []
    monkeypatch.setattr(remainder, "keep", lambda _folder, its: kept.append(its))
    with serving(hanging(gate, "rep_1/finalise")) as server:
        widget = stream_to(server.url)
        await_stream(qtbot)
        await_rest(qtbot)
        window.label.setText("Orders that nobody was asked about")
        await_change(qtbot)
        asking = attach(window, plugins=[SessionReplay(consent="ask")], base_url=server.url)
        with qtbot.waitSignal(asking.ready, timeout=PATIENCE):
            pass
        widget.destroy()
        asking.destroy()
        qtbot.waitUntil(lambda: not threads_of_ours(), timeout=PATIENCE)
    assert all(not its.chunks for its in kept)


# ------------------------------------------------------------ on disk


def left(server, number=1, **facts):
    target = Target(server.url, "client_demo", allow_insecure=False)
    chunk = Chunk(gzip.compress(b"[]"), 1, 0)
    made = Remainder(target, f"rep_{number}", 3, (chunk, chunk), 1_700_000_000_000)
    return made._replace(**facts)


def sent(server, folder):
    target = left(server).target
    with UseroClient(server.url) as client:
        send_all(client, folder, target, lambda: False)
    return steps(server)


def files(folder):
    return sorted(path.suffix for path in folder.iterdir())


def test_what_is_kept_is_the_users_alone_and_gone_once_it_is_sent(tmp_path):
    with serving(Usero()) as server:
        keep(tmp_path, left(server))
        [file] = tmp_path.iterdir()
        if os.name == "posix":
            assert file.stat().st_mode & 0o777 == 0o600
        assert sent(server, tmp_path) == [f"{CHUNK}3", f"{CHUNK}4", FINALISE]
    assert files(tmp_path) == []


def test_what_the_server_wants_no_more_is_dropped_and_what_it_cannot_take_waits(tmp_path):
    answers = {"rep_1": reply(409, b""), "rep_2": reply(503, b"")}

    def odd(request):
        return next((it for name, it in answers.items() if name in request.path), None)

    with serving(Usero(odd)) as server:
        keep(tmp_path, left(server, 1))
        keep(tmp_path, left(server, 2))
        sent(server, tmp_path)
        assert files(tmp_path) == [".rest"]
        answers.clear()
        assert sent(server, tmp_path)[-1] == "POST replay-sessions/rep_2/finalise"
    assert files(tmp_path) == []


def test_what_goes_elsewhere_is_left_to_who_sends_there(tmp_path):
    with serving(Usero()) as server:
        elsewhere = Target("https://elsewhere.example", "client_demo", allow_insecure=False)
        keep(tmp_path, left(server, 1, target=elsewhere))
        keep(tmp_path, left(server, 2))
        sent(server, tmp_path)
        assert [step for step in steps(server) if "rep_1" in step] == []
        assert "POST replay-sessions/rep_2/finalise" in steps(server)
    assert files(tmp_path) == [".rest"]


@pytest.mark.parametrize("damaged", [b"", b"[", b"[1,2,3,4,5]", b"\xff\xfe", b'[["u","c",0],"r"]'])
def test_what_is_damaged_is_dropped(tmp_path, damaged):
    (tmp_path / "0.rest").write_bytes(damaged)
    with serving(Usero()) as server:
        assert sent(server, tmp_path) == []
    assert files(tmp_path) == []


def test_where_a_program_that_ends_can_connect_no_more_it_waits_for_the_next(tmp_path, monkeypatch):
    def start(_thread):
        raise RuntimeError("can't start new thread at interpreter shutdown")  # as since 3.12

    monkeypatch.setattr(remainder, "_here", set())  # what other stories have kept
    with serving(Usero()) as server:
        keep(tmp_path, left(server))
        with monkeypatch.context() as ending:
            ending.setattr(threading.Thread, "start", start)
            remainder.send_kept(5)
        assert files(tmp_path) == [".rest"]
        remainder.send_kept(5)
        assert steps(server) == [f"{CHUNK}3", f"{CHUNK}4", FINALISE]
    assert files(tmp_path) == []


def test_what_is_too_old_or_too_much_is_dropped(tmp_path):
    with serving(Usero()) as server:
        keep(tmp_path, left(server, 99))
        [old] = tmp_path.iterdir()
        os.utime(old, (time.time() - KEPT_SECONDS - 60,) * 2)
        for number in range(MOST + 2):
            keep(tmp_path, left(server, number))
        names = {step.split("/")[1] for step in sent(server, tmp_path)}
    assert names == {f"rep_{number}" for number in range(2, MOST + 2)}
    assert files(tmp_path) == []
