"""Where the launcher and the panel go in a window: plain geometry, in logical pixels."""

from __future__ import annotations

from usero_desktop.qt import QtCore
from usero_desktop.ui.style import metrics


def panel_place(
    window: QtCore.QSize, wish: QtCore.QSize, position: str, side: int
) -> QtCore.QRect | None:
    """Return the panel's rectangle, or None when it does not fit.

    `wish` is the panel's size hint, `side` the space to keep beside it. Its top is a
    tenth down, or higher where that is needed to show all of it.
    """
    width = min(metrics.PANEL_WIDTH, int(window.width() * metrics.PANEL_SHARE))
    height = wish.height()
    gap = metrics.PANEL_GAP
    if width < wish.width() or width + 2 * side > window.width():
        return None
    if height + 2 * gap > window.height():
        return None
    top = round(window.height() * metrics.PANEL_TOP_SHARE)
    top = max(gap, min(top, window.height() - gap - height))
    left = window.width() - side - width if position == "right" else side
    return QtCore.QRect(left, top, width, height)


def launcher_place(
    window: QtCore.QSize, size: QtCore.QSize, kind: str, position: str
) -> QtCore.QPoint:
    """Return the launcher's top left corner."""
    if kind == "button":
        gap = metrics.LAUNCHER_GAP
        left = window.width() - gap - size.width() if position == "right" else gap
        return QtCore.QPoint(left, window.height() - gap - size.height())
    left = window.width() - size.width() if position == "right" else 0
    return QtCore.QPoint(left, (window.height() - size.height()) // 2)
