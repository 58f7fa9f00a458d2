"""The least that a frozen program with a window is: what the bundle is measured beside.

Frozen by PyInstaller as it comes, so it has no path to the other children.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget


def main() -> int:
    app = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle("Hello window")
    column = QVBoxLayout(window)
    column.addWidget(QLabel("Hello"))
    column.addWidget(QPushButton("Send"))
    window.resize(400, 500)
    window.show()
    return app.exec()


sys.exit(main())
