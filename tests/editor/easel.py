"""A canvas with a picture on it, and a hand that knows the picture's pixels."""

from __future__ import annotations

import random

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.i18n.texts import Texts
from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of
from usero_desktop.ui.canvas.canvas import Canvas
from usero_desktop.ui.canvas.editing import Editing
from usero_desktop.ui.style.colors import colors_of
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import Scale

Key = QtCore.Qt.Key
Button = QtCore.Qt.MouseButton
Modifier = QtCore.Qt.KeyboardModifier
SHIFT = Modifier.ShiftModifier
CONTROL = Modifier.ControlModifier
NONE = Modifier.NoModifier
_Type = QtCore.QEvent.Type


def noise(width, height, seed=1):
    pixels = random.Random(seed).randbytes(width * height * 4)
    return QtGui.QImage(pixels, width, height, QtGui.QImage.Format.Format_RGB32).copy()


def look(language="en", *, dark=False):
    return Look(colors_of(None, dark=dark), Texts(language), Scale())


class Easel:
    def __init__(self, width, height, *, image=None, room=(500, 400), zoom=1.0, language="en"):
        self.window = QtWidgets.QWidget()
        self.window.resize(room[0] + 40, room[1] + 40)
        self.image = image if image is not None else noise(width, height)
        self.editing = Editing(self.window, self.image, Drawing(width, height))
        self.canvas = Canvas(self.window, self.editing)
        # Beside a whole pixel of a screen at 1.5.
        self.canvas.setGeometry(13, 17, *room)
        self.canvas.show_look(look(language))
        self.before = QtWidgets.QPushButton("before", self.window)
        self.after = QtWidgets.QPushButton("after", self.window)
        for part in (self.before, self.after):
            part.resize(10, 10)
        QtWidgets.QWidget.setTabOrder(self.before, self.canvas)
        QtWidgets.QWidget.setTabOrder(self.canvas, self.after)
        if zoom is not None:
            self.canvas.zoom_to(zoom)

    @property
    def marks(self):
        return self.editing.drawing.marks

    @property
    def page(self):
        return self.canvas._page

    def use(self, tool):
        self.editing.use(tool)

    # ------------------------------------------------------------ places

    def at(self, x, y):
        """Return where on the page the pixel (x, y) of the picture is."""
        view, ratio = self.canvas._view(), self.canvas._ratio()
        across, down = self.canvas._shift()
        # The middle of the first pixel of the screen that shows it.
        half = max(view.zoom, 1) / 2
        place = QtCore.QPointF(
            (view.x + (x - view.area.left) * view.zoom + half - across) / ratio,
            (view.y + (y - view.area.top) * view.zoom + half - down) / ratio,
        )
        spot = self.canvas._hand(place).spot
        assert spot.left <= x + 0.5 <= spot.right + max(1 / view.zoom, 1), (spot, x)
        return place

    # ------------------------------------------------------------ the mouse

    def send(self, kind, place, button=Button.LeftButton, modifiers=NONE, buttons=None):
        if buttons is None:
            buttons = Button.NoButton if kind == _Type.MouseButtonRelease else button
        glob = QtCore.QPointF(self.page.mapToGlobal(place.toPoint()))
        acts = Button.NoButton if kind == _Type.MouseMove else button
        event = QtGui.QMouseEvent(kind, place, glob, acts, buttons, modifiers)
        QtWidgets.QApplication.sendEvent(self.page, event)

    def press(self, x, y, **more):
        self.send(_Type.MouseButtonPress, self.at(x, y), **more)

    def move(self, x, y, **more):
        self.send(_Type.MouseMove, self.at(x, y), **more)

    def hover(self, x, y):
        self.send(_Type.MouseMove, self.at(x, y), buttons=Button.NoButton)

    def release(self, x, y, **more):
        self.send(_Type.MouseButtonRelease, self.at(x, y), **more)

    def drag(self, *way, **more):
        self.press(*way[0], **more)
        for place in way[1:]:
            self.move(*place, **more)
        self.release(*way[-1], **more)

    def click(self, x, y, **more):
        self.press(x, y, **more)
        self.release(x, y, **more)

    def double_click(self, x, y):
        self.click(x, y)
        self.send(_Type.MouseButtonDblClick, self.at(x, y))
        self.release(x, y)

    # ------------------------------------------------------------ the keys

    def key(self, key, modifiers=NONE, text="", to=None):
        for kind in (_Type.KeyPress, _Type.KeyRelease):
            event = QtGui.QKeyEvent(kind, key, modifiers, text)
            QtWidgets.QApplication.sendEvent(to or self.canvas, event)

    @property
    def words(self):
        """The field that a text is written in, None where none is."""
        found = self.page.findChildren(QtWidgets.QPlainTextEdit)
        shown = [one for one in found if one.isVisible()]
        return shown[0] if shown else None

    # ------------------------------------------------------------ what is seen

    def screen(self):
        """Return what the screen shows of the page, pixel by pixel."""
        QtWidgets.QApplication.processEvents()
        whole = self.window.grab().toImage()
        ratio = whole.devicePixelRatio()
        corner = self.page.mapTo(self.window, QtCore.QPoint())
        whole.setDevicePixelRatio(1.0)
        left, top = round(corner.x() * ratio), round(corner.y() * ratio)
        return plain(whole.copy(left, top, *self.canvas._size()))

    def picture(self):
        """Return what it shows of the picture."""
        screen, view = self.screen(), self.canvas._view()
        return screen.copy(view.x, view.y, view.width, view.height)


def plain(image):
    return image.convertToFormat(QtGui.QImage.Format.Format_RGB32)


def differences(one, other):
    """Return by how much each pixel that differs does so at most, from 1 to 255."""
    assert one.size() == other.size()
    left, right = memoryview(pixels_of(one)), memoryview(pixels_of(other))
    if left == right:
        return []
    return [abs(a - b) for a, b in zip(left, right, strict=True) if a != b]
