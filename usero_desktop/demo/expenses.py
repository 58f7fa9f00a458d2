"""The expense book's data, as a table model."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeAlias

from usero_desktop.qt import QtCore

HEADERS = ("Date", "What", "Category", "Paid by", "Amount")
AMOUNT = 4

Index: TypeAlias = QtCore.QModelIndex | QtCore.QPersistentModelIndex
ROOT = QtCore.QModelIndex()


@dataclass(frozen=True, slots=True)
class Expense:
    """One line of the book; `amount` is in cents."""

    day: date
    what: str
    category: str
    payer: str
    amount: int


SAMPLE = (
    Expense(date(2026, 9, 3), "Night train to Ljubljana", "Travel", "Mira", 18900),
    Expense(date(2026, 9, 3), "Coffee and burek", "Food", "Jonas", 1240),
    Expense(date(2026, 9, 4), "Guest house, three nights", "Stay", "Mira", 27600),
    Expense(date(2026, 9, 4), "Bicycles", "Travel", "Ada", 5400),
    Expense(date(2026, 9, 5), "Museum tickets", "Fun", "Jonas", 3600),
    Expense(date(2026, 9, 5), "Dinner by the river", "Food", "Ada", 8450),
    Expense(date(2026, 9, 6), "Bus to Bled", "Travel", "Mira", 2100),
    Expense(date(2026, 9, 6), "Rowing boat, two hours", "Fun", "Jonas", 4000),
    Expense(date(2026, 9, 6), "Cream cake", "Food", "Jonas", 1350),
    Expense(date(2026, 9, 7), "Groceries", "Food", "Ada", 4685),
    Expense(date(2026, 9, 8), "Rain jackets", "Gear", "Mira", 13980),
    Expense(date(2026, 9, 8), "Train home", "Travel", "Mira", 16450),
)


class ExpenseModel(QtCore.QAbstractTableModel):
    """The lines of the book, editable and sortable."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = list(SAMPLE)

    @property
    def total(self) -> int:
        """Sum of all amounts, in cents."""
        return sum(row.amount for row in self._rows)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: QtCore.Qt.Orientation, role: int = 0) -> object:
        if role != QtCore.Qt.ItemDataRole.DisplayRole:
            return None
        return HEADERS[section] if orientation == QtCore.Qt.Orientation.Horizontal else section + 1

    def data(self, index: Index, role: int = 0) -> object:
        row, column = self._rows[index.row()], index.column()
        if role in {QtCore.Qt.ItemDataRole.DisplayRole, QtCore.Qt.ItemDataRole.EditRole}:
            return self._text(row, column)
        if role == QtCore.Qt.ItemDataRole.TextAlignmentRole and column == AMOUNT:
            return QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> QtCore.Qt.ItemFlag:
        return super().flags(index) | QtCore.Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = 2) -> bool:
        if role != QtCore.Qt.ItemDataRole.EditRole:
            return False
        try:
            self._rows[index.row()] = _changed(self._rows[index.row()], index.column(), str(value))
        except ValueError:
            return False
        self.dataChanged.emit(index, index)
        return True

    def sort(
        self,
        column: int,
        order: QtCore.Qt.SortOrder = QtCore.Qt.SortOrder.AscendingOrder,
    ) -> None:
        name = fields(Expense)[column].name
        self.layoutAboutToBeChanged.emit()
        self._rows.sort(
            key=lambda row: getattr(row, name),
            reverse=order == QtCore.Qt.SortOrder.DescendingOrder,
        )
        self.layoutChanged.emit()

    def add(self, expense: Expense) -> None:
        """Append one line."""
        place = len(self._rows)
        self.beginInsertRows(ROOT, place, place)
        self._rows.append(expense)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Take one line out."""
        self.beginRemoveRows(ROOT, row, row)
        del self._rows[row]
        self.endRemoveRows()

    @staticmethod
    def _text(row: Expense, column: int) -> str:
        value = getattr(row, fields(Expense)[column].name)
        return f"{value / 100:,.2f} €" if column == AMOUNT else str(value)


def _changed(row: Expense, column: int, text: str) -> Expense:
    """`row` with the cell in `column` as typed; ValueError for no date or no amount."""
    if column == 0:
        return replace(row, day=date.fromisoformat(text))
    if column == AMOUNT:
        cents = round(float(text.replace("€", "").replace(",", "").strip()) * 100)
        return replace(row, amount=cents)
    return replace(row, **{fields(Expense)[column].name: text})  # type: ignore[arg-type]
