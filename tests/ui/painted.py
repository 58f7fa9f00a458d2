"""What is really painted: which words in which colour on which ground, and how far they differ.

    for run in read(panel):
        assert run.ratio >= 4.5, run

The colour of the words comes from the drawing itself, as words in an SVG; the ground is what
most of the pixels behind them are. Nothing is looked up in a theme.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ui.clipping import drawn_words

from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.contrast import contrast

RATIO = 3
"""Pixels of the pictures a logical pixel: a thin line has some that are all its own."""

Under = QtCore.Qt.WidgetAttribute.WA_UnderMouse


@dataclass(frozen=True)
class Run:
    """Some words, their colour and what they stand on: "#rrggbb"."""

    text: str
    ink: str
    paper: str

    @property
    def ratio(self):
        return contrast(rgb(self.ink), rgb(self.paper))


def rgb(name):
    color = QtGui.QColor(name)
    return color.red(), color.green(), color.blue()


def picture(root):
    """Paint `root` and all in it, three pixels for one."""
    image = QtGui.QImage(root.size() * RATIO, QtGui.QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(QtGui.QColor("#ff00ff"))
    root.render(image)
    return image


def colors_in(image, box):
    """Count the colours of `image` in `box`, which is in logical pixels."""
    whole = QtCore.QRect(
        *(round(side * RATIO) for side in (box.x(), box.y(), box.width(), box.height()))
    )
    part = image.copy(whole.intersected(QtCore.QRect(QtCore.QPoint(), image.size())))
    return Counter(pixels_of(part).cast("I"))


def named(pixel):
    return f"#{pixel & 0xFFFFFF:06x}"


def most(counted):
    return named(counted.most_common(1)[0][0])


def parts(root):
    """Every widget of `root` that can be seen."""
    return [
        part for part in [root, *root.findChildren(QtWidgets.QWidget)]
        if part.isVisibleTo(root) and part.window() is root.window()
    ]  # fmt: skip


def read(root, image=None):
    """Return every run of words in sight, with what it is painted on."""
    image = image or picture(root)
    found = []
    for part in parts(root):
        corner = QtCore.QPointF(part.mapTo(root, QtCore.QPoint()))
        seen = QtCore.QRectF(part.visibleRegion().boundingRect())
        for words in drawn_words(part):
            box = words.box.intersected(seen)
            if box.width() < words.box.width() / 2 or box.height() < words.box.height() / 2:
                continue  # scrolled out of sight
            assert words.opacity == 1, f"{words.text!r} lets through what is behind it"
            found.append(Run(words.text, words.ink, most(colors_in(image, box.translated(corner)))))
    return found


def hovered(button, *, down):
    """Have `button` look as under the mouse, and pressed."""
    button.setAttribute(Under, True)
    button.setDown(down)


def left_alone(button):
    button.setDown(False)
    button.setAttribute(Under, False)


def edge_ratio(root, control, image=None):
    """How far the border of `control` differs from what is around it, at its left side."""
    image = image or picture(root)
    # Around a tick and its words there is room for their ring.
    left = metrics.RING_ROOM if isinstance(control, QtWidgets.QCheckBox) else 0
    corner = control.mapTo(root, QtCore.QPoint(left, control.height() // 2))
    around = QtCore.QRectF(corner.x() - 3, corner.y(), 2, 1)
    border = QtCore.QRectF(corner.x(), corner.y(), 3, 1)
    outside = rgb(most(colors_in(image, around)))
    return max(contrast(rgb(named(one)), outside) for one in colors_in(image, border))


def tip_of(part):
    """Show the tool tip of `part` and return it; hide it with QToolTip.hideText()."""
    QtWidgets.QToolTip.showText(QtCore.QPoint(20, 20), part.toolTip(), part)
    [tip] = [
        one for one in QtWidgets.QApplication.topLevelWidgets()
        if one.metaObject().className() == "QTipLabel" and one.isVisible()
    ]  # fmt: skip
    return tip
