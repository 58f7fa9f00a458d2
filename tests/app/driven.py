"""The program itself, and beside it one that says where its parts are, for tests with a mouse.

    python driven.py [the command line of usero-desktop]

It reads commands from standard input as `flows/driven.py` does, and ends when that ends.
"""

from __future__ import annotations

import sys

from flows import driven

from usero_desktop.app import run
from usero_desktop.cli.main import main
from usero_desktop.qt import QtCore, QtWidgets


class Answers(driven.Answers):
    """The same questions, about a program in the place of a window."""

    def __init__(self, application):
        QtCore.QObject.__init__(self, application)
        self._reading = QtCore.QSocketNotifier(0, QtCore.QSocketNotifier.Type.Read, self)
        self._reading.activated.connect(self.on_line)
        self._rest = b""

    def do_state(self):
        top = QtWidgets.QApplication.activeWindow()
        return {
            "active": top.objectName() if top else "",
            "windows": self.do_windows(),
            "words": [w.text() for w in QtWidgets.QApplication.allWidgets()
                      if isinstance(w, QtWidgets.QLabel | QtWidgets.QAbstractButton)
                      and w.isVisible() and w.text()],
        }  # fmt: skip

    def do_icon(self):
        """Where the icon is on the screen, in physical pixels; None while it has no place there."""
        for icon in self.parent().findChildren(QtWidgets.QSystemTrayIcon):
            place = icon.geometry()
            if icon.isVisible() and place.width() and place.topLeft() != QtCore.QPoint():
                ratio = QtWidgets.QApplication.primaryScreen().devicePixelRatio()
                return [round(one * ratio) for one in place.getRect()]
        return None

    def do_focused(self):
        focus = QtWidgets.QApplication.focusWidget()
        return focus.objectName() if focus else ""

    def do_entries(self):
        """The entries of the menu that is open."""
        menu = QtWidgets.QApplication.activePopupWidget()
        return [action.objectName() for action in menu.actions()]

    def do_is_resting(self):
        """Whether no timer of the program's runs."""
        return not any(timer.isActive() for timer in self.parent().findChildren(QtCore.QTimer))

    def do_title(self, name):
        return self._named(name).window().windowTitle()


made = run._application


def watched():
    application = made()
    Answers(application)
    return application


if __name__ == "__main__":
    run._application = watched
    sys.exit(main(sys.argv[1:]))
