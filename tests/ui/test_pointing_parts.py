"""A cell, a heading, a tab or a menu is pointed at by itself, and what is masked is not told."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from ui import planted
from ui.form import Modifier
from ui.test_pointing import LEFT, RED, cover_of

from usero_desktop.model.pointed import Part, Pointed
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.pointing.cover import label_of, seen_rect
from usero_desktop.ui.pointing.parts import part_of, piece_at

RTL = QtCore.Qt.LayoutDirection.RightToLeft


def at(widget, place):
    piece = piece_at(widget, place)
    return piece and dict(piece.place)


@pytest.fixture
def table(window):
    view = QtWidgets.QTableWidget(9, 5, window.centralWidget())
    view.setObjectName("orders")
    view.setGeometry(20, 100, 420, 220)
    view.setHorizontalHeaderLabels(["Nr", "Name", "IBAN", "Sum", "Date"])
    for row in range(9):
        for column in range(5):
            view.setItem(row, column, QtWidgets.QTableWidgetItem(f"secret {row}.{column}"))
    view.show()
    return view


def middle_of(view, row, column):
    return view.visualRect(view.model().index(row, column)).center()


@pytest.mark.parametrize("direction", [QtCore.Qt.LayoutDirection.LeftToRight, RTL])
def test_a_cell_is_known_by_the_models_numbers_wherever_it_was_taken(table, direction):
    table.setLayoutDirection(direction)
    table.horizontalHeader().moveSection(2, 0)
    table.hideColumn(1)
    table.hideRow(0)
    viewport = table.viewport()

    assert at(viewport, middle_of(table, 3, 2)) == {"row": 3, "column": 2}
    assert at(viewport, middle_of(table, 3, 0)) == {"row": 3, "column": 0}
    table.setRowCount(2)
    assert piece_at(viewport, viewport.rect().bottomLeft() + QtCore.QPoint(9, -5)) is None


def test_a_row_below_others_names_them(window):
    tree = QtWidgets.QTreeWidget(window.centralWidget())
    tree.setColumnCount(2)
    tree.setGeometry(20, 100, 400, 300)
    for _ in range(3):
        QtWidgets.QTreeWidgetItem(QtWidgets.QTreeWidgetItem(tree, ["a", "b"]), ["c", "d"])
    tree.expandAll()
    tree.show()
    inner = tree.topLevelItem(1).child(0)
    place = tree.visualItemRect(inner).center()
    place.setX(tree.columnViewportPosition(1) + 5)

    assert at(tree.viewport(), place) == {"row": 0, "column": 1, "parents": (1,)}


def test_a_heading_a_tab_and_a_menu_are_told_by_what_is_on_them(window, table):
    tabs = QtWidgets.QTabWidget(window.centralWidget())
    tabs.setGeometry(20, 400, 400, 100)
    for words in ("Orders", "&Clients"):
        tabs.addTab(QtWidgets.QWidget(), words)
    tabs.show()
    bar = window.menuBar()
    entries = [bar.addMenu(words).menuAction() for words in ("&File", "Save && close")]
    bar.show()
    header = table.horizontalHeader()
    place = QtCore.QPoint(header.sectionViewportPosition(1) + 5, 5)
    found = [
        piece_at(header.viewport(), place),
        piece_at(tabs.tabBar(), tabs.tabBar().tabRect(1).center()),
        piece_at(bar, bar.actionGeometry(entries[1]).center()),
    ]

    assert [part_of(piece, Rules()) for piece in found] == [
        Part((("column", 1),), "Name"),
        Part((("tab", 1),), "Clients"),
        Part((("entry", 1),), "Save & close"),
    ]
    for masked in (table, tabs, bar):
        masked.setProperty("usero_mask", True)
    assert [part_of(piece, Rules()).name for piece in found] == ["", "", ""]


def test_of_a_masked_column_the_numbers_and_the_heading_are_told_and_no_cell(table):
    table.setProperty("usero_mask_columns", [2])
    header = table.horizontalHeader()
    heading = piece_at(
        header.viewport(), QtCore.QPoint(header.sectionViewportPosition(2) + 5, 5)
    )  # fmt: skip
    cell = piece_at(table.viewport(), middle_of(table, 1, 2))

    assert part_of(heading, Rules()) == Part((("column", 2),), "IBAN")
    assert part_of(cell, Rules()) == Part((("row", 1), ("column", 2)))


def test_where_a_control_is_one_thing_there_is_no_part(window):
    assert piece_at(window.line, QtCore.QPoint(5, 5)) is None
    assert piece_at(window.centralWidget(), QtCore.QPoint(5, 5)) is None


@pytest.mark.parametrize(
    "pointed, shown",
    [
        (Pointed("QTableView", "main/orders", part=Part((("row", 2), ("column", 1)))),
         "orders [row 2, column 1] (QTableView)"),
        (Pointed("QTreeView", "main/tree", part=Part((("row", 0), ("parents", (1, 4))))),
         "tree [row 0, parents 1/4] (QTreeView)"),
        (Pointed("QTabWidget", "main/tabs", part=Part((("tab", 1),), "Clients")),
         "Clients (QTabWidget)"),
    ],
)  # fmt: skip
def test_the_user_reads_which_part(pointed, shown):
    assert pointed.shown == shown


def test_the_box_is_around_the_cell_and_the_report_tells_it_and_nothing_written(
    qtbot, form, table, inbox
):
    form.choose(3)
    form.add_picture("point")
    cover = cover_of(form.window)
    place = table.viewport().mapTo(form.window, middle_of(table, 2, 1))
    qtbot.mouseMove(cover, place)
    qtbot.mouseClick(cover, LEFT, Modifier.NoModifier, place)
    form.wait_for_pictures(1)
    assert form.says("Screenshot 1 points at: orders [row 2, column 1] (QTableWidget)")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    [pointed] = report.metadata["pointed"]
    assert pointed["part"] == {"row": 2, "column": 1}
    assert "secret" not in str(report.metadata)

    [shot] = report.screenshots
    picture = Image.open(io.BytesIO(inbox.image(shot))).convert("RGB")
    cell = table.visualRect(table.model().index(2, 1))
    cell.moveTopLeft(table.viewport().mapTo(form.window, cell.topLeft()))
    ratio = form.window.devicePixelRatioF()
    box = [round(v * ratio) for v in (cell.left(), cell.top(), cell.right(), cell.bottom())]
    reds = picture.convert("RGB").load()
    found = [
        (x, y) for x in range(picture.width) for y in range(picture.height) if reds[x, y] == RED
    ]
    outer = (min(x for x, _ in found), min(y for _, y in found),
             max(x for x, _ in found), max(y for _, y in found))  # fmt: skip
    near = 16 * ratio
    assert all(abs(a - b) <= near for a, b in zip(outer, box, strict=True)), (outer, box)
    assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in found)


def test_what_is_deleted_while_one_points_at_it_is_framed_no_more(qtbot, form, table, caplog):
    form.choose(3)
    form.add_picture("point")
    cover = cover_of(form.window)
    place = table.viewport().mapTo(form.window, middle_of(table, 2, 1))
    qtbot.mouseMove(cover, place)
    event = QtGui.QMouseEvent(
        QtCore.QEvent.Type.MouseMove, QtCore.QPointF(place), QtCore.QPointF(place),
        QtCore.Qt.MouseButton.NoButton, QtCore.Qt.MouseButton.NoButton, Modifier.NoModifier,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(cover, event)
    planted.delete(table)
    cover.repaint()
    for name in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Right, QtCore.Qt.Key.Key_Up):
        qtbot.keyClick(cover, name)
    qtbot.keyClick(cover, QtCore.Qt.Key.Key_Escape)

    assert cover_of(form.window) is None
    assert form.thumbnails == []
    assert not [record for record in caplog.records if record.exc_info]


def test_a_part_is_seen_as_far_as_its_view_shows_it(table):
    table.horizontalScrollBar().setValue(0)
    table.setColumnWidth(0, 900)
    piece = piece_at(table.viewport(), QtCore.QPoint(50, 40))

    assert label_of(table, piece) == "QTableWidget  orders  [row 1, column 0]"
    assert seen_rect(table, piece).width() == table.viewport().width()
