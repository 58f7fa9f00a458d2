"""The program itself, and beside it one that says where its parts are, for tests with a mouse.

    python driven.py [the command line of usero-desktop]

It is asked as `answers.py` has it.
"""

from __future__ import annotations

import sys

import answers
from flows import driven

from usero_desktop.app import run
from usero_desktop.cli.main import main
from usero_desktop.qt import QtCore, QtWidgets


class Answers(driven.Answers):
    """The same questions, about a program in the place of a window."""

    def __init__(self, application):
        answers.Answers.__init__(self, application)

    def do_state(self):
        return answers.Answers.do_state(self) | {"windows": self.do_windows()}

    def do_icon(self):
        """Where the icon is on the screen, in physical pixels; None while it has no place there."""
        for icon in self.parent().findChildren(QtWidgets.QSystemTrayIcon):
            place = icon.geometry()
            if icon.isVisible() and place.width() and place.topLeft() != QtCore.QPoint():
                ratio = QtWidgets.QApplication.primaryScreen().devicePixelRatio()
                return [round(one * ratio) for one in place.getRect()]
        return None

    def do_entries(self):
        """The entries of the menu that is open."""
        menu = QtWidgets.QApplication.activePopupWidget()
        return [action.objectName() for action in menu.actions()]

    def do_menu_lines(self):
        """The lines of the menu that is open: words, and where on the screen; [] without one."""
        menu = QtWidgets.QApplication.activePopupWidget()
        return [
            [line.text(), *menu.geometry().intersected(
                menu.actionGeometry(line).translated(menu.pos())).getRect()]
            for line in (menu.actions() if menu is not None else ())
        ]  # fmt: skip

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
