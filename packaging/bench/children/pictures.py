"""Pictures as users attach them: a 4K screen full of windows, with a photograph among them."""

from __future__ import annotations

import random

from host import choose_picture, named, wait_for

from usero_desktop.qt import QtCore, QtGui, QtWidgets

WIDTH, HEIGHT = 3840, 2160
PHOTO = (240, 160)
SEED = 7


def screenful() -> QtGui.QImage:
    """Return the picture; the same in every run."""
    from usero_desktop.demo.window import ExpenseBook

    window = ExpenseBook()
    window.resize(WIDTH, HEIGHT)
    image = window.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32)
    window.deleteLater()
    pixels = random.Random(SEED).randbytes(PHOTO[0] * PHOTO[1] * 4)
    photo = QtGui.QImage(pixels, *PHOTO, QtGui.QImage.Format.Format_RGB32)
    painter = QtGui.QPainter(image)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QtCore.QRect(1200, 900, PHOTO[0] * 4, PHOTO[1] * 4), photo)
    painter.end()
    return image


def paste(window: QtWidgets.QWidget) -> None:
    """Paste it into the panel and wait until it is attached."""
    strip = Strip(window)
    before = strip.count()
    QtWidgets.QApplication.clipboard().setImage(screenful())
    choose_picture(window, "paste")
    wait_for(lambda: strip.count() > before, "the pasted picture")


class Strip:
    """The pictures that the panel shows.

    It is found once: to look through the window costs PySide tens of milliseconds the first
    time, on the thread that is measured.
    """

    def __init__(self, window: QtWidgets.QWidget) -> None:
        (self._strip,) = named(window, "PictureStrip")
        self._layout = self._strip.layout()

    def count(self) -> int:
        """Count the pictures, not the places of those to come."""
        layout = self._layout
        if layout is None:
            return 0
        widgets = [layout.itemAt(place).widget() for place in range(layout.count())]  # type: ignore[union-attr]
        return sum(type(widget).__name__ == "Thumbnail" for widget in widgets)
