"""The settings file, changed by hand while the program runs."""

import pytest
from app.room import icons, room
from app.seen import LIMIT, told_by
from app.settings_window import ONE, TWO, titles

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.settings import Settings, save


def turn_to(qtbot, window, until=None):
    """Come back to the window from the editor, and wait for what is to be seen `until` then.

    What the window has begun to read before may be told first, and be the file as it was.
    """
    with qtbot.waitSignal(window._keeper.loaded, timeout=LIMIT):
        QtWidgets.QApplication.sendEvent(window, QtCore.QEvent(QtCore.QEvent.Type.WindowActivate))
    if until is not None:
        qtbot.waitUntil(until, timeout=LIMIT)


def test_what_was_written_by_hand_is_shown_and_told_when_one_turns_to_the_window(
    qtbot, preferences, path
):
    window = preferences(Settings((ONE,)))
    save(Settings((ONE, TWO), locale="de"), path)
    turn_to(qtbot, window, lambda: "client_b2" in titles(window))
    assert window.windowTitle() == "Einstellungen"
    assert window.heard == [Settings((ONE, TWO), locale="de")]
    turn_to(qtbot, window)
    assert len(window.heard) == 1, "it is told once"


def test_a_mistake_is_said_until_it_is_mended_and_the_program_goes_on_meanwhile(
    qtbot, preferences, path
):
    window = preferences(Settings((ONE,)))
    right = path.read_text()
    path.write_text(right + "notify = perhaps\n")
    turn_to(qtbot, window, lambda: window.notice is not None)
    assert "notify" in told_by(window)
    assert window.heard == []
    notice = window.notice
    turn_to(qtbot, window)
    assert window.notice is notice, "it is not said again and again"
    path.write_text(right.replace("notify = true", "notify = false"))
    turn_to(qtbot, window, lambda: window.notice is None)
    assert [its.notify for its in window.heard] == [False]


@pytest.fixture
def desktop():
    with room() as made:
        yield made


@pytest.mark.screen
def test_a_program_that_was_added_by_hand_is_in_the_menu_once_settings_are_opened(desktop):
    book = {"client_id": "client_book", "name": "Expense Book"}
    maps = {"client_id": "client_maps", "name": "Maps"}
    desktop.configure(book)
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        owner = seen.told("registered")
        user.until(lambda: "Send feedback" in seen.layout(owner), "the menu")
        desktop.configure(book, maps)
        seen.choose(owner, "Settings…")
        assert user.place("usero_preferences")
        user.until(lambda: seen.layout(owner)[1][0] == "Maps", "the other program")
