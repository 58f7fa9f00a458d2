"""A host in which every handler of ours raises, each time, after it has done its work.

Arguments: the inbox's address, a data folder, the module of the story to tell, and the handlers
that are to have no guard.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import sys
from importlib import import_module

from usero_desktop.ui import guard as room

url, data, told_in, *bare = sys.argv[1:]
real = room._wrap
places, reached = set(), set()


class Planted(Exception):
    """What the handlers raise."""


def raising(method):
    @functools.wraps(method)
    def raise_after(*arguments, **named):
        method(*arguments, **named)
        reached.add(method.__qualname__)
        raise Planted(method.__qualname__)

    return raise_after


def wrap(method, *, otherwise):
    places.add(method.__qualname__)
    guarded = real(method, otherwise=otherwise)
    cells = dict(zip(guarded.__code__.co_freevars, guarded.__closure__, strict=True))
    cells["method"].cell_contents = raising(method)
    if method.__qualname__ not in bare:
        return guarded

    def unguarded(self, *arguments):
        # What gets out of it is seen by then; the rest of the story tells nothing more.
        QtCore.QTimer.singleShot(0, leave)
        return raising(method)(self, *arguments[: method.__code__.co_argcount - 1])

    return unguarded


def report():
    print(json.dumps({
        "places": sorted(places), "reached": sorted(reached), "hooked": hooked,
        "told": sorted({error.__cause__.args[0] for error in told if error.code == "internal"}),
        "delivered": story.delivered,
    }))  # fmt: skip


def leave():
    report()
    sys.stdout.flush()
    os._exit(0)


room._wrap = wrap
hooked, told = [], []
if not bare:
    sys.excepthook = lambda *what: hooked.append(repr(what[1]))
# Before ours is registered, so that it is called after: leaving is guarded as well.
atexit.register(report)

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui import widget
from usero_desktop.ui.form import controller
from usero_desktop.ui.window import others
from usero_desktop.ui.capture import countdown

from host.story import Story

widget.START_MS, controller.PATIENCE_MS = 0, 0
countdown.SECOND_MS, others.LOOK_MS = 50, 20
app = QtWidgets.QApplication([])
acts = import_module(f"host.{told_in}")
story = Story(url, data, on_error=told.append, reduced_motion=False, **acts.options())


def go():
    try:
        acts.whole(story)
    finally:
        app.quit()


QtCore.QTimer.singleShot(0, go)
app.exec()
