"""Where the user has put the panel, it is the next time, too."""

import json
import os
from pathlib import Path

import pytest
from app.room import panel, room
from flows.desk import LIMIT

from usero_desktop.app.programs.spot import Spot, spot_path
from usero_desktop.qt import QtCore

TITLE = "Feedback on Expense Book"


@pytest.fixture
def desktop():
    with room() as made:
        made.configure({"client_id": "client_book", "name": "Expense Book"})
        yield made


def kept(desktop):
    """The file."""
    return Path(desktop.env["XDG_STATE_HOME"]) / "usero-desktop" / "app" / "panel.json"


def window(user, *arguments):
    user.xdotool("search", "--onlyvisible", "--name", TITLE, *arguments)


def opened(user):
    """Where the panel is, once that is open."""
    user.until(lambda: user.shows(TITLE), "the panel")
    return user.place("usero_panel")


def put_elsewhere(user):
    """Move and stretch the panel's window; return where the panel is then."""
    before = opened(user)
    window(user, "windowmove", "--sync", 60, 50)
    window(user, "windowsize", "--sync", before[2] + 90, before[3] + 70)
    user.until(
        lambda: user.place("usero_panel")[2:] == [before[2] + 90, before[3] + 70], "the size"
    )
    return user.place("usero_panel")


@pytest.mark.screen
@pytest.mark.parametrize("is_quit_open", [False, True])
def test_its_place_and_size_are_those_of_the_run_before(desktop, is_quit_open):
    with panel(desktop), desktop.start("open", "feedback") as user:
        put = put_elsewhere(user)
        if not is_quit_open:
            user.key("Escape")
            user.until(lambda: user.ask("windows") == [], "the panel to be gone")
        user.process.terminate()
        user.process.wait(LIMIT)
    with panel(desktop), desktop.start("open", "feedback") as user:
        assert opened(user) == put
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the panel to be gone")
        assert desktop.also().returncode == 0
        assert opened(user) == put, "and it does not wander"


@pytest.mark.screen
def test_who_has_not_moved_it_has_it_beside_the_icon_and_nothing_is_written(desktop):
    with panel(desktop), desktop.start("open", "feedback") as user:
        place = opened(user)
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the panel to be gone")
    assert not kept(desktop).exists()
    with panel(desktop), desktop.start("open", "feedback") as user:
        assert opened(user) == place


@pytest.mark.screen
@pytest.mark.parametrize(
    "written",
    [
        '{"x": 2400, "y": 300}',  # on a screen that is not there any more
        '{"x": 1100, "y": 300, "width": 1, "height": 99999}',
        '{"x": 1e999, "y": true, "width": "wide"}',
        "[" * 100_000,
        "\0\udcff",
    ],
)
def test_a_place_off_the_screen_and_a_broken_file_are_none(desktop, written):
    file = kept(desktop)
    file.parent.mkdir(parents=True)
    file.write_bytes(written.encode(errors="surrogateescape"))
    with panel(desktop), desktop.start("open", "feedback") as user:
        left, top, width, height = opened(user)
        assert left >= 0
        assert top >= 0
        assert left + width <= 1280
        assert top + height <= 900
        assert width > 200
        assert height > 200


@pytest.fixture
def state(monkeypatch, tmp_path):
    monkeypatch.setenv("USERO_DESKTOP_DATA_DIR", str(tmp_path))
    return tmp_path / "app" / "panel.json"


def test_what_is_kept_is_closed_to_others_and_read_again(state, qtbot):
    owner = QtCore.QObject()
    spot = Spot(owner)
    assert (spot.corner, spot.size) == (None, None)
    spot.keep(QtCore.QPoint(-5, 7), None)
    qtbot.waitUntil(state.exists, timeout=30_000)
    assert json.loads(state.read_text()) == {"x": -5, "y": 7}
    assert state.stat().st_mode & 0o077 == 0
    again = Spot(owner)
    assert (again.corner, again.size) == (QtCore.QPoint(-5, 7), None)


def test_a_pipe_in_its_place_keeps_nobody_waiting(state):
    state.parent.mkdir()
    os.mkfifo(state)
    owner = QtCore.QObject()
    assert Spot(owner).corner is None


def test_where_the_administrator_lets_nothing_be_kept_this_is_not_either(ruled, state):
    ruled(outbox=False)
    assert spot_path().parts[:2] == Path(os.devnull).parts[:2]
    owner = QtCore.QObject()
    spot = Spot(owner)
    spot.keep(QtCore.QPoint(1, 2), QtCore.QSize(3, 4))
    spot._pool.close(30.0)
    assert spot.corner == QtCore.QPoint(1, 2)
    assert not state.parent.exists()
