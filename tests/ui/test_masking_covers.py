"""Where the desktop takes the picture, what is masked is covered in its window meanwhile."""

from __future__ import annotations

import pytest
from ui import planted
from ui.planted import PLAIN, Block, count, reveal

from usero_desktop.capture.frame import Frame
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.masking import covers as module
from usero_desktop.ui.masking.covers import Covers
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.process.bridge import Bridge

NAME = "usero_cover"


@pytest.fixture
def owner(qapp):
    yield (made := QtCore.QObject())
    planted.delete(made)


@pytest.fixture
def laid(owner):
    return lambda: Covers(owner, Rules(["named"]), Bridge(owner))


def secret(page, **properties):
    block = Block(page)
    block.setGeometry(20, 60, 101, 71)
    for name, value in (properties or {"usero_mask": True}).items():
        block.setProperty(name, value)
    reveal(page.window())
    return block


def seen(window):
    """What the window shows, covers and all: the picture that a desktop takes of it."""
    window.repaint()
    return window.grab().toImage()


def covers_in(window):
    return [w for w in window.findChildren(QtWidgets.QWidget, NAME) if w.isVisible()]


@pytest.mark.promise("I7")
def test_it_is_covered_until_the_end_and_then_nothing_is_left(page, laid, qtbot):
    secret(page)
    window = page.window()
    before = seen(window)
    covers = laid()
    assert count(before) > 5000
    assert count(seen(window)) == 0
    assert count(seen(window), PLAIN) == count(before, PLAIN)
    covers.end()

    assert seen(window) == before
    assert window.findChildren(QtWidgets.QWidget, NAME) == []
    qtbot.waitUntil(lambda: not is_alive(covers))


def test_a_column_a_password_and_a_name_are_covered(page, laid):
    from ui.test_masking_views import table

    table(page, mark=True)
    secret(page, objectName="named").setGeometry(350, 60, 60, 60)
    field = planted.dyed(QtWidgets.QLineEdit("hunter2", page))
    field.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    field.setGeometry(350, 150, 100, 30)
    reveal(page.window())
    laid()

    assert count(seen(page.window())) == 0


def test_covers_go_where_it_goes_before_that_is_painted(page, laid):
    block = secret(page)
    laid()
    for step in range(12):
        block.move(20 + 17 * step, 60 + 9 * step)
        if step == 5:
            block.raise_()
        window = page.window()
        window.repaint()
        assert count(window.grab().toImage()) == 0, step
    block.hide()
    page.window().repaint()

    assert covers_in(page.window()) == []


def test_a_dialog_that_opens_meanwhile_is_covered(page, laid, qtbot):
    laid()
    dialog = QtWidgets.QDialog(page.window())
    dialog.resize(300, 200)
    block = Block(dialog)
    block.setGeometry(20, 20, 80, 50)
    block.setProperty("usero_block", True)
    dialog.show()
    qtbot.waitExposed(dialog)

    assert count(seen(dialog)) == 0
    assert len(covers_in(dialog)) == 1


def test_the_window_is_not_painted_again_and_again(page, laid, qtbot):
    secret(page)
    laid()
    painted = []

    class Counts(QtCore.QObject):
        def eventFilter(self, _watched, event):
            painted.extend([1] * (event.type() == QtCore.QEvent.Type.UpdateRequest))
            return False

    counts = Counts()
    page.window().installEventFilter(counts)
    settled = []
    QtCore.QTimer.singleShot(0, page.update)
    QtCore.QTimer.singleShot(300, lambda: settled.append(1))
    qtbot.waitUntil(lambda: bool(settled))

    assert 1 <= len(painted) < 5


def test_a_splitter_gets_no_pane_more_and_hears_nothing(qtbot, laid):
    heard = []

    class Splitter(QtWidgets.QSplitter):
        def childEvent(self, event):
            heard.append(event.type())
            super().childEvent(event)

    splitter = Splitter()
    qtbot.addWidget(splitter)
    block = Block()
    block.setProperty("usero_mask", True)
    splitter.addWidget(block)
    splitter.addWidget(Block(rgb=PLAIN))
    splitter.resize(300, 200)
    splitter.show()
    qtbot.waitExposed(splitter)
    heard.clear()
    covers = laid()
    assert splitter.count() == 2
    assert count(seen(splitter)) == 0
    covers.end()

    assert splitter.count() == 2
    assert heard == []


def test_they_take_neither_focus_nor_mouse(page, laid, qtbot):
    line = QtWidgets.QLineEdit("named", page)
    line.setObjectName("named")
    line.setGeometry(20, 60, 120, 30)
    reveal(page.window())
    line.setFocus()
    laid()
    [cover] = covers_in(page.window())

    assert page.window().focusWidget() is line
    assert cover.focusPolicy() == QtCore.Qt.FocusPolicy.NoFocus
    assert page.window().childAt(cover.geometry().center()) is line


def test_they_go_with_their_owner(page, laid, owner):
    secret(page)
    laid()
    planted.delete(owner)
    QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)

    assert page.window().findChildren(QtWidgets.QWidget, NAME) == []


def test_they_go_after_a_while_whatever_happens(page, laid, qtbot, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_MS", 1)
    secret(page)
    laid()

    qtbot.waitUntil(lambda: covers_in(page.window()) == [])


def test_a_window_of_the_hosts_may_go_meanwhile(page, laid):
    other = planted.page()
    secret(other)
    secret(page)
    covers = laid()
    planted.delete(other.window())
    assert count(seen(page.window())) == 0
    covers.end()

    assert covers_in(page.window()) == []


def test_a_picture_of_which_it_cannot_be_told_that_all_was_covered_is_not_taken(
    page, laid, monkeypatch, caplog
):
    secret(page)
    covers = laid()
    frame = Frame(bytearray(4), 1, 1)
    covers.burn(frame)

    def fails(*_arguments):
        raise ValueError("a bug")

    monkeypatch.setattr(module, "areas_in", fails)
    page.window().repaint()
    caplog.faults_expected = True
    with pytest.raises(CaptureUnavailable):
        covers.burn(frame)
    covers.end()


@pytest.mark.bites("I7")
def test_covers_that_stay_where_they_were_are_found_out(page, laid, monkeypatch):
    block = secret(page)
    laid()
    monkeypatch.setattr(module, "_PAINTING", frozenset())
    block.move(300, 200)

    assert count(seen(page.window())) > 0
