"""What is seen in a window of the app's."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets

LIMIT = 60_000
"""Milliseconds anything here may take; a limit, not a wait."""


def told_by(window):
    """What is said at the top of the window."""
    return window.banner.findChild(QtWidgets.QLabel).text().replace("\u200b", "")


def in_sight(qtbot, window):
    """Have the window come, once it has read the settings file."""
    qtbot.addWidget(window)
    with qtbot.waitSignal(window._keeper.loaded, timeout=LIMIT):
        window.come()
    return window
