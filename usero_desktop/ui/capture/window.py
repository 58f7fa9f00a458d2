"""Pictures of the host's windows that Qt draws itself: no permission, and fine on Wayland."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.masking.picture import draw
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.own import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOVE = frozenset({QtCore.Qt.WindowType.Popup, QtCore.Qt.WindowType.ToolTip})


def render(window: QtWidgets.QWidget, mask: Sequence[str] = ()) -> QtGui.QImage:
    """Let Qt draw `window` in true pixels.

    What is masked is painted over, with what the host's option `mask` names.
    """
    return _drawn(window, window.devicePixelRatioF(), Rules.of_program(mask))


def render_with_popups(window: QtWidgets.QWidget, mask: Sequence[str] = ()) -> QtGui.QImage:
    """Let Qt draw `window` and what is open above it: menus, lists of boxes, tips.

    Each is at its place. Where one reaches out of the window the picture grows.
    """
    rules = Rules.of_program(mask)
    popups = [one for one in _popups() if one is not window]
    if not popups:
        return render(window, mask)
    ratio = window.devicePixelRatioF()
    corner = window.mapToGlobal(QtCore.QPoint())
    parts = [(QtCore.QPoint(), _drawn(window, ratio, rules))]
    for popup in popups:
        away = popup.mapToGlobal(QtCore.QPoint()) - corner
        # Between two pixels nothing would be sharp.
        at = QtCore.QPoint(round(away.x() * ratio), round(away.y() * ratio))
        parts.append((at, _drawn(popup, ratio, rules)))
    whole = QtCore.QRect()
    for at, image in parts:
        whole = whole.united(QtCore.QRect(at, image.size()))
    canvas = QtGui.QImage(whole.size(), QtGui.QImage.Format.Format_RGB32)
    canvas.fill(window.palette().color(QtGui.QPalette.ColorRole.Window))
    painter = QtGui.QPainter(canvas)
    for at, image in parts:
        image.setDevicePixelRatio(1.0)
        painter.drawImage(at - whole.topLeft(), image)
    painter.end()
    return canvas


def _popups() -> list[QtWidgets.QWidget]:
    """Return the host's open popups, those that were opened last on top."""
    found = [
        one
        for one in QtWidgets.QApplication.topLevelWidgets()
        if one.isVisible() and one.windowType() in _ABOVE and not one.property(OWN)
    ]
    # A menu opens its submenu, and a tip is above all: how deep it is says when it came.
    return sorted(found, key=_depth)


def _depth(widget: QtWidgets.QWidget) -> int:
    if widget.windowType() == QtCore.Qt.WindowType.ToolTip:
        return 1000
    depth, parent = 0, widget.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.parentWidget()
    return depth


def _drawn(window: QtWidgets.QWidget, ratio: float, rules: Rules) -> QtGui.QImage:
    size = window.size() * ratio
    image = QtGui.QImage(size, QtGui.QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(window.palette().color(QtGui.QPalette.ColorRole.Window))
    draw(window, image, rules)
    return image
