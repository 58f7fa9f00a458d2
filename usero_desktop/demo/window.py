from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from usero_desktop.demo.appearance import palette
from usero_desktop.demo.expenses import Expense, ExpenseModel
from usero_desktop.demo.settings import AccountDialog
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

NOTES = """\
<h2>Slovenia in September</h2>
<p>Three friends, six days, one shared purse. Everything over 20 € goes into the table; the
rest we round and forget.</p>
<ul><li>Ask the guest house for the invoice</li><li>Jonas still owes Ada for the boat</li>
<li>Next year: the coast?</li></ul>
"""
SHARE = 3
WIDTH, HEIGHT = 1080, 720


class ExpenseBook(QtWidgets.QMainWindow):
    """A small table editor: the kind of program the feedback button lives in.

    Signals: `feedback_wanted()` from the Help menu.
    """

    feedback_wanted = Signal()

    def __init__(self, inbox: str = "") -> None:
        """`inbox` is the address of the page where feedback can be read, if there is one."""
        super().__init__()
        self._inbox = inbox
        self.setObjectName("expense_book")
        self.setWindowTitle("Slovenia in September")
        self.resize(WIDTH, HEIGHT)
        self.model = ExpenseModel(self)
        self.table = self._made_table()
        self.notes = QtWidgets.QTextEdit()
        self.notes.setHtml(NOTES)
        self.tabs = QtWidgets.QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "Expenses")
        self.tabs.addTab(self.notes, "Notes")
        self.tabs.addTab(self._made_form(), "Synchronisation")
        self.setCentralWidget(self.tabs)
        self._fill_menus()
        self._summary = QtWidgets.QLabel()
        self.statusBar().addWidget(self._summary)
        if inbox:
            self.statusBar().addPermanentWidget(QtWidgets.QLabel(f"Inbox: {inbox}"))
        self.model.dataChanged.connect(self._on_changed)
        self.model.rowsInserted.connect(self._on_changed)
        self.model.rowsRemoved.connect(self._on_changed)
        self._on_changed()

    def _made_table(self) -> QtWidgets.QTableView:
        table = QtWidgets.QTableView()
        table.setObjectName("expenses")
        table.setModel(self.model)
        table.setAlternatingRowColors(True)
        table.setSortingEnabled(True)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setSelectionBehavior(QtWidgets.QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().setDefaultSectionSize(34)
        table.verticalHeader().setVisible(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.sortByColumn(0, QtCore.Qt.SortOrder.AscendingOrder)
        for column, width in enumerate((130, 320, 140, 140)):
            table.setColumnWidth(column, width)
        return table

    def _made_form(self) -> QtWidgets.QWidget:
        page = QtWidgets.QWidget()
        form = QtWidgets.QFormLayout(page)
        form.setContentsMargins(28, 24, 28, 24)
        form.setVerticalSpacing(12)
        self.password = QtWidgets.QLineEdit("correct horse battery staple")
        self.password.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        interval = QtWidgets.QComboBox()
        interval.addItems(["Every minute", "Every hour", "By hand"])
        form.addRow("Server", QtWidgets.QLineEdit("https://books.example.org"))
        form.addRow("User name", QtWidgets.QLineEdit("mira"))
        form.addRow("Password", self.password)
        form.addRow("Synchronise", interval)
        form.addRow("", QtWidgets.QCheckBox("Only on networks without a limit"))
        return page

    # ------------------------------------------------------------ menus

    def _fill_menus(self) -> None:
        file = self.menuBar().addMenu("&File")
        add = self._action("New expense", "Ctrl+N", self.add_expense)
        file.addAction(add)
        file.addAction(self._action("Account…", "", self.open_account))
        file.addSeparator()
        file.addAction(self._action("Quit", "Ctrl+Q", self.close))
        edit = self.menuBar().addMenu("&Edit")
        remove = self._action("Remove expense", "Del", self.remove_expense)
        edit.addAction(remove)
        view = self.menuBar().addMenu("&View")
        dark = self._action("Dark", "Ctrl+D", self._on_dark_toggled)
        dark.setCheckable(True)
        full = self._action("Full screen", "F11", self._on_full_screen_toggled)
        full.setCheckable(True)
        view.addActions([dark, full])
        self.dark_action, self.full_screen_action = dark, full
        help_menu = self.menuBar().addMenu("&Help")
        help_menu.addAction(self._action("Send feedback…", "F1", self.feedback_wanted.emit))
        if self._inbox:
            help_menu.addAction(self._action("Open the inbox", "", self._on_inbox_wanted))
        bar = self.addToolBar("Main")
        bar.setMovable(False)
        bar.addActions([add, remove])
        bar.addSeparator()
        search = QtWidgets.QLineEdit()
        search.setPlaceholderText("Find in the book")
        search.setMaximumWidth(260)
        search.textChanged.connect(self._on_searched)
        bar.addWidget(search)

    def _action(self, text: str, keys: str, does: Callable[[], object]) -> QtGui.QAction:
        action = QtGui.QAction(text, self)
        if keys:
            action.setShortcut(QtGui.QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: does())
        return action

    # ------------------------------------------------------------ what it does

    def add_expense(self) -> None:
        """Append a line and begin to edit it."""
        today = datetime.now(UTC).astimezone().date()
        self.model.add(Expense(today, "Something new", "Other", "Mira", 0))
        index = self.model.index(self.model.rowCount() - 1, 1)
        self.table.scrollTo(index)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def remove_expense(self) -> None:
        """Take the current line out."""
        index = self.table.currentIndex()
        if index.isValid():
            self.model.remove(index.row())

    def open_account(self) -> None:
        """Open the modal account dialog."""
        dialog = AccountDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def show_dark(self, *, dark: bool) -> None:
        """Give the whole application the light or the dark palette."""
        self.dark_action.setChecked(dark)
        QtWidgets.QApplication.setPalette(palette(dark=dark))

    def _on_dark_toggled(self) -> None:
        self.show_dark(dark=self.dark_action.isChecked())

    def _on_full_screen_toggled(self) -> None:
        if self.full_screen_action.isChecked():
            self.showFullScreen()
        else:
            self.showNormal()

    def _on_inbox_wanted(self) -> None:
        QtGui.QDesktopServices.openUrl(QtCore.QUrl(self._inbox))

    def _on_changed(self) -> None:
        total, people = self.model.total / 100, SHARE
        self._summary.setText(
            f"{self.model.rowCount()} expenses · {total:,.2f} € in all · "
            f"{total / people:,.2f} € each"
        )

    def _on_searched(self, text: str) -> None:
        for row in range(self.model.rowCount()):
            words = " ".join(
                str(self.model.data(self.model.index(row, column)))
                for column in range(self.model.columnCount())
            )
            self.table.setRowHidden(row, text.lower() not in words.lower())
