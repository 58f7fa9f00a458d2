"""On a real X server: what is masked is in no picture of the screen, at any scale."""

from __future__ import annotations

import sys

import pytest
from screens import start_xvfb, x11_environment
from ui.process import run_script

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server is a Linux matter"),
]

STAGE = """
import sys, threading
from pathlib import Path
sys.path.insert(0, "tests")
from ui.planted import PLAIN, Block, count, dyed, model
from usero_desktop.capture.screen import ScreenGrabber
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.masking.screen import Watch

app = QtWidgets.QApplication(sys.argv[:1])
rules, bridge = Rules(["secret_*"]), Bridge(app)
kept = []


def spun(condition):
    timer = QtCore.QElapsedTimer()
    timer.start()
    while not condition():
        app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        assert timer.elapsed() < 30_000


def taken(mask=True):
    \"\"\"Take the screen in another thread while this one goes on, as the program does.\"\"\"
    watch, found = Watch(app, rules if mask else Nobody(), bridge), []

    def work():
        frame = ScreenGrabber(deadline=60).grab_all()
        watch.burn(frame)
        found.append(frame)

    # As when ours step aside: all that was asked of the screen before is done.
    QtGui.QGuiApplication.sync()
    settled = QtCore.QTimer(singleShot=True)
    settled.start(80)
    spun(lambda: not settled.isActive())
    thread = threading.Thread(target=work)
    thread.start()
    spun(lambda: not thread.is_alive())
    [frame] = found
    return frame


class Nobody(Rules):
    \"\"\"Masks nothing at all.\"\"\"

    def own_cover(self, widget):
        return None

    def cover_of(self, widget):
        return None


def shown(window):
    kept.append(window)
    window.show()
    spun(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
    return window


def flushed():
    for window in app.topLevelWidgets():
        if window.isVisible():
            window.repaint()
    QtGui.QGuiApplication.sync()
"""

WINDOWS = """
main = QtWidgets.QMainWindow()
page = QtWidgets.QWidget()
main.setCentralWidget(page)
main.setGeometry(37, 41, 301, 263)
Block(page, PLAIN).setGeometry(0, 0, 60, 20)
field = dyed(QtWidgets.QLineEdit("hunter2", page))
field.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
field.setGeometry(13, 31, 101, 27)
named = Block(page)
named.setObjectName("secret_name")
named.setGeometry(13, 71, 83, 31)
combo = dyed(QtWidgets.QComboBox(page))
combo.addItems([f"secret {n}" for n in range(9)])
dyed(combo.view())
combo.setProperty("usero_mask", True)
combo.setGeometry(13, 111, 121, 29)
lookup = dyed(QtWidgets.QLineEdit(page))
lookup.setProperty("usero_block", True)
lookup.setGeometry(160, 111, 121, 29)
completer = QtWidgets.QCompleter(["aa", "ab"], lookup)
lookup.setCompleter(completer)
menu = dyed(QtWidgets.QMenu(page))
menu.addAction("secret")
menu.setProperty("usero_mask", True)
shown(main)

dialog = QtWidgets.QDialog(main)
dialog.setGeometry(401, 57, 211, 151)
Block(dialog).setGeometry(17, 19, 83, 41)
dialog.children()[-1].setProperty("usero_mask", True)
Block(dialog, PLAIN).setGeometry(117, 19, 83, 41)
shown(dialog)

table = QtWidgets.QTableView()
table.setGeometry(401, 267, 331, 203)
table.setModel(model(60, 6, secret=(2,), parent=table))
table.setProperty("usero_mask_columns", [2])
table.horizontalScrollBar().setValue(1)
shown(table)

dock = QtWidgets.QDockWidget("floats", main)
dock.setWidget(Block())
dock.widget().setProperty("usero_mask", True)
dock.setFloating(True)
dock.setGeometry(771, 57, 151, 101)
shown(dock)

whole = dyed(QtWidgets.QLabel("all of it"))
whole.setProperty("usero_mask", True)
whole.setGeometry(771, 267, 151, 101)
shown(whole)

flushed()
assert count(taken(mask=False)) > 1000
frame = taken()
print("windows", count(frame), count(frame, PLAIN) > 1000)


def list_of(combo):
    combo.showPopup()
    return combo.view().window()


def tip_of(widget):
    widget.setToolTip("the secret")
    QtWidgets.QToolTip.setPalette(dyed(QtWidgets.QLabel()).palette())
    QtWidgets.QToolTip.showText(QtCore.QPoint(600, 500), "the secret of this", widget)
    [tip] = [w for w in app.topLevelWidgets() if w.metaObject().className() == "QTipLabel"]
    return tip


def offers_of(completer):
    dyed(completer.popup())
    completer.setCompletionPrefix("a")
    completer.complete()
    return completer.popup()


def opened(menu):
    menu.popup(QtCore.QPoint(500, 300))
    return menu


# The tip first: it goes as soon as the focus moves, as after each of the others.
for kind, open_, of in (
    ("tip", tip_of, named), ("list", list_of, combo), ("offers", offers_of, completer),
    ("menu", opened, menu),
):
    popup = open_(of)
    spun(lambda: popup.windowHandle().isExposed())
    flushed()
    bare = count(taken(mask=False)) - count(taken())
    popup.hide()
    without = count(taken(mask=False))
    popup = open_(of)
    spun(lambda: popup.windowHandle().isExposed())
    flushed()
    print(kind, count(taken()), bare > without + 100)
    popup.hide()
    QtGui.QGuiApplication.sync()
"""


@pytest.mark.promise("I7")
@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
def test_in_windows_dialogs_and_popups_it_is_not_in_a_picture_of_the_screen(scale, figure):
    with start_xvfb(2000, 1200) as display:
        done = run_script(
            STAGE + WINDOWS, QT_QPA_PLATFORM="xcb", QT_SCALE_FACTOR=scale,
            **x11_environment(display, {}),
        )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{kind} 0 True" for kind in ("windows", "tip", "list", "offers", "menu")
    ]
    figure(f"at {scale}: 5 windows and 4 popups, 0 pixels")


RACE = """
area = QtWidgets.QScrollArea()
inner = QtWidgets.QWidget()
inner.resize(380, 9000)
for number in range(150):
    line = Block(inner)
    line.setGeometry(13, 60 * number, 300, 27)
    line.setProperty("usero_mask", True)
area.setWidget(inner)
area.setGeometry(50, 60, 420, 500)
shown(area)
moved = Block()
moved.setProperty("usero_mask", True)
moved.setWindowFlags(QtCore.Qt.WindowType.FramelessWindowHint | QtCore.Qt.WindowType.Tool)
moved.setGeometry(600, 100, 80, 60)
shown(moved)
flushed()
turn = 0


def move():
    global turn
    turn += 1
    area.verticalScrollBar().setValue(turn * 17 % 8000)
    area.setGeometry(50 + turn % 7, 60, 420 + turn % 5 * 9, 500)
    moved.move(600 + abs(turn * 13 % 600 - 300), 100 + abs(turn * 7 % 400 - 200))


timer = QtCore.QTimer()
timer.timeout.connect(move)
timer.start(4)
leaks = [count(taken()) for _ in range(12)]
print(turn > 24, sum(leaks))
print(count(taken(mask=False)) > 1000)
"""


@pytest.mark.promise("I7")
def test_what_scrolls_and_moves_while_the_screen_is_taken_is_masked_wherever_it_was(figure):
    with start_xvfb(1280, 800, wm="") as display:
        done = run_script(STAGE + RACE, QT_QPA_PLATFORM="xcb", **x11_environment(display, {}))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["True 0", "True"]
    figure("12 pictures while 150 fields scroll and a window moves every 4 ms: 0 pixels")


BITES = """
import usero_desktop.ui.masking.screen as screen
screen._PAINTING = screen._MOVING = frozenset()
"""


@pytest.mark.bites("I7")
def test_a_watch_that_only_looks_at_both_ends_is_found_out():
    with start_xvfb(1280, 800, wm="") as display:
        done = run_script(
            STAGE + BITES + RACE, QT_QPA_PLATFORM="xcb", **x11_environment(display, {})
        )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[1]) > 0
