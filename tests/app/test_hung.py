"""One that hangs, and a person who clicks the program's icon once more."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from app.room import HERE, room
from flows.desk import LIMIT
from processes import running

from usero_desktop.app.instance import hung
from usero_desktop.app.instance.hung import Hung
from usero_desktop.app.instance.instance import Instance
from usero_desktop.app.instance.place import folder, lock_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as the kernel of Linux tells it")


@pytest.fixture
def desktop():
    with room() as made:
        made.configure({"client_id": "client_book", "name": "Expense Book"})
        yield made


def hangs(desktop):
    """The program, once it hangs."""
    command = [sys.executable, HERE / "hanging.py", "open", "--background"]
    return running(command, desktop.env, text=True, stdout=subprocess.PIPE, stderr=None)


@pytest.mark.screen
def test_who_clicks_while_it_hangs_is_told_and_may_end_it_and_start_again(desktop):
    with hangs(desktop) as first:
        assert first.stdout.readline() == "hangs\n"
        with desktop.start("open", "feedback") as user:
            user.until(lambda: user.ask("windows") == ["usero_trouble"], "the window")
            user.until_words("Usero Desktop cannot start")
            user.until(lambda: user.ask("focused") == "usero_trouble_end", "the focus")
            assert first.poll() is None
            user.key("Return")
            assert first.wait(LIMIT) == -signal.SIGKILL
            assert user.place("usero_panel")
            assert desktop.also("open", "history").returncode == 0
            user.until_words("Sent reports")


def is_sentence(said):
    return said.startswith("usero-desktop: It is running already") and said.count("\n") == 1


@pytest.mark.screen
def test_who_closes_that_window_has_ended_nothing(desktop):
    with hangs(desktop) as first:
        assert first.stdout.readline() == "hangs\n"
        with desktop.start(status=69, heard=is_sentence) as user:
            user.until(lambda: user.ask("focused") == "usero_trouble_end", "the window")
            user.key("Escape")
            assert user.process.wait(LIMIT) == 69
        assert first.poll() is None


@pytest.mark.screen
def test_one_that_answers_after_all_is_not_ended_but_does_what_was_wished(desktop):
    with desktop.start("open", "--background") as first:
        first.until(lambda: first.ask("is_resting"), "the program to be there whole")
        first.process.send_signal(signal.SIGSTOP)
        with running(
            [sys.executable, HERE / "driven.py", "open", "history"], desktop.env,
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None,
        ) as second:  # fmt: skip

            def ask(*command):
                second.stdin.write(json.dumps(command) + "\n")
                second.stdin.flush()
                return json.loads(second.stdout.readline())

            while ask("focused") != "usero_trouble_end":
                select.select([], [], [], 0.02)
            left, top, width, height = ask("place", "usero_trouble_end")
            first.process.send_signal(signal.SIGCONT)
            first.until_words("Sent reports")  # the letter that lay there all the time
            first.click_at(left + width // 2, top + height // 2)
            assert second.wait(LIMIT) == 0
        assert first.process.poll() is None


@pytest.mark.screen
def test_a_start_at_login_asks_nobody(desktop):
    with hangs(desktop) as first:
        assert first.stdout.readline() == "hangs\n"
        done = desktop.also("open", "--background")
        assert (done.returncode, is_sentence(done.stderr)) == (69, True)


@pytest.fixture
def run_time(monkeypatch, tmp_path):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("USERO_DESKTOP_DATA_DIR", raising=False)


def test_who_holds_the_lock_is_found_and_nobody_else(run_time, qapp):
    assert Hung.found() is None
    instance = Instance.take(listens=False)
    found = Hung.found()
    assert found.number == os.getpid()
    found.let_go()

    lock_path(folder()).write_text("1\n")  # another's number
    assert Hung.found() is None
    lock_path(folder()).write_text("nobody\n")
    assert Hung.found() is None

    lock_path(folder()).write_text(f"{os.getpid()}\n")
    instance.leave()  # the number stays there, and nobody has the lock
    assert Hung.found() is None


@pytest.mark.parametrize(
    "locks", ["", "1: FLOCK", "\u00e9", "1: FLOCK ADVISORY WRITE 0 0:0:0 0 EOF"]
)
def test_where_the_kernel_does_not_tell_nobody_is_found(
    run_time, qapp, monkeypatch, tmp_path, locks
):
    instance = Instance.take(listens=False)
    told = tmp_path / "locks"
    told.write_text(locks)
    monkeypatch.setattr(hung, "LOCKS", told)
    assert Hung.found() is None
    monkeypatch.setattr(hung, "LOCKS", Path("/nowhere"))
    assert Hung.found() is None
    instance.leave()


def test_a_number_that_has_become_anothers_is_ended_by_nobody(run_time, tmp_path):
    """What is ended is the process that was found, and not who bears its number now."""
    with running([sys.executable, "-c", "input()"], os.environ, stdin=subprocess.PIPE) as process:
        found = Hung(os.getpid(), os.pidfd_open(process.pid))
        assert found.end()
        assert process.wait(LIMIT) == -signal.SIGTERM
        assert found.end()  # it is gone already
        found.let_go()
