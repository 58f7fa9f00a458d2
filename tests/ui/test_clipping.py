"""The check for words that cannot be read finds them where they are made on purpose."""

from __future__ import annotations

import pytest
from ui.clipping import drawn_words, faults

from usero_desktop.qt import QtCore, QtGui, QtWidgets

SENTENCE = "Words enough for several lines of a label that is narrow."


@pytest.fixture
def page(qtbot):
    """A window with a page in it, on which a test puts what it wants."""
    window = QtWidgets.QWidget()
    window.resize(400, 300)
    made = QtWidgets.QWidget(window)
    made.setGeometry(0, 0, 400, 300)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    made.window_ = window
    return made


def put(widget, *place):
    widget.setGeometry(*place)
    widget.show()
    return widget


def wrapping(page, *place):
    label = QtWidgets.QLabel(SENTENCE, page)
    label.setWordWrap(True)
    return put(label, *place)


def test_what_has_its_room_is_no_fault(page):
    wrapping(page, 10, 10, 200, 100)
    put(QtWidgets.QPushButton("Press", page), 10, 120, 120, 30)
    put(QtWidgets.QLineEdit("typed, and it scrolls " * 9, page), 10, 160, 120, 30)
    put(QtWidgets.QCheckBox("Tick", page), 10, 200, 120, 30)

    assert faults(page) == []


@pytest.mark.parametrize("place", [(10, 10, 200, 20), (10, 10, 200, 24), (10, 10, 36, 280)])
def test_a_label_that_is_too_small_is_found(page, place):
    wrapping(page, *place)

    assert any("QLabel" in fault for fault in faults(page))


def test_one_line_that_is_too_long_is_found(page):
    put(QtWidgets.QLabel(SENTENCE, page), 10, 10, 200, 30)

    assert any("cuts" in fault for fault in faults(page))


@pytest.mark.parametrize("kind", [QtWidgets.QPushButton, QtWidgets.QCheckBox])
def test_a_button_that_is_too_narrow_for_its_words_is_found(page, kind):
    put(kind("Send everything", page), 10, 10, 60, 30)
    short, cut = faults(page)

    assert "needs" in short
    assert "cuts" in cut


def test_words_that_somebody_paints_and_elides_are_found(page):
    class Own(QtWidgets.QPushButton):
        def paintEvent(self, _event):
            painter = QtGui.QPainter(self)
            mode = QtCore.Qt.TextElideMode.ElideRight
            painter.drawText(4, 20, self.fontMetrics().elidedText(self.text(), mode, 60))
            painter.end()

    put(Own("Send everything", page), 10, 10, 200, 30)
    [fault] = faults(page)

    assert "shows only" in fault


def test_a_placeholder_that_does_not_fit_is_found(page):
    line = put(QtWidgets.QLineEdit(page), 10, 10, 60, 30)
    line.setPlaceholderText("your.email@example.com")

    assert any("shows only" in fault or "cuts" in fault for fault in faults(page))


def test_two_neighbours_on_each_other_are_found(page):
    put(QtWidgets.QPushButton("One", page), 10, 10, 100, 30)
    put(QtWidgets.QPushButton("Two", page), 100, 10, 100, 30)

    [fault] = faults(page)
    assert "lie on each other" in fault


def test_what_sticks_out_of_its_parent_or_its_window_is_found(page):
    put(QtWidgets.QPushButton("One", page), 350, 10, 100, 30)
    assert any("sticks out" in fault for fault in faults(page))
    page.move(20, 0)
    assert any("not all in its window" in fault for fault in faults(page))


def test_what_can_be_scrolled_to_is_no_fault_and_what_cannot_is_one(page):
    area = QtWidgets.QScrollArea(page)
    content = QtWidgets.QWidget()
    content.resize(200, 600)
    put(QtWidgets.QPushButton("Far below", content), 10, 560, 120, 30)
    area.setWidget(content)
    put(area, 0, 0, 300, 200)
    QtWidgets.QApplication.processEvents()
    assert faults(page) == []

    area.setVerticalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    QtWidgets.QApplication.processEvents()
    assert any("sticks out" in fault for fault in faults(page))


def test_a_menu_is_read_whole(page):
    menu = QtWidgets.QMenu(page)
    menu.addAction("From a file")
    menu.popup(page.mapToGlobal(QtCore.QPoint(10, 10)))
    assert faults(menu) == []
    menu.setFixedWidth(40)
    assert faults(menu) != []
    menu.close()


def test_words_are_found_where_they_are_painted(page):
    label = put(QtWidgets.QLabel("right", page), 0, 0, 300, 30)
    label.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight)
    [words] = drawn_words(label)

    assert words.text == "right"
    assert abs(words.box.right() - 300) <= 1
    assert words.box.width() > 20
