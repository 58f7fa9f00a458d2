from __future__ import annotations

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from replay.recorder.takes import Take

from usero_desktop.qt import QtWidgets

# What the offscreen platform says about itself, whatever the program does.
PLATFORM = r"This plugin does not support (raise|grabbing|propagateSizeHints|setParent)"


def pytest_collection_modifyitems(items):
    for item in items:
        if "recorder" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


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
