"""The app's own windows, for tests with a mouse: the first start, and Settings once that is done.

    python opened.py SETTINGS_FILE

It is asked as `answers.py` has it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import answers

from usero_desktop.app.preferences.window import Preferences
from usero_desktop.app.windows.welcome import Welcome
from usero_desktop.qt import QtCore, QtGui, QtWidgets


class Answers(answers.Answers):
    def __init__(self, path):
        super().__init__()
        self.path, self.preferences = path, None
        self.welcome = Welcome(path=path)
        self.welcome.finished.connect(self.on_finished)
        self.welcome.come()

    def on_finished(self, _program):
        self.preferences = Preferences(self.welcome._keeper.current, path=self.path)
        self.preferences.come()

    def do_place(self, name):
        """Where the part of that name is, or the entry of the menu that is open; None."""
        menu = QtWidgets.QApplication.activePopupWidget()
        for action in menu.actions() if isinstance(menu, QtWidgets.QMenu) else ():
            if action.objectName() == name:
                return on_screen(menu, menu.actionGeometry(action))
        for part in QtWidgets.QApplication.allWidgets():
            if part.objectName() == name and part.isVisible() and part.isEnabled():
                return on_screen(part, part.rect())
        return None


def on_screen(part, box):
    """Where `box` of `part` is: x, y, width, height."""
    return [*part.mapToGlobal(box.topLeft()).toTuple(), box.width(), box.height()]


def main():
    application = QtWidgets.QApplication([])
    application.setQuitOnLastWindowClosed(False)
    QtCore.QLocale.setDefault(QtCore.QLocale("en"))
    answers = Answers(Path(sys.argv[1]))
    QtGui.QGuiApplication.instance().aboutToQuit.connect(answers.deleteLater)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
