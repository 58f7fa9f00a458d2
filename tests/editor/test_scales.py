"""True to scale: at 1x, 1.5x and 2x a pixel of the picture is a pixel of the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from ui.process import run_script

TESTS = Path(__file__).parents[1]

SCRIPT = """
from importlib import import_module

from editor.easel import Button, Easel
from usero_desktop.annotation.marks import Point
from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import flattened

QtTest = import_module(f"{BINDING}.QtTest")
app = QtWidgets.QApplication([])
here = Easel(400, 300, room=(480, 380), zoom=None)
here.window.show()
here.canvas.zoom_to(1.0)
app.processEvents()
ratio = here.window.devicePixelRatioF()
assert here.picture() == here.image, "a pixel is a pixel"


def click_pixel(at):
    # The pixel of the screen that the pointer is on, counted from the window's corner.
    corner = here.page.mapTo(here.window, QtCore.QPoint())
    first = [round(side * ratio) for side in (corner.x(), corner.y())]
    return [int((side + own) * ratio + 1e-9) - start for side, own, start in zip(
        (corner.x(), corner.y()), (at.x(), at.y()), first)]


count = 0
Left, Move = Button.LeftButton, QtCore.QEvent.Type.MouseMove
for start, end in (((30, 40), (90, 81)), ((190, 37), (133, 100)), ((61, 111), (62, 113))):
    here.editing.use(Tool.BLACKOUT)
    here.editing.select(None)
    view = here.canvas._view()
    corner = QtCore.QPoint(int(view.x / ratio), int(view.y / ratio))
    start, end = corner + QtCore.QPoint(*start), corner + QtCore.QPoint(*end)
    before = here.screen()
    QtTest.QTest.mousePress(here.page, Left, pos=start)
    here.send(Move, QtCore.QPointF(start + end) / 2)
    here.send(Move, QtCore.QPointF(end))
    QtTest.QTest.mouseRelease(here.page, Left, pos=end)
    here.editing.select(None)
    (a, b), (c, d) = click_pixel(start), click_pixel(end)
    painter = QtGui.QPainter(before)
    painter.fillRect(
        min(a, c), min(b, d), abs(a - c) + 1, abs(b - d) + 1, QtCore.Qt.GlobalColor.black
    )
    painter.end()
    assert here.screen() == before, "neither more nor less is covered than was under the hand"
    first, last = here.marks[-1].points
    assert first == Point(min(a, c) - view.x, min(b, d) - view.y)
    assert last == Point(max(a, c) + 1 - view.x, max(b, d) + 1 - view.y)
    count += 1

# Each pixel of the picture can be begun at, between logical ones too.
for pixel in (7, 8, 9, 10, 11, 12):
    here.editing.use(Tool.BOX)
    here.drag((pixel, pixel), (200, 150), (pixel + 3, pixel + 5))
    assert here.marks[-1].points == (Point(pixel, pixel), Point(pixel + 4, pixel + 6)), pixel
    here.editing.undo()

for tool, way in (
    (Tool.ARROW, ((20, 20), (120, 90))), (Tool.PEN, ((20, 120), (60, 150), (100, 110))),
    (Tool.HIGHLIGHTER, ((120, 120), (280, 130))), (Tool.STEP, ((40, 200), (41, 200))),
):
    here.editing.use(tool)
    here.editing.select(None)
    here.drag(*way)
here.editing.use(Tool.TEXT)
here.editing.select(None)
here.click(220, 200)
here.words.setPlainText(chr(1575) + chr(1606) + chr(1592) + chr(1585) + chr(10) + "abc 123")
here.canvas._writing.end()
here.editing.use(Tool.SELECT)
here.editing.select(None)
assert len(here.marks) == 8, here.marks
assert here.picture() == flattened(here.image, here.editing.drawing), "what is seen is what is sent"
print(ratio, count)
"""


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_pixel_of_the_picture_is_one_of_the_screen_and_a_box_covers_what_was_under_the_hand(
    ratio,
):
    done = run_script(SCRIPT, QT_SCALE_FACTOR=str(ratio), PYTHONPATH=str(TESTS))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(ratio), "3"]
