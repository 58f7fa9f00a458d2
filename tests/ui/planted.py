"""What must not be in a picture, in a colour of its own, so that one pixel of it is found."""

from __future__ import annotations

from PIL import Image, ImageChops

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.capture import window as window_

SECRET = (255, 0, 255)
PLAIN = (0, 160, 80)
_Role = QtCore.Qt.ItemDataRole


class Block(QtWidgets.QWidget):
    """A widget of one colour."""

    def __init__(self, parent=None, rgb=SECRET):
        super().__init__(parent)
        self._color = QtGui.QColor(*rgb)
        self.setMinimumSize(40, 24)

    def paintEvent(self, _event):
        QtGui.QPainter(self).fillRect(self.rect(), self._color)


def dyed(widget, rgb=SECRET):
    """Give `widget` its colour on all of its ground."""
    palette, color = widget.palette(), QtGui.QColor(*rgb)
    for role in ("Base", "Window", "Button", "ToolTipBase", "AlternateBase"):
        palette.setColor(getattr(QtGui.QPalette.ColorRole, role), color)
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
    return widget


def model(rows=12, columns=4, secret=(2,), parent=None):
    """Return a model whose cells of `secret` columns are secret, the others plain."""
    made = QtGui.QStandardItemModel(rows, columns, parent)
    for row in range(rows):
        for column in range(columns):
            item = QtGui.QStandardItem(f"{row}.{column}")
            rgb = SECRET if column in secret else PLAIN
            item.setData(QtGui.QBrush(QtGui.QColor(*rgb)), _Role.BackgroundRole)
            item.setData(QtGui.QBrush(QtGui.QColor(*rgb)), _Role.ForegroundRole)
            made.setItem(row, column, item)
    return made


def page():
    """Return the page of a window that is shown, with something in the plain colour on it."""
    window = QtWidgets.QMainWindow()
    window.resize(541, 421)
    window.setCentralWidget(QtWidgets.QWidget())
    made = window.centralWidget()
    Block(made, PLAIN).setGeometry(300, 0, 60, 20)
    made.keeps = window  # type: ignore[attr-defined]
    window.show()
    QtWidgets.QApplication.processEvents()
    return made


def reveal(window):
    """Show what was put into the window since it is seen itself."""
    page = QtWidgets.QMainWindow.centralWidget(window)
    for thing in (*window.children(), *page.children()):
        parent = QtCore.QObject.parent(thing)
        if thing.isWidgetType() and (parent is page or isinstance(thing, QtWidgets.QDockWidget)):
            QtWidgets.QWidget.show(thing)
    QtWidgets.QApplication.processEvents()


def shown(window, mask=()):
    """Return the picture of `window` as it is attached, with all that was put on its page."""
    reveal(window)
    return window_.render(window, mask)


def count(image, rgb=SECRET):
    """Return how many pixels of an image of Qt's, a Pillow image or a Frame have that colour."""
    red, green, blue = _pillow(image).split()
    if rgb == SECRET:
        # Any of the colour: its edges are mixed with what is beside.
        much = ImageChops.subtract(ImageChops.darker(red, blue), green)
        return sum(much.histogram()[25:])
    far = [
        ImageChops.difference(one, Image.new("L", one.size, value))
        for one, value in zip((red, green, blue), rgb, strict=True)
    ]
    most = ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2])
    return sum(most.histogram()[:9])


def _pillow(image):
    if isinstance(image, QtGui.QImage):
        from usero_desktop.qt import pixels_of

        rows = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
        size, data, stride = (rows.width(), rows.height()), pixels_of(rows), rows.bytesPerLine()
        return Image.frombytes("RGB", size, bytes(data), "raw", "BGRX", stride)
    if hasattr(image, "pixels"):
        size = image.width, image.height
        return Image.frombytes("RGB", size, bytes(image.pixels), "raw", "BGRX", image.stride)
    return image.convert("RGB")


def delete(widget):
    """End Qt's half of `widget` now."""
    from usero_desktop.qt import BINDING, is_alive

    if is_alive(widget):
        if BINDING == "PyQt6":
            from PyQt6 import sip

            sip.delete(widget)
        else:
            import shiboken6

            shiboken6.delete(widget)
