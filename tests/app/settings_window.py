"""The Settings window, as a test sees it and presses what is in it."""

from __future__ import annotations

from app.seen import LIMIT

from usero_desktop.qt import QtWidgets
from usero_desktop.settings import Program

ONE, TWO = Program("client_a1", "Ledger", "2.4"), Program("client_b2")


def part(window, name):
    return window.findChild(QtWidgets.QWidget, f"usero_preferences_{name}")


def titles(window):
    names = [its for row in rows(window) for its in row.findChildren(QtWidgets.QLabel)]
    return [label.text() for label in names if label.isVisible()]


def rows(window):
    return list(window._programs._rows.values())


def press(qtbot, window, name):
    """Do it as by hand, and wait until it is in the file."""
    with qtbot.waitSignal(window.saved, timeout=LIMIT):
        part(window, name).click()


def editor_of(window):
    [editor] = [its for its in window.findChildren(QtWidgets.QDialog) if its.isVisible()]
    return editor
