"""Where Qt says that something is, there it is on a real X server, to the pixel."""

from __future__ import annotations

import pytest
from capture.xclient import XClient
from screens import start_xvfb, x11_environment
from ui.process import run_script

from usero_desktop.capture.frame import Frame
from usero_desktop.capture.grabber import Monitor
from usero_desktop.ui.units import Place, ScreenPlace

SIZE = 1700, 900
LEFT, RIGHT = ("left", 0, 0, 700, 800), ("right", 700, 100, 1000, 800)

SHOWN = """
import subprocess, sys
from usero_desktop.capture.screen import ScreenGrabber
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.units import place_of, screens

app = QtWidgets.QApplication(sys.argv[:1])
flags = QtCore.Qt.WindowType.FramelessWindowHint | QtCore.Qt.WindowType.BypassWindowManagerHint
RED = (0, 0, 255)


class Host(QtWidgets.QWidget):
    def paintEvent(self, _event):
        QtGui.QPainter(self).fillRect(self.rect(), QtGui.QColor("black"))


def spun(condition):
    timer = QtCore.QElapsedTimer()
    timer.start()
    while not condition():
        app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        assert timer.elapsed() < 30_000


def reds(frame):
    rows = [frame.rows(y, y + 1) for y in range(frame.height)]
    hits = [(x, y) for y, row in enumerate(rows) if b"\\x00\\x00\\xff" in bytes(row)
            for x in range(frame.width) if bytes(row[x * 4 : x * 4 + 3]) == b"\\x00\\x00\\xff"]
    if not hits:
        return None
    across, down = [x for x, _ in hits], [y for _, y in hits]
    box = min(across), min(down), max(across) + 1 - min(across), max(down) + 1 - min(down)
    return box if len(hits) == box[2] * box[3] else None


def found(part):
    part.repaint()
    QtGui.QGuiApplication.sync()
    frame = ScreenGrabber(deadline=60).grab_all()
    return tuple(place_of(part).in_frame(frame)) == reds(frame)


print([(s.name, s.left, s.top, s.ratio) for s in screens()])
monitors = ScreenGrabber(deadline=60).monitors()
print([s.monitor(monitors).left for s in screens()])
for at in sys.argv[1:]:
    window = Host(None, flags)
    inner = QtWidgets.QLabel(window)
    inner.setStyleSheet("background: red")
    inner.setGeometry(8, 12, 80, 40)
    window.resize(240, 160)
    window.show()
    spun(window.windowHandle().isExposed)
    number = str(int(window.winId()))
    subprocess.run(["xdotool", "windowmove", "--sync", number, *at.split(",")], check=True)
    x, y = map(int, at.split(","))
    spun(lambda: round(place_of(window).left) == x and round(place_of(window).top) == y)
    # It is painted anew in a while where it has come to a screen of another scale.
    spun(lambda: found(inner))
    print(at)
    window.hide()
"""


@pytest.mark.promise("F6")
@pytest.mark.screen
@pytest.mark.parametrize(
    "factors", ["left=1;right=1", "left=1.25;right=2", "left=1.5;right=1", "left=2;right=1.5"]
)
def test_a_widget_is_where_its_place_says_on_screens_of_any_scale(factors):
    places = ["37,41", "102,303", "801,301", "1102,405"]
    with start_xvfb(*SIZE, wm="") as display:
        with XClient(display) as client:
            client.split(LEFT, RIGHT)
        done = run_script(
            SHOWN, *places, QT_QPA_PLATFORM="xcb", QT_SCREEN_SCALE_FACTORS=factors,
            **x11_environment(display, {}),
        )  # fmt: skip

    assert done.returncode == 0, done.stderr
    ratios = [float(part.partition("=")[2]) for part in factors.split(";")]
    screens, monitors, *lines = done.stdout.splitlines()
    assert screens == str([("left", 0, 0, ratios[0]), ("right", 700, 100, ratios[1])])
    assert monitors == "[0, 700]"
    assert lines == places


def test_a_screen_is_the_monitor_that_it_covers_whatever_was_rounded():
    # 1707 x 960 of Qt's at 150 % are 2560.5 x 1440, beside a screen at 200 % left and above.
    at_home = ScreenPlace("a", 0, 0, 1707, 960, 1.5, 1.5)
    beside = ScreenPlace("b", -2560, -200, 1280, 900, 2.0, 2.0)
    monitors = (Monitor(1, 0, 0, 2560, 1440), Monitor(2, -2560, -200, 2560, 1800))

    assert [screen.monitor(monitors).index for screen in (at_home, beside)] == [1, 2]
    assert beside.on_desktop(-2560 + 10.5, -200 + 4) == (-2539, -192)


def test_a_screen_that_no_monitor_is_has_one_all_the_same():
    nowhere = ScreenPlace("c", 9000, 0, 100, 100, 1.0, 1.0)

    assert nowhere.monitor([Monitor(1, 0, 0, 640, 480)]).index == 1


def test_a_place_between_two_pixels_takes_both_and_a_whole_one_takes_no_more():
    frame = Frame(bytearray(400 * 300 * 4), 400, 300, left=-100, top=-50)

    assert Place(-90.5, -40.25, 20, 10).in_frame(frame) == (9, 9, 21, 11)
    assert Place(-100 + 7 * 1.1, -50, 3 * 1.1 - 1.1, 1).in_frame(frame) == (7, 0, 3, 1)
    assert Place(-100 + 10 / 3 * 3, -50, 30 * 1.1 / 1.1, 1).in_frame(frame) == (10, 0, 30, 1)


def test_in_a_picture_with_two_pixels_a_point_a_place_is_twice_as_large():
    frame = Frame(bytearray(1600 * 4), 1600, 1, left=-400, scale=2.0)

    assert Place(-390, 0, 12.5, 0.5).in_frame(frame) == (20, 0, 25, 1)


def test_a_corner_on_another_screen_than_the_window_is_counted_there():
    one = ScreenPlace("one", 0, 0, 800, 600, 2.0, 2.0)

    assert one.contains(0, 0)
    assert one.contains(799.9, 599.9)
    assert not one.contains(800, 10)
    assert not one.contains(-0.1, 10)
