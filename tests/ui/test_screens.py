"""A window that is dragged to a screen of another scale takes launcher and panel along."""

from __future__ import annotations

import json
import sys

import pytest
from ui.process import run_script

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a platform of Qt's for Linux")

# Qt's offscreen platform passes a screen's own "dpr" on to no window; the factors reach them.
SCREENS = [
    {"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1080},
    {"name": "two", "x": -2560, "y": -200, "width": 2560, "height": 1800},
]
FACTORS = "one=1;two=2"
REST = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
STARTS = {"one": (100, 100), "two": (-2400, -100)}

HOST = """
import sys
import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.form import drafts

data, home, away, start, goal = sys.argv[1:6]
app = QtWidgets.QApplication(sys.argv[:1])
app.setStyle("Fusion")
app.setCursorFlashTime(0)


def shown(place, **options):
    window = QtWidgets.QMainWindow()
    window.setGeometry(*map(int, place.split(",")), 900, 680)
    window.show()
    widget = usero.attach(
        window, "client_demo", base_url="http://127.0.0.1:1", data_dir=data, locale="en",
        reduced_motion=True, **options,
    )
    widget.open()
    part = lambda kind, name: window.findChild(kind, f"usero_{name}")
    part(QtWidgets.QPlainTextEdit, "comment").insertPlainText("written before")
    part(QtWidgets.QAbstractButton, "rating_3").click()
    settle()
    return window, widget


def settle():
    for _ in range(10):
        app.processEvents()


def parts(window):
    find = lambda name: window.findChild(QtWidgets.QWidget, f"usero_{name}")
    return {name: find(name) for name in ("launcher", "panel", "comment")}


def places(window):
    return {name: part.geometry() for name, part in parts(window).items()}


def picture(window):
    settle()
    return window.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32)


for options in ({}, {"launcher_type": "button", "position": "left", "theme": "dark"}):
    window, widget = shown(start, **options)
    assert window.screen().name() == home
    before = places(window)
    window.move(*map(int, goal.split(",")))
    settle()
    ratio = window.screen().devicePixelRatio()

    assert window.screen().name() == away
    assert widget.is_open and parts(window)["panel"].isVisible()
    assert parts(window)["comment"].toPlainText() == "written before"
    assert parts(window)["comment"].hasFocus()
    assert all(part.devicePixelRatioF() == ratio for part in parts(window).values())
    assert places(window) == before, (places(window), before)
    moved = picture(window)
    assert moved.size() == window.size() * ratio
    widget.destroy()
    drafts.forget_all()  # the next one would begin with these words
    window.close()

    window, widget = shown(goal, **options)
    assert window.screen().name() == away
    born_there = picture(window)
    # As sharp as if it had never been elsewhere: the same pixels.
    assert moved == born_there
    half = moved.scaled(window.size()).scaled(moved.size())
    assert half != moved or ratio == 1
    widget.destroy()
    drafts.forget_all()  # the next one would begin with these words
    window.close()
print("the same")
"""


@pytest.mark.parametrize("home,away", [("one", "two"), ("two", "one")])
def test_launcher_and_panel_are_in_place_and_sharp_on_a_screen_of_another_scale(
    tmp_path, home, away
):
    config = tmp_path / "screens.json"
    screens = [screen | REST for screen in SCREENS]
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": screens}))
    done = run_script(
        HOST, tmp_path / "data", home, away,
        *(",".join(map(str, STARTS[name])) for name in (home, away)),
        QT_QPA_PLATFORM=f"offscreen:configfile={config}",
        QT_SCREEN_SCALE_FACTORS=FACTORS,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout == "the same\n"
