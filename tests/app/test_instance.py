"""One usero-desktop for each user, whatever happens to it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from processes import running

from usero_desktop.app.instance.handover import MAX_BYTES, Message, encode, hand_over
from usero_desktop.app.instance.instance import Instance
from usero_desktop.app.instance.place import PATH_BYTES, QT_BYTES, address, folder, lock_path
from usero_desktop.errors import UseroError

STARTS = Path(__file__).with_name("starts.py")
LIMIT = 60
posix = pytest.mark.skipif(os.name != "posix", reason="sockets and users as POSIX has them")


@pytest.fixture
def run_time(monkeypatch):
    """A run-time folder of this test's own, short enough for a socket's path."""
    made = Path(tempfile.mkdtemp(prefix="usero-run-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(made))
    monkeypatch.delenv("USERO_DESKTOP_DATA_DIR", raising=False)
    yield made
    shutil.rmtree(made)


@contextmanager
def started(*words, env=os.environ, python=(sys.executable,)):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with running([*python, STARTS, *words], env, stderr=None, text=True, **pipes) as process:
        yield process


def line(process):
    return process.stdout.readline().strip()


@pytest.fixture
def instance(run_time, qapp):
    made = Instance.take()
    assert made is not None
    yield made
    made.leave()


def test_the_second_start_hands_over_every_word_and_ends(run_time):
    words = ["open", "", "Größe 🎉", "--program", "a b\n'\"", "שלום", "\udcff.png", "x" * 100_000]
    env = os.environ | {"XDG_ACTIVATION_TOKEN": "token-7", "DESKTOP_STARTUP_ID": "other"}
    with started() as first:
        assert line(first) == "first"
        with started(*words, env=env) as second:
            assert line(second) == "handed over"
            assert second.wait(LIMIT) == 0
        assert json.loads(line(first)) == [words, "token-7"]


def test_who_does_not_listen_yet_is_waited_for_and_is_the_one_all_the_same(run_time, qtbot):
    first = Instance.take(listens=False)
    with pytest.raises(UseroError) as caught:
        Instance.join(("open", "outbox"), 0.5)
    assert caught.value.code == "instance_silent"
    with started("open", "outbox") as second:
        with qtbot.waitSignal(first.asked, timeout=30_000) as heard:
            first.listen()
            first.listen()
        assert heard.args[0] == ("open", "outbox")
        assert line(second) == "handed over"
    first.leave()


@posix
def test_after_a_kill_the_next_start_is_the_one(run_time):
    for _ in range(2):
        with started() as first:
            assert line(first) == "first"
            first.send_signal(signal.SIGKILL)
            first.wait(LIMIT)
        assert Path(address(folder())).is_socket()  # nobody cleaned up
    with started("again") as next_one:
        assert line(next_one) == "first"


@posix
def test_a_dead_ones_number_that_another_program_has_got_is_no_matter(run_time):
    with started() as first:
        assert line(first) == "first"
        first.send_signal(signal.SIGKILL)
        first.wait(LIMIT)
    # This very process is one of the same name, alive, under the number that is written there.
    lock_path(folder()).write_text(f"{os.getpid()}\n")
    with started() as next_one:
        assert line(next_one) == "first"


@posix
@pytest.mark.skipif(shutil.which("prlimit") is None, reason="util-linux has it")
def test_a_disk_without_room_for_its_number_keeps_nobody_from_starting(run_time):
    # As a full disk does it: the file can be made and locked, and not a byte be written.
    with started(python=("prlimit", "--fsize=0", sys.executable)) as first:
        assert line(first) == "first"
        assert lock_path(folder()).read_bytes() == b""
        with started() as second:
            assert line(second) != "first"


@posix
@pytest.mark.parametrize("left_behind", [False, True])
def test_of_many_that_start_at_once_one_wins_and_hears_all_the_others(run_time, left_behind):
    many = 24
    if left_behind:
        with started() as dead:
            assert line(dead) == "first"
            dead.kill()
    with ExitStack() as stack:
        all_of_them = [stack.enter_context(started(str(n))) for n in range(many)]
        said = {n: line(process) for n, process in enumerate(all_of_them)}
        (winner,) = (n for n, word in said.items() if word == "first")
        assert [word for n, word in said.items() if n != winner] == ["handed over"] * (many - 1)
        heard = {json.loads(line(all_of_them[winner]))[0][0] for _ in range(many - 1)}
        assert heard == {str(n) for n in range(many)} - {str(winner)}


@posix
def test_one_that_hangs_is_told_of_in_a_sentence_with_its_number(run_time):
    with started("stuck") as first:
        assert line(first) == "first"
        with pytest.raises(
            UseroError, match=rf"process {first.pid}\), but does not answer"
        ) as told:
            hand_over(["open"], 0.3)
        assert told.value.code == "instance_silent"


@posix
def test_a_start_that_meets_one_that_hangs_ends_with_that_sentence(run_time):
    with started("stuck") as first:
        assert line(first) == "first"
        done = subprocess.run(
            [sys.executable, "-m", "usero_desktop", "open", "history"],
            check=False, capture_output=True, text=True, timeout=LIMIT,
        )  # fmt: skip
        said = f"usero-desktop: It is running already (process {first.pid}), but does not answer. "
        assert done.stderr.startswith(said)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (69, "", 1)


def test_who_quits_makes_room_for_the_next(run_time, qapp):
    first = Instance.take()
    assert Instance.take() is None
    first.leave()
    second = Instance.take()
    assert second is not None
    second.leave()
    second.leave()


def test_where_nobody_runs_nothing_is_handed_over(run_time):
    assert hand_over(["open"]) is False


def test_what_is_too_long_is_refused_before_it_is_sent(instance):
    with pytest.raises(UseroError, match="too long"):
        hand_over(["x" * MAX_BYTES])


def say(instance, qtbot, letter):
    """What the one answers to `letter`; b"" where it hangs up."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address(folder()))
        line.sendall(letter)
        line.setblocking(False)
        answer = []

        def is_answered():
            try:
                answer.append(line.recv(100))
            except BlockingIOError:
                return False
            except ConnectionResetError:
                answer.append(b"")
            return True

        qtbot.waitUntil(is_answered, timeout=30_000)
    return answer[0]


@posix
@pytest.mark.parametrize(
    "letter",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 1000,
        b"usero-desktop/1 9999999\n",
        b"usero-desktop/1 -1\n",
        "usero-desktop/1 ²\n".encode(),
        b"usero-desktop/x 2\n{}",
        b"usero-desktop/1 2\n{}",
        b"usero-desktop/1 4\nnull",
        b'usero-desktop/1 17\n{"arguments": [1]}',
        b"usero-desktop/1 100000\n" + b"[" * 100_000,
        b"usero-desktop/1" + b" " * 1000,
    ],
)
def test_junk_is_turned_away_and_asks_for_nothing(instance, qtbot, letter):
    heard = []
    instance.asked.connect(lambda *told: heard.append(told))

    assert say(instance, qtbot, letter) == b"usero-desktop/1 wrong\n"
    assert heard == []
    assert say(instance, qtbot, encode(Message(("open",)))) == b"usero-desktop/1 taken\n"
    assert heard == [(("open",), "")]


@posix
def test_a_letter_that_comes_in_pieces_is_read_once_it_is_whole(instance, qtbot):
    letter = encode(Message(("open", "history"), "t"))
    with socket.socket(socket.AF_UNIX) as sender:
        sender.connect(address(folder()))
        for byte in letter[:-1]:
            sender.send(bytes([byte]))
            qtbot.wait(0)
        with qtbot.waitSignal(instance.asked, timeout=30_000) as heard:
            sender.send(letter[-1:])
    assert heard.args == [("open", "history"), "t"]


def is_connected(line):
    try:
        line.connect(address(folder()))
    except BlockingIOError:  # the queue is full, which the one in charge will change
        return False
    return True


@posix
def test_many_that_say_nothing_do_not_keep_the_next_from_being_heard(instance, qtbot, monkeypatch):
    monkeypatch.setattr("usero_desktop.app.instance.instance.VISIT_MILLISECONDS", 300)
    with ExitStack() as stack:
        for _ in range(100):
            quiet = stack.enter_context(socket.socket(socket.AF_UNIX))
            quiet.setblocking(False)
            qtbot.waitUntil(lambda line=quiet: is_connected(line), timeout=30_000)

        def is_heard():
            return say(instance, qtbot, encode(Message(("open",)))) == b"usero-desktop/1 taken\n"

        qtbot.waitUntil(is_heard, timeout=30_000)


@posix
def test_a_newer_one_may_say_more_than_this_one_reads(instance, qtbot):
    payload = b'{"arguments": ["open"], "screen": {"n": 2}, "token": 5}'
    with qtbot.waitSignal(instance.asked, timeout=30_000) as heard:
        answer = say(instance, qtbot, b"usero-desktop/1 %d\n%s" % (len(payload), payload))
    assert (answer, heard.args) == (b"usero-desktop/1 taken\n", [("open",), ""])


@posix
def test_two_versions_that_cannot_understand_each_other_say_so(instance, qtbot, monkeypatch):
    assert say(instance, qtbot, b"usero-desktop/2 2\n{}") == b"usero-desktop/1 other\n"
    monkeypatch.setattr(
        "usero_desktop.app.instance.handover._spoken", lambda *_: b"usero-desktop/1 other\n"
    )
    with pytest.raises(UseroError, match="do not understand each other"):
        hand_over(["open"])


@posix
def test_the_folder_and_the_socket_are_closed_to_everybody_else(run_time, instance):
    assert folder() == run_time / "usero-desktop"
    for path in (folder(), Path(address(folder()))):
        assert path.stat().st_mode & 0o077 == 0


@pytest.fixture
def two_users():
    """Two real users of this machine: how each starts a program, and a home of each.

    Both may read all there is, since this Python may be in a folder of root's; nothing else.
    """
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can be two users")
    base = Path(tempfile.mkdtemp(prefix="usero-two-"))
    base.chmod(0o755)
    rights = [f"--{kind}-caps=+dac_read_search" for kind in ("inh", "ambient")]
    made = []
    for name in ("nobody", "daemon"):
        home = base / name
        home.mkdir(mode=0o700)
        shutil.chown(home, name)
        command = ["setpriv", f"--reuid={name}", "--clear-groups", *rights, sys.executable]
        if subprocess.run([*command, "-c", ""], check=False, capture_output=True).returncode:
            pytest.skip("root may not become another user here")
        made.append((command, home))
    yield made
    shutil.rmtree(base)


def test_two_users_do_not_meet_though_one_has_the_others_variables(two_users):
    (one, home), (other, others_home) = two_users
    unwanted = ("XDG_", "USERO_")
    env = {k: v for k, v in os.environ.items() if not k.startswith(unwanted)}
    # As after `su` or `sudo -E`: the run-time folder of the first is in everybody's environment.
    env |= {"XDG_RUNTIME_DIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    others = env | {"HOME": str(others_home)}
    with started(python=one, env=env | {"HOME": str(home)}) as first:
        assert line(first) == "first"
        with started(python=other, env=others) as second:
            assert line(second) == "first"
            with started("mine", python=other, env=others) as third:
                assert line(third) == "handed over"
            assert json.loads(line(second)) == [["mine"], ""]
        with started(env=env | {"HOME": str(home.parent / "root")}) as root:
            assert line(root) == "first"
        first.stdin.close()
        assert first.stdout.read() == ""


@posix
def test_a_link_in_the_folders_place_is_not_followed(run_time, tmp_path, monkeypatch):
    (run_time / "usero-desktop").symlink_to(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(run_time / "state"))
    assert folder() != run_time / "usero-desktop"
    assert [*tmp_path.iterdir()] == []


@posix
def test_a_path_that_is_too_long_for_a_socket_gets_a_short_one(run_time, monkeypatch, qapp):
    long = run_time / ("so_long_a_name_" * 10)
    long.mkdir(mode=0o700)
    for name in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "USERO_DESKTOP_DATA_DIR"):
        monkeypatch.setenv(name, str(long))
    place = folder()
    assert len(os.fsencode(place)) + QT_BYTES <= PATH_BYTES
    first = Instance.take()
    assert first is not None
    first.leave()
    lock_path(place).unlink()
    place.rmdir()


@posix
def test_who_has_a_data_folder_of_their_own_meets_nobody_else(instance, monkeypatch):
    own = Path(tempfile.mkdtemp(prefix="usero-own-"))
    monkeypatch.setenv("USERO_DESKTOP_DATA_DIR", str(own))
    assert hand_over(["open"]) is False
    assert folder() == own / "app"
    shutil.rmtree(own)


@posix
def test_a_second_start_loads_no_qt_and_little_else():
    code = (
        "import sys; before = set(sys.modules); import usero_desktop.app.instance.handover;"
        "print(*sorted(name.partition('.')[0] for name in set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=LIMIT
    )
    loaded = set(done.stdout.split())
    assert "usero_desktop" in loaded
    assert not loaded & {"PySide6", "PyQt6", "httpx", "sqlite3", "asyncio", "logging", "hashlib"}
