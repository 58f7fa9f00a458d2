"""The host of the demo is a real program: menus, tabs, a table, a password, a dialog."""

from __future__ import annotations

import pytest

from usero_desktop.demo.window import ExpenseBook
from usero_desktop.qt import QtCore, QtGui, QtWidgets

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def book(qtbot, qapp):
    palette = QtGui.QPalette(QtGui.QGuiApplication.palette())
    made = ExpenseBook()
    qtbot.addWidget(made)
    made.show()
    yield made
    QtWidgets.QApplication.setPalette(palette)


def test_expenses_are_added_changed_and_removed(book):
    rows, total = book.model.rowCount(), book.model.total
    book.add_expense()
    assert book.model.rowCount() == rows + 1
    last = book.model.index(rows, 4)
    assert book.model.setData(last, "12.50", QtCore.Qt.ItemDataRole.EditRole)
    assert book.model.total == total + 1250
    book.table.setCurrentIndex(book.model.index(rows, 0))
    book.remove_expense()
    assert (book.model.rowCount(), book.model.total) == (rows, total)


def test_finding_hides_the_other_lines(book):
    search = book.findChild(QtWidgets.QToolBar).findChild(QtWidgets.QLineEdit)
    search.setText("bled")
    shown = [r for r in range(book.model.rowCount()) if not book.table.isRowHidden(r)]
    assert len(shown) == 1
    search.clear()
    assert not any(book.table.isRowHidden(r) for r in range(book.model.rowCount()))


def test_sorting_by_a_column_sorts(book):
    book.table.sortByColumn(4, QtCore.Qt.SortOrder.DescendingOrder)
    amounts = [row.amount for row in book.model._rows]

    assert amounts == sorted(amounts, reverse=True)


def test_dark_is_the_whole_applications(book, qtbot):
    def lightness():
        palette = QtGui.QGuiApplication.palette()
        return palette.color(QtGui.QPalette.ColorRole.Window).lightness()

    book.show_dark(dark=True)
    assert lightness() < 128
    book.show_dark(dark=False)
    assert lightness() > 128


def test_the_password_is_never_shown(book):
    assert book.password.echoMode() == QtWidgets.QLineEdit.EchoMode.Password


def test_help_asks_for_feedback(book, qtbot):
    with qtbot.waitSignal(book.feedback_wanted):
        qtbot.keyClick(book, QtCore.Qt.Key.Key_F1)
