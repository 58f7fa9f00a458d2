"""A host that keeps Qt's screens, as one does to place its windows. Arguments: the inbox's
address and a data folder. Printed is what it still has of them, window after window.
"""

from __future__ import annotations

import gc
import sys

from usero_desktop.qt import QtCore, QtGui, QtWidgets

from host.drawing import draw_on_picture
from host.picturing import picture_every_way
from host.story import Story, host_window
from ui.form import flush_deletes

url, data = sys.argv[1:]
app = QtWidgets.QApplication([])
kept = QtGui.QGuiApplication.screens()
names = [screen.name() for screen in kept]


def use(what):
    """Do something with a widget in a window that goes for good after that."""
    window = host_window()
    story = Story(url, data, window=window)
    story.widget.open()
    what(story)
    story.widget.destroy()
    window.close()
    window.deleteLater()
    flush_deletes()
    del story, window
    gc.collect()
    print(what.__name__, has_screens(), flush=True)


def has_screens():
    try:
        return [screen.name() for screen in kept] == names
    except RuntimeError as error:
        return str(error)


def open_only(_story):
    """Nothing else."""


def report(story):
    story.submit()


def dialogs(story):
    story.reshape()


def pictures(story):
    picture_every_way(story)


def editor(story):
    draw_on_picture(story)


def go():
    try:
        for what in (open_only, report, dialogs, pictures, editor):
            use(what)
    finally:
        app.exit()


QtCore.QTimer.singleShot(0, go)
app.setQuitOnLastWindowClosed(False)
app.exec()
