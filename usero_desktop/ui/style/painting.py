from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from usero_desktop.qt import QtGui, QtWidgets

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def painting(widget: QtWidgets.QWidget, *, has_pictures: bool = False) -> Iterator[QtGui.QPainter]:
    """Paint on `widget`, in its paintEvent: smooth edges, words from the side it is read from.

    Pictures are smooth as well, at any size, where it `has_pictures`. It ends whatever fails
    within: Qt ends the process over a painter that outlives its event.
    """
    painter = QtGui.QPainter(widget)
    try:
        # A painter's own is the application's.
        painter.setLayoutDirection(widget.layoutDirection())
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, has_pictures)
        yield painter
    finally:
        painter.end()
