"""Columns that the host has marked are in no picture, wherever the user has taken them."""

from __future__ import annotations

import pytest
from ui import planted
from ui.planted import PLAIN, Block, count, dyed, model, reveal, shown

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.capture.window import render_with_popups
from usero_desktop.ui.masking.rules import Rules

RTL = QtCore.Qt.LayoutDirection.RightToLeft
SPANNED = QtWidgets.QTableView
Role = QtCore.Qt.ItemDataRole


def table(page, mark, kind=QtWidgets.QTableView, columns=(2,)):
    view = kind(page)
    view.setGeometry(10, 30, 331, 203)
    view.setModel(model(60, 6, secret=columns, parent=view))
    if mark:
        view.setProperty("usero_mask_columns", list(columns))
    reveal(page.window())
    return view


def plain(page, mark):
    table(page, mark)


def scrolled(page, mark):
    view = table(page, mark)
    view.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
    view.horizontalScrollBar().setValue(157)
    view.verticalScrollBar().setValue(31)


def moved(page, mark):
    view = table(page, mark)
    view.horizontalHeader().moveSection(2, 0)
    view.horizontalHeader().resizeSection(2, 61)


def beside_hidden(page, mark):
    view = table(page, mark)
    view.hideColumn(0)
    view.setColumnWidth(1, 33)


def few_rows(page, mark):
    view = table(page, mark)
    view.model().setRowCount(3)


def moved_rows(page, mark):
    view = table(page, mark)
    view.verticalHeader().moveSection(0, 59)
    view.verticalScrollBar().setValue(60)


def from_the_right(page, mark):
    view = table(page, mark)
    view.setLayoutDirection(RTL)
    view.horizontalScrollBar().setValue(1)


def from_the_right_without_header(page, mark):
    view = table(page, mark)
    view.setLayoutDirection(RTL)
    view.horizontalHeader().hide()
    view.resize(250, 180)


def reaching_over(page, mark):
    view = table(page, mark)
    view.setSpan(1, 2, 2, 3)
    view.horizontalHeader().resizeSection(2, 40)


def standing_still(page, mark):
    """As Qt's own example of a frozen column does it: a second view over the first."""
    view = table(page, mark, columns=(0, 3))
    still = QtWidgets.QTableView(view)
    still.setModel(view.model())
    still.horizontalHeader().hide()
    still.verticalHeader().hide()
    for column in range(1, 6):
        still.setColumnHidden(column, True)
    corner = view.viewport().geometry().topLeft()
    still.setGeometry(corner.x(), corner.y(), 101, 150)
    view.horizontalScrollBar().setValue(2)
    still.show()


def tree(page, mark, columns=(1,)):
    view = QtWidgets.QTreeView(page)
    view.setGeometry(10, 30, 331, 203)
    made = model(9, 3, secret=columns, parent=view)
    for row in range(9):
        parent = made.item(row, 0)
        for below in range(4):
            items = [QtGui.QStandardItem(f"{row}.{below}.{column}") for column in range(3)]
            for column, item in enumerate(items):
                rgb = planted.SECRET if column in columns else PLAIN
                item.setData(QtGui.QBrush(QtGui.QColor(*rgb)), Role.BackgroundRole)
            parent.appendRow(items)
    view.setModel(made)
    view.expandAll()
    if mark:
        view.setProperty("usero_mask_columns", columns)
    reveal(page.window())
    view.verticalScrollBar().setValue(7)
    return view


def tree_with_wide_rows(page, mark):
    view = tree(page, mark, columns=(0,))
    view.setFirstColumnSpanned(3, QtCore.QModelIndex(), True)
    view.setColumnWidth(0, 40)


def list_of_a_column(page, mark):
    view = QtWidgets.QListView(page)
    view.setGeometry(10, 30, 331, 203)
    view.setModel(model(40, 3, secret=(1,), parent=view))
    view.setModelColumn(1)
    if mark:
        view.setProperty("usero_mask_columns", [1])


def icons(page, mark):
    list_of_a_column(page, mark)
    page.findChild(QtWidgets.QListView).setViewMode(QtWidgets.QListView.ViewMode.IconMode)


def edited(page, mark):
    view = table(page, mark)
    view.model().item(1, 2).setText("a very long secret " * 3)
    view.setCurrentIndex(view.model().index(1, 2))
    view.edit(view.currentIndex())
    editor = view.viewport().findChild(QtWidgets.QLineEdit)
    dyed(editor)
    QtWidgets.QApplication.processEvents()
    # It grows with what is written.
    editor.end(False)
    editor.insert("and more")
    assert editor.width() > view.columnWidth(2)


def with_a_widget(page, mark):
    view = table(page, mark)
    view.setIndexWidget(view.model().index(2, 2), Block())
    view.verticalHeader().resizeSection(2, 60)


CASES = [
    plain, scrolled, moved, beside_hidden, few_rows, moved_rows, from_the_right,
    from_the_right_without_header, reaching_over, standing_still, tree, tree_with_wide_rows,
    list_of_a_column, icons, edited, with_a_widget,
]  # fmt: skip


def test_the_other_columns_are_seen_to_the_last_pixel(page):
    view = table(page, mark=False)
    before = count(shown(page.window()), PLAIN)
    view.setProperty("usero_mask_columns", [2])

    assert count(shown(page.window()), PLAIN) == before


def test_a_column_that_is_hidden_masks_nothing(page):
    view = table(page, mark=True)
    view.hideColumn(2)
    before = count(shown(page.window()), PLAIN)
    view.setProperty("usero_mask_columns", None)

    assert count(shown(page.window()), PLAIN) == before


@pytest.mark.parametrize("value", [[2], (2,), {2}, 2, "2", "2, 4", ["2"], range(2, 3), iter([2])])
def test_numbers_of_columns_are_taken_as_they_come(page, value):
    view = table(page, mark=False)
    view.setProperty("usero_mask_columns", value)

    picture = shown(page.window())
    assert count(picture) == 0
    assert count(picture, PLAIN) > 10_000


@pytest.mark.parametrize("value", [True, "all of it", [-1], [None], 2.5, object(), [[2]], {"a": 2}])
def test_what_is_no_number_of_a_column_masks_all_of_them(page, value):
    view = table(page, mark=False)
    view.setProperty("usero_mask_columns", value)

    assert count(shown(page.window())) == 0
    assert count(shown(page.window()), PLAIN) <= 60 * 30


@pytest.mark.parametrize("value", [None, False, [], "", (), {}])
def test_no_column_is_none(page, value):
    view = table(page, mark=False)
    view.setProperty("usero_mask_columns", value)

    assert count(shown(page.window())) > 100


def test_an_editor_and_what_opens_from_it_is_masked_and_its_neighbour_not(page):
    view = table(page, mark=True)
    editors = {}
    for column in (1, 2):
        combo = QtWidgets.QComboBox()
        combo.addItems(["one", "two"])
        view.setIndexWidget(view.model().index(1, column), combo)
        editors[column] = combo
    view.setColumnWidth(1, 70)
    QtWidgets.QApplication.processEvents()
    rules = Rules()

    assert rules.is_masked(editors[2])
    assert rules.is_masked(editors[2].view())
    assert rules.is_masked(editors[2].view().window())
    assert not rules.is_masked(editors[1])
    assert not rules.is_masked(editors[1].view())
    assert not rules.is_masked(view)
    assert not rules.is_masked(view.horizontalHeader())
    assert not rules.is_masked(view.horizontalHeader().viewport())


def test_a_tip_of_a_view_with_masked_columns_is_masked(page):
    view = table(page, mark=True)
    tip = QtWidgets.QLabel("2.2", view, QtCore.Qt.WindowType.ToolTip)

    assert Rules().is_masked(tip)


def test_a_list_that_is_open_above_the_window_is_masked_in_a_picture_with_it(page):
    combo = dyed(QtWidgets.QComboBox(page))
    combo.setGeometry(20, 60, 120, 28)
    combo.addItems([f"secret {n}" for n in range(9)])
    dyed(combo.view())
    combo.setProperty("usero_mask", True)
    reveal(page.window())
    combo.showPopup()
    QtWidgets.QApplication.processEvents()
    masked = render_with_popups(page.window())
    combo.setProperty("usero_mask", False)
    bare = render_with_popups(page.window())
    combo.hidePopup()

    assert count(masked) == 0
    assert count(bare) > 120 * 100
