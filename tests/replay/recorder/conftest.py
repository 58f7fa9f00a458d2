from __future__ import annotations

from pathlib import Path

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from guarded import run_offscreen
from replay.recorder.takes import Take

from usero_desktop.qt import QtWidgets

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


@pytest.fixture
def record(qapp):
    """Call it to have what is to be seen recorded; options are those of `Settings`."""
    takes = []

    def begin(**options):
        take = Take(**options)
        takes.append(take)
        take.recorder.start()
        take.settle()
        return take

    yield begin
    for take in takes:
        take.recorder.stop()


@pytest.fixture
def window(qtbot):
    """A window with a page in it that takes widgets at places of their own."""
    made = QtWidgets.QMainWindow()
    made.setWindowTitle("Order Desk")
    made.resize(600, 400)
    made.setCentralWidget(QtWidgets.QWidget())
    made.page = made.centralWidget()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def put(window):
    """Put a widget on the window's page and show it."""

    def put_(widget, *place):
        widget.setParent(window.page)
        widget.setGeometry(*(place or (20, 20, 200, 40)))
        widget.show()
        return widget

    return put_
