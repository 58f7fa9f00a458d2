"""What is masked where it is easily forgotten: in scenes, under effects, in cells, in popups."""

from __future__ import annotations

import pytest
from replay.recorder import takes

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
SECRET = "Zanzibar"


class Pictures:
    """Stands where pictures of widgets are made, and notes of which they were wanted."""

    is_drawing = False

    def __init__(self):
        self.shown = {}

    def show(self, widget, node, *, next_id=None, children=False):
        self.shown[node] = (widget, children)

    def forget(self, node):
        self.shown.pop(node, None)

    def clear(self):
        self.shown.clear()

    def draw_due(self):
        return False


@pytest.fixture
def pictures(monkeypatch):
    made = Pictures()
    recorder = takes.Recorder
    monkeypatch.setattr(takes, "Recorder", lambda *a, **named: recorder(*a, patches=made, **named))
    return made


def scene_with(widget, put):
    view = put(W.QGraphicsView(), 10, 10, 300, 200)
    scene = W.QGraphicsScene(view)
    scene.addText("plain words")
    view.setScene(scene)
    if widget is not None:
        scene.addWidget(widget)
    return view


def test_a_scene_is_told_in_words(record, put, pictures):
    scene_with(None, put)
    assert "plain words" in record().page.runs()
    assert pictures.shown == {}


def test_a_scene_that_shows_widgets_is_a_picture_and_none_of_its_words_are_told(
    record, put, pictures
):
    view = scene_with(W.QLineEdit(SECRET), put)
    take = record()
    assert SECRET.encode() not in take.bytes
    assert [widget for widget, _ in pictures.shown.values()] == [view.viewport()]


def test_what_is_under_an_effect_is_a_picture_with_all_that_is_in_it(record, put, pictures):
    box = put(W.QGroupBox("Plan"), 10, 10, 300, 200)
    inner = W.QLabel(SECRET, box)
    inner.setProperty("usero_mask", True)
    inner.show()
    effect = W.QGraphicsOpacityEffect(box)
    effect.setOpacity(0.5)
    box.setGraphicsEffect(effect)
    take = record()
    assert SECRET.encode() not in take.bytes
    assert list(pictures.shown.values()) == [(box, True)]
    effect.setEnabled(False)
    take.settle()
    assert pictures.shown == {}
    assert "Plan" in take.page.runs()
    assert SECRET.encode() not in take.bytes


def test_an_editor_in_a_table_is_masked(record, put):
    table = put(W.QTableWidget(2, 2), 10, 10, 300, 200)
    take = record()
    item = W.QTableWidgetItem("old")
    table.setItem(0, 0, item)
    table.editItem(item)
    editor = table.viewport().findChild(W.QLineEdit)
    editor.setText(SECRET)
    take.settle()
    assert SECRET.encode() not in take.bytes
    assert "•" * len(SECRET) in take.page.runs()


def test_a_bar_that_a_delegate_draws_in_a_masked_column_does_not_tell_its_value(record, put):
    class Bars(W.QStyledItemDelegate):
        def paint(self, painter, option, index):
            share = int(index.data()) / 100
            rect = QtCore.QRect(option.rect)
            rect.setWidth(int(rect.width() * share))
            painter.fillRect(rect, QtGui.QColor("#123456"))
            painter.drawPolyline([rect.topLeft(), rect.bottomRight()])

    table = put(W.QTableWidget(1, 2), 10, 10, 300, 100)
    for column in range(2):
        table.setItem(0, column, W.QTableWidgetItem("30"))
    table.setItemDelegate(Bars(table))
    assert b"#123456" in record().bytes
    table.setColumnHidden(0, True)
    table.setProperty("usero_mask_columns", [1])
    assert b"#123456" not in record().bytes


def test_a_delegate_of_the_hosts_may_draw_words_in_any_way_so_all_of_its_view_is_blocked(
    record, put
):
    class Outlines(W.QStyledItemDelegate):
        def paint(self, painter, option, index):
            path = QtGui.QPainterPath()
            path.addText(QtCore.QPointF(option.rect.bottomLeft()), option.font, index.data())
            painter.drawPath(path)

    table = put(W.QTableWidget(1, 1), 10, 10, 300, 100)
    table.setItem(0, 0, W.QTableWidgetItem(SECRET))
    table.setItemDelegate(Outlines(table))
    count = len(record().bytes)
    masked = record(mask_all_text=True)
    assert len(masked.bytes) < count
    assert not any(look[2] == "path" and "C" in str(look) for look in masked.page.looks())


def test_the_list_of_an_editable_combo_box_is_masked(record, put, qtbot):
    choice = put(W.QComboBox())
    choice.setEditable(True)
    choice.addItems([SECRET, "other"])
    take = record()
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    take.settle()
    assert SECRET.encode() not in take.bytes
    choice.hidePopup()


def test_a_menu_of_what_is_masked_is_masked(record, put, qtbot):
    button = put(W.QPushButton("Account"))
    button.setProperty("usero_mask", True)
    menu = W.QMenu(button)
    menu.addAction(SECRET)
    button.setMenu(menu)
    take = record()
    menu.popup(button.mapToGlobal(QtCore.QPoint(0, 20)))
    qtbot.waitUntil(menu.isVisible)
    take.settle()
    assert SECRET.encode() not in take.bytes
    menu.close()


@pytest.mark.parametrize("name", ["QQuickWidget", "QOpenGLWidget", "QWebEngineView"])
def test_what_others_draw_is_a_box_with_its_name(record, put, name):
    # The modules these come from are not here: a class of that name is what is looked for.
    made = type(name, (W.QWidget,), {})()
    W.QLabel(SECRET, made)
    put(made)
    take = record()
    assert SECRET.encode() not in take.bytes
    assert take.page.runs()[0] in {"Qt Quick", "OpenGL", "Web page"}
