"""A part over screens left of and above the first, each of its own scale: its true pixels."""

from __future__ import annotations

import json
import sys

import pytest
from ui.process import run_script

pytestmark = [
    pytest.mark.promise("F6"),
    pytest.mark.skipif(sys.platform == "win32", reason="a platform of Qt's for Linux"),
]

# Qt's offscreen platform passes a screen's own "dpr" on to no window; the factors reach them.
SCREENS = [
    {"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1080},
    {"name": "two", "x": -2560, "y": -200, "width": 2560, "height": 1800},
]
REST = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}

CHOSEN = """
import random, sys
from usero_desktop.capture.frame import Frame
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.units import screens
from usero_desktop.ui.capture.region import RegionPicker
from usero_desktop.ui.style.colors import colors_of
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import Scale
{change}
app = QtWidgets.QApplication(sys.argv[:1])
LEFT, TOP, WIDTH, HEIGHT = -2560, -200, 4480, 1800
frame = Frame(bytearray(random.Random(3).randbytes(WIDTH * HEIGHT * 4)), WIDTH, HEIGHT, LEFT, TOP)
look = Look(colors_of(None, dark=False), Texts("en"), Scale())
host = QtWidgets.QWidget()
host.setGeometry(-2000, 0, 300, 200)
host.show()
places = {{screen.name: screen for screen in screens()}}


def event(sheet, kind, pixel, button):
    # As the window system tells it: of the window that was pressed, wherever it goes from there.
    screen = places[sheet.screen().name()]
    at = QtCore.QPointF((pixel[0] + LEFT - screen.left) / screen.ratio,
                        (pixel[1] + TOP - screen.top) / screen.ratio)
    pressed = button if kind != QtCore.QEvent.Type.MouseButtonRelease else button.NoButton
    made = QtGui.QMouseEvent(kind, at, QtCore.QPointF(sheet.mapToGlobal(at.toPoint())), button,
                             pressed, QtCore.Qt.KeyboardModifier.NoModifier)
    QtCore.QCoreApplication.sendEvent(sheet, made)


def drawn(name, start, goal):
    region, found = RegionPicker(app, host, look, frame), []
    region.taken.connect(found.append)
    region.open()
    app.processEvents()
    [sheet] = [w for w in app.topLevelWidgets() if w.isVisible()
               and w.objectName() == "usero_region" and w.screen().name() == name]
    kinds, left = QtCore.QEvent.Type, QtCore.Qt.MouseButton.LeftButton
    event(sheet, kinds.MouseButtonPress, start, left)
    event(sheet, kinds.MouseMove, goal, left)
    event(sheet, kinds.MouseButtonRelease, goal, left)
    shown = sheet.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32)
    sheet.taken.emit()
    screen = places[name]
    middle = [(a + b) // 2 for a, b in zip(start, goal)]
    inside = middle[0] + LEFT - screen.left, middle[1] + TOP - screen.top
    color = None
    # A small one is below its own handles.
    if shown.rect().contains(QtCore.QPoint(*inside)) and abs(start[0] - goal[0]) > 99:
        color = shown.pixelColor(*inside)
        begin = (middle[1] * WIDTH + middle[0]) * 4
        blue, green, red = frame.pixels[begin : begin + 3]
        assert (color.red(), color.green(), color.blue()) == (red, green, blue), name
    [box] = found
    print(*box, "seen" if color else "beyond")


drawn("two", (0, 0), (2559, 1799))
drawn("two", (101, 333), (703, 1001))
drawn("two", (2001, 901), (3333, 1111))
drawn("one", (2561, 201), (2563, 203))
drawn("one", (4479, 1279), (1201, 257))
"""


IN_QTS_UNITS = """
from usero_desktop.ui.capture.sheet import Sheet

Sheet._pixel = lambda sheet, at: (int(sheet._origin[0] + at.x()), int(sheet._origin[1] + at.y()))
"""


def choose_what_is_drawn(tmp_path, factors, change=""):
    config = tmp_path / "screens.json"
    screens = [screen | REST for screen in SCREENS]
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": screens}))
    done = run_script(
        CHOSEN.format(change=change),
        QT_QPA_PLATFORM=f"offscreen:configfile={config}",
        QT_SCREEN_SCALE_FACTORS=factors,
    )

    assert done.returncode == 0, done.stderr
    boxes = [line.rsplit(" ", 1)[0] for line in done.stdout.splitlines()]
    assert boxes == [
        "0 0 2560 1800", "101 333 603 669", "2001 901 1333 211", "2561 201 3 3",
        "1201 257 3279 1023",
    ]  # fmt: skip
    assert done.stdout.count("seen") >= 3


@pytest.mark.parametrize(
    "factors", ["one=1;two=2", "one=1.5;two=1", "one=1.25;two=1.5", "one=2;two=1.25"]
)
def test_what_is_drawn_is_what_is_chosen_to_the_pixel(tmp_path, factors):
    choose_what_is_drawn(tmp_path, factors)


@pytest.mark.bites("F6")
def test_a_sheet_that_counts_in_qts_units_is_found_out(tmp_path):
    with pytest.raises(AssertionError, match="AssertionError: two"):
        choose_what_is_drawn(tmp_path, "one=1;two=2", IN_QTS_UNITS)
