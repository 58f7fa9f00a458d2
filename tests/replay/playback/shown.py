"""Hosts to be recorded, and what the preview makes of the recordings."""

from __future__ import annotations

from PIL import Image

from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of
from usero_desktop.rrweb.film import Film
from usero_desktop.ui.playback.painter import PagePainter
from usero_desktop.ui.playback.pictures import Pictures

W = QtWidgets
DARK = (
    "QWidget{background:#1e2430;color:#e5e9f0}"
    "QPushButton{background:#3b4a66;border:1px solid #5a6b8c;border-radius:6px;padding:5px}"
    "QLineEdit,QComboBox,QSpinBox,QTextEdit{background:#2a3140;border:1px solid #4a5670;"
    "border-radius:4px}"
    "QProgressBar::chunk{background:qlineargradient(x1:0,y1:0,x2:1,y2:0,stop:0 #3fa7ff,"
    "stop:1 #7b61ff)}"
)


def form():
    window = W.QMainWindow()
    window.setWindowTitle("Order Desk")
    page = W.QWidget()
    rows = W.QFormLayout(page)
    window.first = W.QComboBox()
    window.first.addItems(["Oslo", "Bergen"])
    rows.addRow("City", window.first)
    rows.addRow("Amount", W.QSpinBox())
    box = W.QGroupBox("Delivery")
    inner = W.QVBoxLayout(box)
    for words in ("by post", "by courier"):
        inner.addWidget(W.QRadioButton(words))
    insured = W.QCheckBox("insured")
    insured.setChecked(True)
    inner.addWidget(insured)
    rows.addRow(box)
    progress = W.QProgressBar()
    progress.setValue(40)
    rows.addRow("Progress", progress)
    rows.addRow("Rank", W.QSlider(QtCore.Qt.Orientation.Horizontal))
    tabs = W.QTabWidget()
    tabs.addTab(W.QTextEdit("some notes"), "Notes")
    rows.addRow(tabs)
    secret = W.QLabel("طلب جديد اليوم")
    secret.setObjectName("secret")
    rows.addRow("Arabic", secret)
    rows.addRow(W.QDialogButtonBox(W.QDialogButtonBox.StandardButton.Ok))
    rows.addRow("Dial", W.QDial())
    window.setCentralWidget(page)
    window.menuBar().addMenu("File")
    window.resize(640, 620)
    return window


def table():
    window = W.QMainWindow()
    made = W.QTableWidget(60, 5)
    made.setHorizontalHeaderLabels(["Number", "Name", "City", "Amount", "State"])
    for row in range(60):
        for column in range(5):
            made.setItem(row, column, W.QTableWidgetItem(f"value {row}.{column}"))
    made.selectRow(4)
    made.setAlternatingRowColors(True)
    made.verticalScrollBar().setValue(3)
    window.setCentralWidget(made)
    window.resize(640, 420)
    return window


def dark():
    window = form()
    window.setStyleSheet(DARK)
    return window


def shown(qtbot, window):
    """Show a window that has the focus on nothing that blinks."""
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def pillow(image):
    """Return a picture of Qt's as one of Pillow's."""
    image = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
    size, pixels = (image.width(), image.height()), bytes(pixels_of(image))
    return Image.frombytes("RGB", size, pixels, "raw", "BGRX", image.bytesPerLine())


def painted(qtbot, works, events, at_ms=None, scale=1.0):
    """Return what the preview shows of a recording at a moment, its end for None."""
    film = Film(events)
    film.seek(film.length_ms if at_ms is None else at_ms)
    pictures = Pictures(works.pool, works.bridge, lambda: None)
    painter = PagePainter(pictures)
    painter.image(film.document, scale)
    qtbot.waitUntil(lambda: not pictures.is_missing_any, timeout=20_000)
    return pillow(painter.image(film.document, scale))


def client(picture, window):
    """Return what of the picture of a page is inside of the window's frame, of the one window."""
    outer, inner = window.frameGeometry(), window.geometry()
    left, top = inner.x() - outer.x(), inner.y() - outer.y()
    return picture.crop((left, top, left + inner.width(), top + inner.height()))
