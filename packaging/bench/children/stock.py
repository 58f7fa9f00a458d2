"""The panel's widgets as Qt has them, without a style: what a panel costs at least."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets


class StockPanel(QtWidgets.QWidget):
    """The same rows as the panel of the product."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        head = QtWidgets.QHBoxLayout()
        head.addWidget(QtWidgets.QLabel("Give feedback"), 1)
        head.addWidget(QtWidgets.QToolButton())
        faces = QtWidgets.QHBoxLayout()
        for name in ("Needs work", "It's okay", "Pretty good", "Amazing!"):
            face = QtWidgets.QToolButton()
            face.setText(name)
            faces.addWidget(face)
        under = QtWidgets.QHBoxLayout()
        under.addWidget(QtWidgets.QPushButton("Add screenshot"))
        under.addWidget(QtWidgets.QLabel("1000 characters left"))
        column = QtWidgets.QVBoxLayout(self)
        column.addLayout(head)
        column.addLayout(faces)
        self.comment = QtWidgets.QPlainTextEdit()
        self.comment.setPlaceholderText("What could be better?")
        column.addWidget(self.comment, 1)
        column.addLayout(under)
        column.addWidget(QtWidgets.QCheckBox("Share my email"))
        column.addWidget(QtWidgets.QPushButton("Send"))
        width, height = 380, 460
        self.setGeometry(parent.width() - width - 60, parent.height() - height - 40, width, height)
