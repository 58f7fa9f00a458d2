from __future__ import annotations

from pathlib import Path

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from guarded import run_offscreen
from ui import planted
from ui.form import Form, flush_deletes

import usero_desktop as usero
from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.qt import QtGui, QtWidgets, is_alive

ROOM = Path(__file__).parent
CLOSED = Client("client_closed", ("https://app.example.com",))


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


@pytest.fixture(scope="session")
def server():
    """One inbox for the whole run; `client_closed` takes nothing from a desktop program."""
    with running(InboxConfig(clients=(Client("client_demo"), CLOSED))) as inbox:
        yield inbox


@pytest.fixture
def inbox(server):
    """The inbox as this test sees it: `new()` are the reports since the test began."""
    return Inbox(server)


class Inbox:
    def __init__(self, server):
        self._server = server
        self._before = {entry.feedback_id for entry in server.store.entries()}
        self.url = server.url

    def new(self):
        entries = self._server.store.entries()
        return [e.report for e in entries if e.feedback_id not in self._before]

    def ids(self):
        return {e.feedback_id for e in self._server.store.entries()} - self._before

    def image(self, shot):
        return self._server.store.images.original(shot.url.rpartition("/")[2])


@pytest.fixture
def window(qtbot):
    """A host's window with a line of text in it that has the focus."""
    made = QtWidgets.QMainWindow()
    made.resize(1000, 760)
    page = QtWidgets.QWidget()
    made.line = QtWidgets.QLineEdit("the host's own words", page)
    made.line.setGeometry(20, 20, 300, 30)
    made.setCentralWidget(page)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


@pytest.fixture
def page(qtbot):
    """The page of a host's window that has something in a plain colour on it; see `planted`."""
    yield (made := planted.page())
    planted.delete(made.window())


@pytest.fixture
def another(qtbot):
    """Make another window of the host's, in sight; a test may delete it."""
    windows = []

    def make():
        made = QtWidgets.QMainWindow()
        windows.append(made)
        made.resize(1000, 760)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield make
    for made in windows:
        if is_alive(made):
            made.deleteLater()
    flush_deletes()


@pytest.fixture
def letters(qapp):
    """Set the application's letters to so many times their size, as a host or the desktop does."""
    before = qapp.font()

    def set_(factor):
        larger = QtGui.QFont(before)
        larger.setPointSizeF(before.pointSizeF() * factor)
        qapp.setFont(larger)

    yield set_
    qapp.setFont(before)


@pytest.fixture
def attach(inbox, tmp_path):
    """Attach with what a test needs: the inbox, an outbox of its own, no motion."""
    handles = []

    def attach_(window, client_id="client_demo", **options):
        settings = {
            "base_url": inbox.url, "data_dir": tmp_path / "data", "reduced_motion": True,
            "locale": "en",
        }  # fmt: skip
        handle = usero.attach(window, client_id, **(settings | options))
        handles.append(handle)
        return handle

    yield attach_
    for handle in handles:
        if is_alive(handle):
            handle.destroy()


@pytest.fixture
def widget(window, attach):
    """The widget in the host's window, closed."""
    return attach(window)


@pytest.fixture
def form(qtbot, window, widget):
    """The widget's panel, open."""
    widget.open()
    return Form(qtbot, window)


@pytest.fixture(autouse=True)
def clean_clipboard(qapp):
    """Leave nothing of Python's on the clipboard: it outlives the interpreter, and falls over."""
    yield
    qapp.clipboard().clear()
