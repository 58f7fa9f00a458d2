"""The menu of ways to a picture: a key for each, and a delay for those that need one."""

from __future__ import annotations

import json
import sys

import pytest
from ui.form import Key
from ui.process import run_script

from usero_desktop.i18n.catalogs import languages
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.capture.picker import Picker, Wish
from usero_desktop.ui.capture.shots import Shots


def keys_of(menu):
    return {a.objectName().removeprefix("usero_picture_"): a.shortcut().toString()
            for a in menu.actions()}  # fmt: skip


@pytest.fixture
def wishes(monkeypatch):
    """What is wished for by the menu, and not done."""
    wishes = []
    monkeypatch.setattr(Shots, "take", lambda _self, wish, _look: wishes.append(wish))
    return wishes


@pytest.mark.parametrize("language", languages())
def test_each_entry_has_a_digit_of_its_own_in_every_language(widget, form, language):
    widget.update(locale=language)
    menu = form.menu()

    assert keys_of(menu) == {
        "window": "1", "screen": "2", "region": "3", "delay": "4", "point": "5",
        "file": "6", "paste": "7",
    }  # fmt: skip
    menu.close()


@pytest.mark.parametrize(
    "typed,wish",
    [
        ("1", Wish(PictureSource.WINDOW)),
        ("2", Wish(PictureSource.SCREEN)),
        ("3", Wish(PictureSource.REGION)),
        ("\u0663", Wish(PictureSource.REGION)),  # a three as it is typed on an Arabic keyboard
    ],
)
def test_a_digit_chooses_its_entry_and_the_menu_is_gone(qtbot, form, wishes, typed, wish):
    menu = form.menu()
    press = QtGui.QKeyEvent(
        QtCore.QEvent.Type.KeyPress, ord(typed), QtCore.Qt.KeyboardModifier.NoModifier, typed
    )
    QtCore.QCoreApplication.sendEvent(menu, press)

    assert wishes == [wish]
    assert not menu.isVisible()


def test_a_digit_without_an_entry_does_nothing(qtbot, form, wishes):
    menu = form.menu()
    for key in (Key.Key_0, Key.Key_9, Key.Key_X):
        qtbot.keyClick(menu, key)

    assert wishes == []
    assert menu.isVisible()
    menu.close()


def test_the_delay_is_chosen_without_leaving_the_menu_and_goes_with_the_picture(
    qtbot, form, wishes
):
    menu = form.menu()
    [delay] = [a for a in menu.actions() if a.objectName() == "usero_picture_delay"]
    said = [delay.text()]
    for _ in range(4):
        qtbot.keyClick(menu, Key.Key_4)
        said.append(delay.text())
    menu.setActiveAction(delay)
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Right, Key.Key_Return):
        qtbot.keyClick(menu, key)
        said.append(delay.text())
    place = menu.actionGeometry(delay).center()
    qtbot.mouseClick(menu, QtCore.Qt.MouseButton.LeftButton, pos=place)
    said.append(delay.text())
    three, five, ten = (f"Delay: {n} seconds" for n in (3, 5, 10))

    assert said == ["Delay: none", three, five, ten, "Delay: none", ten, "Delay: none", three,
                    five, ten]  # fmt: skip
    assert menu.isVisible()
    qtbot.keyClick(menu, Key.Key_2)
    assert wishes == [Wish(PictureSource.SCREEN, delay=10)]


def test_from_right_to_left_the_arrows_of_the_delay_point_the_other_way(qtbot, widget, form):
    widget.update(locale="he")
    menu = form.menu()
    [delay] = [a for a in menu.actions() if a.objectName() == "usero_picture_delay"]
    menu.setActiveAction(delay)
    qtbot.keyClick(menu, Key.Key_Left)

    assert "3" in delay.text()
    menu.close()


def test_the_next_menu_begins_without_a_delay(qtbot, form, wishes):
    menu = form.menu()
    qtbot.keyClick(menu, Key.Key_4)
    menu.close()
    menu = form.menu()
    qtbot.keyClick(menu, Key.Key_1)

    assert wishes == [Wish(PictureSource.WINDOW)]


def test_where_the_desktop_takes_the_picture_no_monitor_is_offered(monkeypatch, widget, form):
    from usero_desktop.ui.capture import picker

    screens = picker.screens() * 2
    monkeypatch.setattr(picker, "screens", lambda: screens)
    look = widget._front.look

    assert "screen_2" in keys_of(Picker(form.panel, look))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "screen_2" not in keys_of(Picker(form.panel, look))


TWO_SCREENS = """
import sys
import usero_desktop as usero
from usero_desktop.qt import QtWidgets

app = QtWidgets.QApplication(sys.argv[:1])
window = QtWidgets.QMainWindow()
window.resize(900, 680)
window.show()
widget = usero.attach(window, "client_demo", base_url="http://127.0.0.1:1", data_dir=sys.argv[1],
                      reduced_motion=True, locale=sys.argv[2])
widget.open()
for _ in range(10):
    app.processEvents()
window.findChild(QtWidgets.QAbstractButton, "usero_add_screenshot").click()
menu = app.activePopupWidget()
print(*[f"{a.shortcut().toString()} {a.text()}" for a in menu.actions()], sep="|")
menu.close()
widget.destroy()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a platform of Qt's for Linux")
def test_each_of_several_monitors_has_an_entry_with_its_size_in_true_pixels(tmp_path):
    rest = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [
        {"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1080} | rest,
        {"name": "two", "x": -2560, "y": -200, "width": 2560, "height": 1440} | rest,
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": screens}))
    platform = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCREEN_SCALE_FACTORS": "one=1.5;two=2",
    }
    done = run_script(TWO_SCREENS, tmp_path / "data", "en", **platform)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().split("|") == [
        "1 This window", "2 Entire screen", "3 Screen 1 · 1920 × 1080", "4 Screen 2 · 2560 × 1440",  # noqa: RUF001
        "5 A region", "6 Delay: none", "7 Point at a control",
        "8 From a file…", "9 From the clipboard",
    ]  # fmt: skip
