"""What paints itself is told as pictures: the newest frame, at a bounded pace, before all else."""

from __future__ import annotations

import json
import threading
from time import monotonic, sleep
from weakref import ref

import pytest
from replay.drawn import GROUND, NODE, Drawn, Pace, colours

from usero_desktop.capture.pixels import Memory
from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of
from usero_desktop.ui.capture.window import render
from usero_desktop.ui.masking.rules import Rules


class Chart(QtWidgets.QWidget):
    """Paints bars."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.values = [30, 60, 90]
        self.resize(300, 200)
        self.paints = 0

    def paintEvent(self, _event):
        self.paints += 1
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor("white"))
        for at, value in enumerate(self.values):
            painter.fillRect(20 + at * 40, 200 - value, 30, value, QtGui.QColor("#2563eb"))
        painter.end()


class Dear(Chart):
    def paintEvent(self, event):
        super().paintEvent(event)
        sleep(0.03)


@pytest.fixture
def drawn(qtbot):
    made = []

    def make(**how):
        made.append(Drawn(qtbot, Rules(), **how))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def open_(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


@pytest.fixture
def chart(open_):
    return open_(Chart())


def seen(widget):
    """What a widget shows, as bytes of RGB."""
    image = render(widget)
    size = (image.width(), image.height())
    return Memory(pixels_of(image), size, image.bytesPerLine()).whole().tobytes()


def test_the_pictures_put_together_are_what_the_widget_shows(drawn, chart):
    told = drawn()
    told.show(chart)
    told.settle()
    assert told.image(chart).tobytes() == seen(chart)


def test_after_changes_they_are_what_it_shows_now(drawn, chart):
    told = drawn()
    for values in ([30, 60, 90], [31, 60, 90], [100, 10, 90], [100, 10, 91]):
        chart.values = values
        told.show(chart)
        told.settle()
        assert told.image(chart).tobytes() == seen(chart)
    assert len(told.events) == 1 + 4


def test_what_looks_the_same_is_not_told(drawn, chart):
    told = drawn()
    for _ in range(3):
        told.show(chart)
        told.settle()
    assert len(told.events) == 1 + 1


def test_they_stand_before_what_else_is_in_the_element(drawn, chart):
    told = drawn()
    told.show(chart, next_id=99)
    told.settle()
    [add] = json.loads(told.events[0].data)["data"]["adds"]
    assert (add["parentId"], add["nextId"], add["node"]["id"]) == (NODE, 99, GROUND)


def test_nothing_is_drawn_before_its_turn(drawn, chart):
    told = drawn()
    before = chart.paints
    told.show(chart)
    assert (chart.paints, len(told.events)) == (before, 1)
    told.settle()
    assert len(told.events) == 2


def test_a_widget_is_drawn_four_times_a_second_at_most(drawn, chart):
    told = drawn()
    told.show(chart)
    told.settle()
    before, began = chart.paints, monotonic()
    for value in range(3):
        chart.values = [value, 60, 90]
        told.show(chart)
        told.settle()
    assert chart.paints - before == 3
    assert monotonic() - began >= 3 * 0.25 - 0.05


def test_one_that_is_dear_is_drawn_less_often(drawn, open_):
    told, dear = drawn(), open_(Dear())
    told.show(dear)
    told.settle()
    [surface] = told.patches._surfaces.values()
    drawn_at = monotonic()
    told.show(dear)
    assert surface.due - drawn_at > 0.5  # 30 ms are a twenty-fifth of that and more
    told.settle()
    assert monotonic() - drawn_at > 0.5


def test_who_is_slow_by_order_waits_longer(drawn, chart):
    pace = Pace()
    pace.slowness = 3.0
    told = drawn(pace=pace)
    told.show(chart)
    told.settle()
    drawn_at = monotonic()
    told.show(chart)
    told.settle()
    assert monotonic() - drawn_at >= 0.6


def test_while_there_are_to_be_no_pictures_none_is_drawn_and_none_is_forgotten(drawn, chart):
    pace = Pace()
    pace.is_paused = True
    told = drawn(pace=pace)
    told.show(chart)
    before = chart.paints
    assert told.patches.draw_due()
    assert chart.paints == before
    pace.is_paused = False
    told.settle()
    assert told.image(chart).tobytes() == seen(chart)


def test_where_bytes_are_short_pictures_are_coarser_and_as_large_on_the_page(drawn, chart):
    pace = Pace()
    pace.scale = 0.5
    told = drawn(pace=pace)
    told.show(chart)
    told.settle()
    [(where, image)] = told.composed().pictures.values()
    assert where == (0, 0, 300, 200)
    assert image.size == (150, 100)


def test_no_picture_comes_for_what_has_been_forgotten(drawn, chart):
    told, go = drawn(), threading.Event()
    told.worker.post(lambda: go.wait(30))
    told.show(chart)
    assert not told.patches.draw_due()  # it is drawn, and waits for the worker
    told.patches.forget(NODE)
    go.set()
    told.worked()
    assert len(told.events) == 1


def test_what_we_paint_ourselves_can_be_told_from_what_the_host_does(drawn, open_, qtbot):
    told, asked = drawn(), []

    class Asks(Chart):
        def paintEvent(self, event):
            super().paintEvent(event)
            asked.append(told.patches.is_drawing)

    asks = open_(Asks())
    qtbot.waitUntil(lambda: bool(asked))
    assert set(asked) == {False}
    asked.clear()
    told.show(asks)
    told.settle()
    assert asked == [True]
    assert not told.patches.is_drawing


def test_one_that_is_deleted_is_forgotten(drawn):
    told, gone = drawn(), Chart()
    gone.show()
    told.show(gone)
    gone.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(gone, QtCore.QEvent.Type.DeferredDelete)
    told.settle()
    assert len(told.events) == 1


def test_one_that_the_host_lets_go_of_goes_at_once(drawn, qtbot):
    told, gone = drawn(), Chart()
    gone.show()
    told.show(gone)
    told.settle()
    told.show(gone)
    seen = ref(gone)
    gone.hide()
    del gone
    assert seen() is None


def test_children_are_in_the_pictures_only_where_that_is_wanted(drawn, chart):
    child = QtWidgets.QLabel("word", chart)
    child.setStyleSheet("background: #ff00ff")
    child.setGeometry(200, 20, 60, 30)
    child.show()
    found = []
    for children in (False, True):
        told = drawn(children=children)
        told.show(chart)
        told.settle()
        found.append((255, 0, 255) in colours(told.image(chart)))
    assert found == [False, True]
