"""Widgets that nobody looks at are kept as texts: a recording goes on as if they were not."""

from __future__ import annotations

import gc
from collections import Counter

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets, address_of
from usero_desktop.replay.recorder import shown
from usero_desktop.replay.recorder.source import Recorder

W = QtWidgets
FORM = 400


@pytest.fixture
def crowded(monkeypatch):
    """Nobody stays awake who need not."""
    monkeypatch.setattr(shown, "CROWD", 0)


@pytest.fixture
def label(put):
    made = put(W.QLabel("Oslo"), 20, 20, 200, 40)
    made.setObjectName("city")
    return made


def is_awake(take, widget):
    roll = take.recorder._session.tree._roll
    return roll.awake(roll.node_at(address_of(widget))) is not None


def node_of(take, widget):
    return take.recorder._session.tree.node_of(address_of(widget))


@pytest.mark.usefixtures("crowded")
def test_a_form_of_hundreds_is_next_to_nothing_to_the_garbage_collector(record, window):
    grid = W.QGridLayout(window.page)
    makers = W.QLabel, W.QLineEdit, W.QCheckBox, W.QPushButton
    for number in range(FORM):
        grid.addWidget(makers[number % 4](f"{number}"), number // 20, number % 20)
    # What a first recording loads is here for good, and is not of the next one's making.
    assert record().page.text().count("•") > FORM // 4

    gc.collect()
    before = Counter(type(thing).__name__ for thing in gc.get_objects())
    told = []
    recorder = Recorder(lambda event: told.append(len(event.data)))
    recorder.start()
    while recorder.has_more:
        W.QApplication.processEvents()
        recorder.look()
    assert recorder.is_recording
    gc.collect()
    left = Counter(type(thing).__name__ for thing in gc.get_objects()) - before
    recorder.stop()
    assert sum(told) > 200 * FORM
    # Awake, each would be ten.
    assert sum(left.values()) < FORM, left.most_common(9)


def test_who_is_asleep_is_told_when_it_changes_and_keeps_its_element(record, label):
    take = record()
    node = node_of(take, label)
    assert not is_awake(take, label)
    label.setText("Bergen")
    assert take.settle().runs() == ["Bergen"]
    assert node_of(take, label) == node


def test_who_was_looked_at_stays_awake(record, label):
    take = record()
    label.setText("Bergen")
    take.settle()
    assert is_awake(take, label)


@pytest.mark.usefixtures("crowded")
def test_in_a_crowd_who_was_looked_at_sleeps_again_and_is_told_as_before(record, label):
    take = record()
    node = node_of(take, label)
    for text in ("Bergen", "", "Tromsø"):
        label.setText(text)
        assert take.settle().runs() == [text] * bool(text)
        assert not is_awake(take, label)
    assert node_of(take, label) == node


@pytest.mark.usefixtures("crowded")
def test_who_is_asleep_is_masked_when_the_host_says_so(record, label):
    take = record()
    label.setProperty("usero_mask", True)
    assert "Oslo" not in take.settle().text()
    label.setText("Bergen")
    assert "Bergen" not in take.settle().text()


def test_who_is_asleep_is_masked_with_what_it_is_in(record, put):
    box = put(W.QFrame(), 20, 20, 300, 200)
    city = W.QLabel("Oslo", box)
    city.show()
    take = record()
    assert not is_awake(take, city)
    box.setProperty("usero_block", True)
    assert "Oslo" not in take.settle().text()


def test_who_is_deleted_asleep_goes_and_the_next_one_at_its_place_comes(record, window, label):
    take = record()
    for name in ("Bergen", "Tromsø", "Bodø"):
        label.deleteLater()
        QtCore.QCoreApplication.sendPostedEvents(label, QtCore.QEvent.Type.DeferredDelete)
        label = W.QLabel(name, window.page)
        label.show()
        assert take.settle().runs() == [name]


def test_who_is_put_into_another_one_asleep_is_there_alone(record, put, label):
    box = put(W.QFrame(), 20, 80, 300, 200)
    take = record()
    label.setParent(box)
    label.show()
    page = take.settle()
    assert page.runs() == ["Oslo"]


@pytest.mark.usefixtures("crowded")
def test_who_gets_something_into_it_has_it_and_sleeps_without_it_again(record, put):
    box = put(W.QFrame(), 20, 20, 300, 200)
    take = record()
    assert not is_awake(take, box)
    city = W.QLabel("Oslo", box)
    city.show()
    assert take.settle().runs() == ["Oslo"]
    assert is_awake(take, box)
    city.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(city, QtCore.QEvent.Type.DeferredDelete)
    assert take.settle().runs() == []
    assert not is_awake(take, box)


def test_a_cursor_that_blinks_in_a_field_asleep_is_nothing_to_look_at(record, put):
    field = put(W.QLineEdit("M"), 20, 20, 200, 40)
    take = record()
    assert not is_awake(take, field)
    event = QtGui.QPaintEvent(QtCore.QRect(5, 5, 2, 20))
    take.recorder._session._watch.eventFilter(field, event)
    assert not take.recorder.has_more
    field.setText("Mi")
    assert take.settle().text().count("•") == 2


def test_a_host_may_delete_who_is_asleep_while_it_waits_to_be_looked_at(record, label):
    take = record()
    label.setText("Bergen")
    label.repaint()
    label.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(label, QtCore.QEvent.Type.DeferredDelete)
    assert take.settle().runs() == []
    assert take.recorder.is_recording
