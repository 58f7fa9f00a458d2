"""A program to record: a form, a table, a chart, a menu, a dialog and a second window."""

from __future__ import annotations

import math

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
CITIES = ("Austin", "Lagos", "Oslo", "Kyoto", "Perth", "Quito")
SECRET = "hunter2-Zq9"
TYPED = "Margaret Hamilton"


class Chart(W.QWidget):
    """What nobody can describe: it paints itself, and a cross where the pointer is."""

    def __init__(self):
        super().__init__()
        self.phase = 0.0
        self.cross = None
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event):
        self.cross = event.position().toPoint()
        self.update()

    def leaveEvent(self, _event):
        self.cross = None
        self.update()

    def paintEvent(self, _event):
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QtGui.QColor("#fbfcff"))
        for number, colour in enumerate(("#2f6fde", "#d7263d", "#1b998b")):
            painter.setPen(QtGui.QPen(QtGui.QColor(colour), 2))
            points = [
                QtCore.QPointF(
                    x, self.height() * (0.5 + 0.4 * math.sin(x / 60 + number * 2 + self.phase))
                )
                for x in range(0, self.width(), 4)
            ]
            painter.drawPolyline(points)
        if self.cross is not None:
            painter.setPen(QtGui.QPen(QtGui.QColor("#555555"), 1))
            painter.drawLine(self.cross.x(), 0, self.cross.x(), self.height())
            painter.drawLine(0, self.cross.y(), self.width(), self.cross.y())
        painter.end()


class Desk(W.QMainWindow):
    """The window; its parts are attributes."""

    def __init__(self):
        super().__init__()
        self.setWindowTitle("Order Desk")
        self.resize(800, 560)
        self._add_menu()
        self.tabs = W.QTabWidget()
        self.setCentralWidget(self.tabs)
        self.tabs.addTab(self._form(), "Form")
        self.tabs.addTab(self._table(), "Orders")
        self.chart = Chart()
        self.tabs.addTab(self.chart, "Revenue")
        self.statusBar().showMessage("Ready")

    def _add_menu(self):
        self.file_menu = self.menuBar().addMenu("File")
        for name in ("New order", "Open…", "Save"):
            self.file_menu.addAction(name)
        self.menuBar().addMenu("Edit").addAction("Undo")

    def _form(self):
        page = W.QWidget()
        form = W.QFormLayout(page)
        self.name, self.password, self.notes = W.QLineEdit(), W.QLineEdit(), W.QPlainTextEdit()
        self.password.setEchoMode(W.QLineEdit.EchoMode.Password)
        self.city, self.count = W.QComboBox(), W.QSpinBox()
        self.city.addItems(CITIES)
        self.mail, self.progress = W.QCheckBox("Send a confirmation"), W.QProgressBar()
        self.slider = W.QSlider(QtCore.Qt.Orientation.Horizontal)
        self.save = W.QPushButton("Save order")
        group = W.QGroupBox("Delivery")
        W.QVBoxLayout(group).addWidget(self.mail)
        for label, field in (
            *(("Customer", self.name), ("Password", self.password), ("City", self.city)),
            *(("Pieces", self.count), ("Notes", self.notes), ("Speed", self.slider)),
        ):
            form.addRow(label, field)
        for widget in (group, self.progress, self.save):
            form.addRow(widget)
        return page

    def _table(self):
        self.table = W.QTableWidget(200, 4)
        self.table.setHorizontalHeaderLabels(["Order", "Customer", "City", "Amount"])
        self.table.setAlternatingRowColors(True)
        for row in range(200):
            texts = (f"#{10_000 + row * 7}", "Ada Lovelace", CITIES[row % 6], f"{row * 12.33:.2f}")
            for column, text in enumerate(texts):
                self.table.setItem(row, column, W.QTableWidgetItem(text))
        return self.table

    @property
    def inputs(self):
        """The fields whose content is nobody's business."""
        fields = (self.name, self.password, self.notes, self.city, self.count)
        return [field for field in fields if field.isVisible()]


def story(desk):
    """What a user does in half a minute, step by step; yields what was done."""
    for letter in TYPED:
        desk.name.insert(letter)
    yield "typed"
    desk.password.setText(SECRET)
    yield "password"
    desk.city.setCurrentIndex(3)
    desk.count.setValue(7)
    desk.mail.setChecked(True)
    desk.slider.setValue(40)
    desk.progress.setValue(64)
    yield "filled in"
    desk.statusBar().showMessage("Order saved")
    yield "saved"
    desk.tabs.setCurrentIndex(1)
    yield "orders"
    for row in (3, 9, 30):
        desk.table.verticalScrollBar().setValue(row)
        yield f"scrolled to {row}"
    desk.table.setCurrentCell(34, 1)
    yield "selected"
    desk.tabs.setCurrentIndex(2)
    yield "chart"
    desk.chart.phase = 1.0
    desk.chart.update()
    yield "chart moved"
    desk.file_menu.popup(desk.mapToGlobal(QtCore.QPoint(4, 24)))
    yield "menu"
    desk.file_menu.close()
    yield "menu closed"
    dialog = W.QMessageBox(desk)
    dialog.setWindowTitle("Delete")
    dialog.setText("Delete this order?")
    dialog.show()
    yield "dialog"
    dialog.close()
    dialog.deleteLater()
    yield "dialog closed"
    second = W.QLabel("Prices of today")
    second.setWindowTitle("Prices")
    second.resize(220, 120)
    second.move(desk.pos() + QtCore.QPoint(300, 200))
    second.show()
    yield "second window"
    second.close()
    desk.tabs.setCurrentIndex(0)
    yield "form again"
