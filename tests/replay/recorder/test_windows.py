"""Windows, dialogs, menus and lists: what is above what, and where the user is."""

from __future__ import annotations

import re

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets


@pytest.fixture
def second(qtbot):
    made = W.QDialog()
    made.setObjectName("settings")
    made.setWindowTitle("Settings")
    W.QLabel("in the dialog", made)
    made.resize(200, 100)
    qtbot.addWidget(made)
    return made


def windows(page):
    """Return the texts of each window on the page, from back to front."""
    found = {}
    for window in page.desk().children:
        above = int(window.attributes["style"].rpartition("z-index:")[2])
        texts, waiting = [], [window]
        while waiting:
            node = waiting.pop()
            waiting += reversed(node.children)
            texts += [node.text] if node.text else []
        found[above] = texts
    return [found[above] for above in sorted(found)]


def test_a_window_that_opens_is_above_the_others_and_goes_when_it_is_closed(record, window, second):
    take = record()
    assert len(windows(take.page)) == 1
    second.show()
    take.settle()
    assert "in the dialog" in windows(take.page)[-1]
    second.hide()
    take.settle()
    assert len(windows(take.page)) == 1
    assert "in the dialog" not in take.page.text()


def test_the_window_that_is_activated_is_above_the_others(record, window, second, qtbot):
    W.QLabel("in the main window", window.page).show()
    second.show()
    take = record()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    take.settle()
    assert "in the main window" in windows(take.page)[-1]
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow)
    take.settle()
    assert "in the dialog" in windows(take.page)[-1]


def test_what_belongs_to_a_window_stays_above_it_when_that_is_activated(
    record, window, second, qtbot
):
    W.QLabel("in the main window", window.page).show()
    second.setParent(window, second.windowFlags())
    second.show()
    take = record()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    take.settle()
    assert "in the dialog" in windows(take.page)[-1]


def test_letters_are_as_large_as_they_are_drawn(record, put):
    label = put(W.QLabel("drawn"))
    font = label.font()
    font.setPointSizeF(10)
    label.setFont(font)
    take = record()
    drawn = QtGui.QRawFont.fromFont(label.font()).pixelSize()
    told = re.findall(r"font:\d+ ([\d.]+)px/", take.bytes.decode())
    assert set(map(float, told)) == {drawn}


def test_the_page_is_as_large_as_all_windows_together(record, window, second):
    window.setGeometry(50, 40, 300, 200)
    take = record()
    first = window.frameGeometry()
    assert take.page.size == (first.width(), first.height())
    second.setGeometry(500, 300, 200, 100)
    second.show()
    take.settle()
    both = first.united(second.frameGeometry())
    assert take.page.size == (both.width(), both.height())
    origin = f"left:{-both.left()}px;top:{-both.top()}px"
    assert take.page.desk().attributes["style"].endswith(origin)
    second.hide()
    take.settle()
    assert take.page.size == (first.width(), first.height())


def test_where_the_user_is_follows_the_active_window(record, window, second, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    take = record()
    assert take.page.href == "app://desk/Order%20Desk"
    second.show()
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow)
    take.settle()
    assert take.page.href == "app://desk/settings"


def test_a_menu_and_a_list_are_windows_of_their_own(record, window, put, qtbot):
    menu = window.menuBar().addMenu("File")
    menu.addAction("Open it")
    take = record()
    menu.popup(window.mapToGlobal(QtCore.QPoint(0, 30)))
    qtbot.waitUntil(menu.isVisible)
    take.settle()
    assert "pen it" in "".join(windows(take.page)[-1])
    menu.close()
    choice = put(W.QComboBox())
    choice.addItems(["north", "south"])
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    take.settle()
    assert {"north", "south"} <= set(windows(take.page)[-1])
    choice.hidePopup()
    take.settle()
    assert len(windows(take.page)) == 1


def test_a_window_of_many_widgets_is_told_in_slices(record, window, monkeypatch):
    from usero_desktop.replay.recorder import source

    monkeypatch.setattr(source, "SLICE_S", 0.002)
    for index in range(400):
        label = W.QLabel(f"label {index}", window.page)
        label.setGeometry(index % 20 * 30, index // 20 * 18, 28, 16)
        label.show()
    from replay.recorder.takes import Take

    take = Take()
    take.recorder.start()
    assert take.recorder.has_more
    assert "label 399" not in take.page.text()
    take.settle()
    take.recorder.stop()
    assert {f"label {index}" for index in range(400)} <= set(take.page.runs())


def test_a_recording_begins_with_full_windows_however_many_slices_they_take(
    record, window, monkeypatch, qtbot
):
    from usero_desktop.replay.recorder import source

    monkeypatch.setattr(source, "SLICE_S", 0.002)
    monkeypatch.setattr(source, "FIRST_LOOK_MS", 1_000_000)
    labels = [W.QLabel(f"label{index}", window.page) for index in range(400)]
    for index, label in enumerate(labels):
        label.setGeometry(index % 20 * 30, index // 20 * 18, 80, 16)
        label.show()

    take = record()
    first = take.events[0].timestamp_ms
    assert {event.timestamp_ms for event in take.events if b"label399" in event.data} == {first}

    qtbot.waitUntil(lambda: source.now_ms() > first)
    labels[399].setText("another")
    take.settle()
    assert all(event.timestamp_ms > first for event in take.events if b"another" in event.data)
    assert "another" in take.page.runs()
