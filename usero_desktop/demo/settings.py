"""The expense book's modal dialog: an account with a password, and the appearance."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets


class AccountDialog(QtWidgets.QDialog):
    """Where the book is synchronised: a server, a name and a password."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Account")
        self.setMinimumWidth(420)
        self.server = QtWidgets.QLineEdit("https://books.example.org")
        self.user = QtWidgets.QLineEdit("mira")
        self.password = QtWidgets.QLineEdit("correct horse battery staple")
        self.password.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        self.remember = QtWidgets.QCheckBox("Remember the password")
        form = QtWidgets.QFormLayout()
        form.addRow("Server", self.server)
        form.addRow("User name", self.user)
        form.addRow("Password", self.password)
        form.addRow("", self.remember)
        buttons = QtWidgets.QDialogButtonBox(
            QtWidgets.QDialogButtonBox.StandardButton.Ok
            | QtWidgets.QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)
