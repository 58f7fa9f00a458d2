"""What fails in a handler of ours stays there, and the host is told of it."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from host.program import run
from host.slots import Source

import usero_desktop as usero
from usero_desktop.core.host import call_host
from usero_desktop.ui import front
from usero_desktop.ui.guard import guard

SHADOWED = {
    "Panel.dropEvent": "Qt delivers no drop to a panel whose event() has just failed",
}
# The demo, the tray app and their commands are hosts of their own, the window that is the panel's
# alone is such a host's; Designer's plugin runs in Designer alone.
NOT_HERE = ("demo/", "app/", "ui/window/alone.py", "cli/", "_designer/")
PACKAGE = Path(usero.__file__).parent
REPLAY = ("replay/", "ui/playback/", "ui/form/enclosing.py", "ui/session/watching.py")
ASKED = {"Wiring._on_recording_included", "Wiring._on_recording_watched"}
LOGGED = r"usero_desktop failed in [^\n]+\nTraceback"


def tell(inbox, folder, *bare, story="acts"):
    """Tell a whole story, with a keyring that forgets nothing."""
    keyring = "host.keyrings.Unforgetting"
    return run("faults", inbox.url, folder, story, *bare, PYTHON_KEYRING_BACKEND=keyring)


def of_replay():
    """Return what has to do with recordings, which have a story of their own.

    What a paint engine does has a guard of its own, which `replay.recorder` is tested for.
    """
    found = set(Source(PACKAGE).guarded()) - set(Source(PACKAGE, REPLAY).guarded())
    return {name for name in found if not name.startswith("Engine.")} | ASKED


def told_of(done):
    """Return what the program printed about its handlers."""
    return json.loads(done.stdout) if done.returncode == 0 else {}


def let_out(done):
    """Whether an exception got past the guard: to Qt, to a hook, or to the terminal."""
    tracebacks = done.stderr.count("Traceback") - len(re.findall(LOGGED, done.stderr))
    return done.returncode != 0 or tracebacks > 0 or told_of(done)["hooked"] != []


@pytest.mark.promise("H1")
def test_whatever_handler_fails_the_host_goes_on_and_its_on_error_hears_of_it(
    inbox, tmp_path, figure
):
    done = tell(inbox, tmp_path)
    assert not let_out(done), done.stderr[-3000:]
    seen = told_of(done)
    places = set(seen["places"]) | Source(PACKAGE, (*NOT_HERE, *REPLAY)).guarded()
    places -= of_replay()

    assert places - set(seen["reached"]) <= SHADOWED.keys()
    assert seen["delivered"] == 1, "each handler did its work before it failed"
    reached = len(seen["reached"])
    # What fails while the program ends is only logged: nobody is there to be called.
    assert len(seen["told"]) >= reached * 0.9
    figure(f"{reached} of {len(places)} handlers failed in one story, 0 exceptions let out")


@pytest.mark.promise("H1")
def test_whatever_handler_of_a_recording_fails_the_report_goes_all_the_same(
    inbox, tmp_path, figure
):
    done = tell(inbox, tmp_path, story="replaying")
    assert not let_out(done), done.stderr[-3000:]
    seen = told_of(done)
    places = of_replay()

    assert places - set(seen["reached"]) == set()
    assert seen["delivered"] == 1
    assert len(places & set(seen["told"])) >= len(places) * 0.8
    figure(f"{len(places)} handlers of recordings failed in one story, 0 exceptions let out")


@pytest.mark.bites("H1")
@pytest.mark.parametrize(
    "handler", ["Launcher.paintEvent", "Overlay.eventFilter", "Wiring._on_rated"]
)
def test_one_handler_without_its_guard_is_seen(inbox, tmp_path, handler):
    assert let_out(tell(inbox, tmp_path, handler))


@pytest.mark.promise("H1")
def test_a_fault_reaches_on_error_and_the_signal_in_a_turn_of_its_own(
    qtbot, window, attach, caplog
):
    caplog.faults_expected = True
    errors, failed = [], []
    widget = attach(window, on_error=errors.append)
    widget.failed.connect(failed.append)

    @guard
    def failing():
        raise ZeroDivisionError

    failing()
    assert errors == [], "it may be the middle of a painting"
    failing()
    qtbot.waitUntil(lambda: bool(errors))

    assert [error.code for error in errors] == ["internal"]
    assert isinstance(errors[0].__cause__, ZeroDivisionError)
    assert failed == errors


@pytest.mark.promise("H1")
def test_a_logging_handler_of_the_hosts_that_fails_is_kept_from_qt(qapp, caplog):
    caplog.faults_expected = True

    class Broken(logging.Handler):
        def emit(self, _record):
            raise ZeroDivisionError

    @guard(otherwise=3)
    def failing():
        raise KeyError

    broken = Broken()
    house = logging.getLogger("usero_desktop")
    house.addHandler(broken)
    try:
        assert failing() == 3
        assert call_host("on_open", lambda: 1 / 0) is None
    finally:
        house.removeHandler(broken)


@pytest.mark.promise("H1")
def test_an_error_that_somebody_keeps_keeps_nothing_of_ours_alive(qapp, caplog):
    caplog.faults_expected = True
    gone = []

    class Painter:
        def __del__(self):
            gone.append(True)

    @guard
    def failing():
        painter = Painter()
        raise KeyError(id(painter))

    failing()
    [record] = [r for r in caplog.records if "failed in" in r.getMessage()]

    assert record.exc_info[0] is KeyError
    assert gone == [True]


@pytest.mark.promise("H1")
def test_attach_itself_raises_nothing(window, caplog, monkeypatch):
    caplog.faults_expected = True
    errors = []

    def fail(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr(front, "stage_in", fail)
    widget = usero.attach(window, "client_demo", on_error=errors.append)

    assert widget.is_inert
    assert [error.code for error in errors] == ["internal"]
    assert "stays away" in caplog.text
