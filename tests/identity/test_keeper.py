"""The deadline and the order of things, with keychains that hang as a test wishes."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

import pytest

from usero_desktop.identity.keeper import PATIENCE_SECONDS, SILENT, Keeper

LIMIT = 20
ACCOUNT = "email-demo"
ADDRESS = "mira.delgado@example.org"


class Slow:
    """A keychain that answers when it is let, and notes what it was asked."""

    def __init__(self, answer=ADDRESS):
        self.asked = []
        self.entered, self.let = threading.Event(), threading.Event()
        self.left = threading.Event()
        self._answer = answer

    def load(self):
        """Nothing is needed."""

    def recall(self, _account):
        self.asked.append("recall")
        self.entered.set()
        assert self.let.wait(LIMIT)
        self.left.set()
        return self._answer

    def remember(self, _account, address):
        self.asked.append(address)

    def forget(self, _account):
        self.asked.append("forget")


def given_up(keeper):
    """Wait until the keeper has given its keychain up."""
    pause = threading.Event()
    for _ in range(LIMIT * 100):
        if keeper.unavailable_because is not None:
            return True
        pause.wait(0.01)
    return False


def idle():
    for thread in threading.enumerate():
        if thread.name == "usero-keyring":
            thread.join(LIMIT)
            assert not thread.is_alive()


def test_an_answer_in_time_is_heard_and_the_requests_are_done_in_order():
    slow, heard = Slow(), []
    keeper = Keeper(slow)
    keeper.recall(ACCOUNT, heard.append)
    keeper.remember(ACCOUNT, ADDRESS)
    keeper.forget(ACCOUNT)
    slow.let.set()
    idle()

    assert heard == [ADDRESS]
    assert slow.asked == ["recall", ADDRESS, "forget"]
    assert keeper.unavailable_because is None


@pytest.mark.promise("B8")
def test_what_could_not_be_forgotten_is_told_also_when_the_keychain_is_silent(figure):
    class Silent(Slow):
        def forget(self, _account):
            assert self.let.wait(LIMIT)

    silent, told = Silent(), threading.Semaphore(0)
    keeper = Keeper(silent, seconds=0.05)
    keeper.forget(ACCOUNT, failed=told.release)
    keeper.forget(ACCOUNT, failed=told.release)
    assert given_up(keeper)
    keeper.forget(ACCOUNT, failed=told.release)
    assert [told.acquire(timeout=LIMIT) for _ in range(3)] == [True] * 3
    silent.let.set()
    idle()
    assert not told.acquire(blocking=False)
    figure("asked to forget, while silent and after: told each time")


@pytest.mark.promise("E1")
def test_a_late_answer_is_dropped_and_the_keychain_is_never_asked_again(caplog, figure):
    caplog.set_level(logging.DEBUG, logger="usero_desktop")
    slow, heard = Slow(), []
    keeper = Keeper(slow, seconds=0.05)
    keeper.recall(ACCOUNT, heard.append)
    keeper.remember(ACCOUNT, ADDRESS)  # waits behind it, and is never done
    assert given_up(keeper)
    keeper.remember(ACCOUNT, ADDRESS)
    keeper.forget(ACCOUNT)
    keeper.recall(ACCOUNT, heard.append)
    slow.let.set()
    assert slow.left.wait(LIMIT)
    idle()

    assert heard == []
    assert slow.asked == ["recall"]
    assert keeper.unavailable_because == SILENT
    assert [r.getMessage() for r in caplog.records] == [
        f"The email address is not remembered: {SILENT}"
    ]
    figure("1 late answer dropped, 4 requests after it not made")


def test_three_seconds_are_what_a_keyring_gets():
    assert PATIENCE_SECONDS == 3


def test_loading_is_not_what_the_keyring_is_given_up_for():
    slow, heard = Slow(), []
    loaded = threading.Event()
    slow.let.set()
    slow.load = lambda: loaded.wait(0.2)
    keeper = Keeper(slow, seconds=0.1)
    keeper.recall(ACCOUNT, heard.append)
    idle()

    assert heard == [ADDRESS]
    assert keeper.unavailable_because is None


def test_nobody_waits_and_no_thread_is_left_once_all_is_done():
    slow = Slow(answer=None)
    keeper = Keeper(slow)
    keeper.recall(ACCOUNT, lambda _: pytest.fail("there was no address"))
    assert slow.entered.wait(LIMIT)
    [thread] = [t for t in threading.enumerate() if t.name == "usero-keyring"]
    assert thread.daemon
    slow.let.set()
    thread.join(LIMIT)

    assert not thread.is_alive()
    for left in [t for t in threading.enumerate() if t.name == "usero-keyring-deadline"]:
        left.join(1)  # it was called off, and is far from its three seconds
        assert not left.is_alive()


@pytest.mark.parametrize("error", [OSError(5, ADDRESS), ValueError(ADDRESS), KeyboardInterrupt()])
def test_what_a_keychain_raises_is_named_without_its_words(error, caplog):
    caplog.set_level(logging.DEBUG)
    slow = Slow()
    slow.forget = lambda _account: (_ for _ in ()).throw(error)
    keeper = Keeper(slow)
    keeper.forget(ACCOUNT)
    idle()

    assert keeper.unavailable_because == f"The keyring failed with {type(error).__name__}."
    assert ADDRESS not in caplog.text


@pytest.mark.promise("A12")
def test_a_process_ends_though_its_keyring_never_answers():
    code = """
import threading
from usero_desktop.identity.keeper import Keeper
class Stuck:
    def load(self): pass
    def recall(self, _account):
        entered.set()
        threading.Event().wait()
entered = threading.Event()
Keeper(Stuck()).recall("email", print)
entered.wait()
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
