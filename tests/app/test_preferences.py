"""The Settings window: each change is in the file at once, and what is there already stays."""

import subprocess
import sys

import pytest
from app.seen import LIMIT, told_by
from app.settings_window import ONE, TWO, editor_of, part, press, titles

from usero_desktop import assets
from usero_desktop.app.preferences.looks import LANGUAGES
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.settings import Settings, load, save
from usero_desktop.settings.file import alone

Key = QtCore.Qt.Key


class Login:
    """A system that starts programs at login, or does not let us."""

    def __init__(self, *, on=False, refuses=False):
        self.on, self.refuses = on, refuses

    def is_on(self):
        return self.on

    def turn_on(self):
        self._turn(True)

    def turn_off(self):
        self._turn(False)

    def _turn(self, on):
        if self.refuses:
            raise UseroError("The folder for that cannot be written.")
        self.on = on


class Keys(QtCore.QObject):
    """A desktop that gives keys, but for one."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.text, self.trouble = "", None

    def set(self, text):
        self.text = text
        taken = UseroError("Another program has these keys.", code="hotkey_test")
        self.trouble = taken if text == "Ctrl+Alt+X" else None
        self.changed.emit()


def test_each_tick_is_in_the_file_at_once(qtbot, preferences, path):
    window = preferences(Settings((ONE,)))
    assert part(window, "notify").isChecked()
    assert not part(window, "subject").isChecked()
    press(qtbot, window, "notify")
    press(qtbot, window, "subject")
    assert load(path).settings == Settings((ONE,), notify=False, offer_window_title=True)
    assert window.heard[-1] == load(path).settings


def test_what_another_program_writes_meanwhile_stays(qtbot, preferences, path):
    window = preferences(Settings((ONE,)))
    path.write_text(path.read_text().replace("# The language", "# My own words.\n# The language"))
    save(Settings((ONE, TWO), locale="de"), path)
    press(qtbot, window, "notify")
    assert load(path).settings == Settings((ONE, TWO), locale="de", notify=False)
    assert "# My own words." in path.read_text()
    assert window.windowTitle() == "Einstellungen"
    assert titles(window) == ["Ledger", "client_a1 · 2.4", "In Gebrauch", "client_b2"]


def choose(qtbot, window, name, value):
    button = part(window, name)
    qtbot.keyClick(button, Key.Key_Down)
    menu = button.findChild(QtWidgets.QMenu)
    [action] = [its for its in menu.actions() if its.objectName().endswith(f"_{value}")]
    assert [its for its in menu.actions() if its.isChecked()] == [menu.activeAction()]
    with qtbot.waitSignal(window.saved, timeout=LIMIT):
        menu.setActiveAction(action)
        qtbot.keyClick(menu, Key.Key_Return)


def test_language_and_colours_are_seen_at_once(qtbot, preferences, path):
    window = preferences(Settings((ONE,)))
    assert part(window, "language").accessibleName() == "Language: As the system"
    choose(qtbot, window, "theme", "dark")
    choose(qtbot, window, "language", "ar")
    assert load(path).settings == Settings((ONE,), locale="ar", theme="dark")
    assert window.look.colors.dark
    assert window.windowTitle() == window.look.texts("settings.title") != "Settings"
    assert window.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    choose(qtbot, window, "language", "none")
    choose(qtbot, window, "theme", "none")
    assert load(path).settings == Settings((ONE,))
    assert window.windowTitle() == "Settings"


def test_every_language_is_offered_by_its_own_name():
    shipped = {file.stem for file in assets.path("locales").glob("*.json")}
    assert set(LANGUAGES) == shipped


@pytest.mark.parametrize("on", [True, False])
def test_start_at_login_is_what_the_system_says(qtbot, preferences, path, on):
    login = Login(on=on)
    window = preferences(Settings(), autostart=login)
    tick = part(window, "login")
    qtbot.waitUntil(tick.isEnabled, timeout=LIMIT)
    assert tick.isChecked() == on
    tick.click()
    qtbot.waitUntil(lambda: login.on is not on, timeout=LIMIT)
    qtbot.waitUntil(lambda: tick.isChecked() is not on, timeout=LIMIT)
    assert window.heard == []


def test_where_the_system_refuses_the_tick_goes_back_and_says_why(qtbot, preferences):
    window = preferences(Settings(), autostart=Login(refuses=True))
    tick = part(window, "login")
    qtbot.waitUntil(tick.isEnabled, timeout=LIMIT)
    tick.click()
    qtbot.waitUntil(window._desktop._said.isVisible, timeout=LIMIT)
    assert window._desktop._said.text() == "The folder for that cannot be written."
    assert not tick.isChecked()


def test_what_the_system_has_not_got_is_not_offered(preferences):
    window = preferences(Settings())
    assert not part(window, "login").isVisible()
    assert not part(window, "hotkey").isVisible()


def test_keys_are_pressed_in_their_field_asked_for_and_written_down(qtbot, preferences, path):
    keys = Keys()
    window = preferences(Settings(), hotkey=keys)
    field = part(window, "hotkey")
    both = QtCore.Qt.KeyboardModifier.ControlModifier | QtCore.Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(window.saved, timeout=LIMIT):
        qtbot.keyClick(field, Key.Key_F, both)
    assert keys.text == load(path).settings.hotkey == "Ctrl+Alt+F"
    with qtbot.waitSignal(window.saved, timeout=LIMIT):
        qtbot.keyClick(field, Key.Key_X, both)
    said = window._desktop.hotkey._below
    assert (said.text(), said.isVisible()) == ("Another program has these keys.", True)
    assert field.accessibleDescription() == "Another program has these keys."
    press(qtbot, window, "hotkey_clear")
    assert keys.text == load(path).settings.hotkey == ""
    assert not said.isVisible()


def test_keys_that_are_only_held_down_in_the_field_leave_it_as_it_was(qtbot, preferences, path):
    """All that its window sees of the hotkey itself: whoever has that gets the letter."""
    keys = Keys()
    window = preferences(Settings(hotkey="Ctrl+Alt+F"), hotkey=keys)
    field = part(window, "hotkey")
    with qtbot.waitSignal(field.editingFinished, timeout=LIMIT):
        for key in (Key.Key_Control, Key.Key_Alt):
            qtbot.keyPress(field, key)
        for key in (Key.Key_Alt, Key.Key_Control):
            qtbot.keyRelease(field, key)
    assert field.keySequence().toString() == "Ctrl+Alt+F"
    press(qtbot, window, "notify")  # what is written after it
    assert load(path).settings == Settings(hotkey="Ctrl+Alt+F", notify=False)


def test_of_many_wrong_values_the_first_are_told_and_how_many_more_there_are(preferences, path):
    path.parent.mkdir()
    path.write_text("".join(f"wrong_{number} = 1\n" for number in range(1, 6)))
    window = preferences()
    told = told_by(window)
    assert "line 3: there is no setting wrong_3" in told
    assert "wrong_4" not in told
    assert told.endswith("… +2")


def test_a_broken_file_is_told_nothing_can_be_changed_and_there_is_a_way_back(
    qtbot, preferences, path
):
    path.parent.mkdir()
    path.write_text("notify = false\ntheme = dark\n")
    window = preferences()
    assert f"{path}, line 2: this is not TOML, at theme" in told_by(window)
    assert not part(window, "notify").isEnabled()
    assert not part(window, "add").isEnabled()
    [anew] = window.banner.buttons
    anew.click()
    # Not until it was read once: that may be a reading from before the click.
    qtbot.waitUntil(part(window, "notify").isEnabled, timeout=LIMIT)
    assert "settings.toml.broken-1" in told_by(window)
    press(qtbot, window, "notify")
    assert load(path).settings == Settings(notify=False)
    kept = path.with_name("settings.toml.broken-1")
    assert kept.read_text() == "notify = false\ntheme = dark\n"


def test_a_wrong_value_is_told_and_everything_else_can_be_changed(qtbot, preferences, path):
    path.parent.mkdir()
    path.write_text('theme = "blue"\nnotfy = true\n')
    window = preferences()
    assert f'{path}, line 1: theme must be "light", "dark" or ""' in told_by(window)
    assert f"{path}, line 2: there is no setting notfy; did you mean notify?" in told_by(window)
    press(qtbot, window, "notify")
    assert 'theme = "blue"\nnotfy = true\n' in path.read_text()
    assert load(path).settings == Settings(notify=False)
    choose(qtbot, window, "theme", "dark")
    qtbot.waitUntil(lambda: "theme must be" not in told_by(window), timeout=LIMIT)
    assert f"{path}, line 2: there is no setting notfy" in told_by(window)
    path.write_text(path.read_text().replace("notfy = true\n", ""))
    press(qtbot, window, "subject")
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=LIMIT)


def test_a_change_that_cannot_be_saved_is_said_and_shown_as_it_is(qtbot, preferences, path):
    window = preferences(Settings((ONE,)))
    path.write_text("theme = dark\n")
    part(window, "notify").click()
    qtbot.waitUntil(lambda: not part(window, "notify").isEnabled(), timeout=LIMIT)
    assert "cannot be read" in told_by(window)
    assert path.read_text() == "theme = dark\n"


def test_what_the_administrator_has_decided_is_shown_with_the_reason(qtbot, preferences, ruled):
    ruled(base_url="https://usero.example", screenshots=False, outbox=False)
    window = preferences(Settings((ONE,)))
    managed = part(window, "managed")
    assert managed.isVisible()
    told = [its.text() for its in managed.findChildren(QtWidgets.QLabel)]
    assert told[0] == managed.accessibleName() == "Set by your administrator"
    assert told[1] == "All reports go to https://usero.example."
    assert len(told) == 4
    part(window, "edit_client_a1").click()
    line = editor_of(window).form.fields["base_url"].line
    assert (line.text(), line.isReadOnly()) == ("https://usero.example", True)


def test_without_an_administrator_nothing_is_said_of_one(preferences):
    assert not part(preferences(Settings()), "managed").isVisible()


def test_where_the_file_is_can_be_read_and_copied(preferences, path):
    line = part(preferences(Settings()), "path")
    assert line.text() == str(path)
    assert line.isReadOnly()


@pytest.mark.parametrize("locale", ["en", "de", "fr", "ar", "ja"])
def test_nothing_is_cut_off_in_any_language(preferences, locale, ruled):
    ruled(base_url="https://usero.example", identity=False, replay=False)
    window = preferences(Settings((ONE, TWO), locale=locale), autostart=Login(), hotkey=Keys())
    assert window.content.minimumSizeHint().width() <= window._scroll.viewport().width()
    for widget in window.findChildren(QtWidgets.QAbstractButton):
        if widget.isVisible():
            corner = widget.mapTo(window, QtCore.QPoint())
            assert corner.x() >= 0, widget.objectName()
            assert corner.x() + widget.width() <= window.width(), widget.objectName()


QUITTING = """
import sys
from pathlib import Path
from usero_desktop.app.preferences.window import Preferences
from usero_desktop.qt import QtCore, QtWidgets
application = QtWidgets.QApplication([])
window = Preferences(path=Path(sys.argv[1]))
def change():
    window.findChild(QtWidgets.QWidget, "usero_preferences_notify").click()
    application.quit()
window._keeper.loaded.connect(change)
window.come()
sys.exit(application.exec())
"""


def test_who_quits_right_after_a_change_finds_it_in_the_file(path):
    command = [sys.executable, "-c", QUITTING, path]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    assert load(path).settings == Settings(notify=False)


def test_who_closes_the_window_while_a_change_is_written_has_it_nevertheless(
    qtbot, preferences, path
):
    window = preferences(Settings((ONE,)))
    left = []
    window.left.connect(lambda: left.append(list(window.heard)))
    with alone(path):  # another program writes, and this one waits for it
        part(window, "notify").click()
        window.reject()
        assert not window.isVisible()
        assert left == []
    qtbot.waitUntil(lambda: left != [], timeout=LIMIT)
    assert left == [[Settings((ONE,), notify=False)]]
    assert load(path).settings == Settings((ONE,), notify=False)


def test_a_change_that_cannot_be_saved_any_more_brings_the_closed_window_back(
    qtbot, preferences, path
):
    window = preferences(Settings((ONE,)))
    path.write_text("theme = dark\n")
    part(window, "notify").click()
    window.reject()
    qtbot.waitUntil(window.isVisible, timeout=LIMIT)
    assert "cannot be read" in told_by(window)
    with qtbot.waitSignal(window.left, timeout=LIMIT):
        window.reject()


def test_words_of_a_list_begin_where_one_begins_to_read(qtbot, preferences):
    """Seen by their pixels: no ink of a short word in the other half of its line."""
    for locale, is_right in (("en", False), ("he", True)):
        window = preferences(Settings(locale=locale, theme="light"))
        button = part(window, "language")
        button.click()
        menu = button.findChild(QtWidgets.QMenu)
        [action] = [its for its in menu.actions() if its.text() == "日本語"]
        image = menu.grab(menu.actionGeometry(action)).toImage()
        ground = image.pixelColor(image.width() // 2, image.height() // 2)
        inked = [
            x
            for x in range(8, image.width() - 8)
            if any(image.pixelColor(x, y) != ground for y in range(4, image.height() - 4))
        ]
        assert inked
        half = image.width() // 2
        assert all((x > half) == is_right for x in inked), locale
        menu.close()
        window.close()
