"""The order desk as a program of its own, which is recorded while somebody uses it.

    python program.py '{"record": {"mode": "hybrid"}, "sheet": "dark"}'

`record` are the options of SessionReplay; without them nothing is recorded. It reads commands
from standard input, a JSON list a line, and answers each with a JSON line.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from replay import hosts
from replay.recorder.desk import Desk
from replay.script.words import BLOCKED, MASKED

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
PLACE = (120, 60)

DARK = """
* { font-size: 13px }
QWidget { background: #1f2329; color: #dfe3e8 }
QMenuBar, QStatusBar { background: #171a1f }
QMenuBar::item:selected, QMenu::item:selected { background: #3a4657 }
QMenu { border: 1px solid #454d59 }
QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {
    background: #14171b; border: 1px solid #454d59; border-radius: 3px; padding: 2px }
QLineEdit:focus, QPlainTextEdit:focus { border-color: #5b9bf3 }
QPushButton { background: #2d3540; border: 1px solid #566070; border-radius: 4px;
    padding: 4px 14px }
QPushButton:hover { background: #394453 }
QGroupBox { border: 1px solid #454d59; border-radius: 4px; margin-top: 10px; padding-top: 6px }
QGroupBox::title { subcontrol-origin: margin; left: 8px }
QProgressBar { border: 1px solid #454d59; text-align: center; background: #14171b }
QProgressBar::chunk { background: qlineargradient(x1:0, y1:0, x2:1, y2:0,
    stop:0 #2f6fde, stop:1 #1b998b) }
QTabWidget::pane { border: 1px solid #454d59 }
QTabBar::tab { background: #262b33; border: 1px solid #454d59; padding: 5px 16px }
QTabBar::tab:selected { background: #1f2329; border-bottom-color: #1f2329; color: #ffffff }
QTableView { gridline-color: #3a414c; alternate-background-color: #262b33;
    selection-background-color: #2f6fde }
QHeaderView::section { background: #2d3540; border: 1px solid #3a414c; padding: 3px }
QScrollBar:vertical { background: #171a1f; width: 12px }
QScrollBar::handle:vertical { background: #566070; border-radius: 5px; min-height: 24px }
"""


class OrderDesk(Desk):
    """The window of `Desk`, and what opens from it; what of it nobody may see is in it, too."""

    def __init__(self):
        super().__init__()
        order = self.menuBar().addMenu("Order")
        order.addAction("Delete…").triggered.connect(self.ask)
        order.addAction("Prices").triggered.connect(self.show_prices)
        self.menus = {"File": self.file_menu, "Order": order}
        self.limit, self.account = W.QLabel(MASKED), W.QLabel(BLOCKED)
        self.limit.setProperty("usero_mask", True)
        self.account.setProperty("usero_block", True)
        for label, secret in (("Limit", self.limit), ("Account", self.account)):
            self.tabs.widget(0).layout().addRow(label, secret)
        self.dialog = self.prices = None

    @property
    def secrets(self):
        """What is not to be seen of it."""
        return [*self.inputs, *(one for one in (self.limit, self.account) if one.isVisible())]

    def ask(self):
        self.dialog = W.QMessageBox(self)
        self.dialog.setWindowTitle("Delete")
        self.dialog.setIcon(W.QMessageBox.Icon.Question)
        self.dialog.setText("Delete this order?")
        self.dialog.setInformativeText("It is gone for good, and so are its pieces.")
        buttons = W.QMessageBox.StandardButton
        self.dialog.setStandardButtons(buttons.Yes | buttons.No)
        self.dialog.open()

    def show_prices(self):
        self.prices = W.QWidget()
        self.prices.setWindowTitle("Prices")
        rows = W.QVBoxLayout(self.prices)
        rows.addWidget(W.QLabel("Prices of today"))
        listed = W.QListWidget()
        listed.addItems([f"{number} pieces: {number * 12.33:.2f}" for number in range(1, 9)])
        rows.addWidget(listed)
        close = W.QPushButton("Close")
        close.clicked.connect(self.prices.close)
        rows.addWidget(close)
        self.prices.done = close
        self.prices.resize(260, 240)
        self.prices.move(self.pos() + QtCore.QPoint(300, 200))
        self.prices.show()


class Program(QtCore.QObject):
    """Does what is asked for on standard input."""

    def __init__(self, window, mode="hybrid"):
        super().__init__()
        self.window, self.mode = window, mode
        self.waits = hosts.Waits()
        self._rest = b""
        self._notifier = QtCore.QSocketNotifier(
            sys.stdin.fileno(), QtCore.QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._read)

    def _read(self, *_):
        piece = os.read(sys.stdin.fileno(), 4096)
        if not piece:
            QtWidgets.QApplication.quit()
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            command, *words = json.loads(line)
            answer = getattr(self, f"do_{command}")(*words)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    # ------------------------------------------------------------ where things are

    def do_place(self, name):
        found = self._part(name)
        if found is None:
            return None
        widget, rect = found
        if not widget.isVisible():
            return None
        corner = widget.mapToGlobal(rect.topLeft())
        return [corner.x(), corner.y(), rect.width(), rect.height()]

    def _part(self, name):
        """The widget of that name and where in it; None where it is not there."""
        window = self.window
        kind, _, which = name.partition(":")
        if kind == "tab":
            bar = window.tabs.tabBar()
            return bar, bar.tabRect(int(which))
        if kind == "menu":
            bar = window.menuBar()
            return bar, bar.actionGeometry(window.menus[which].menuAction())
        if kind == "action":
            menu, _, number = which.partition("/")
            menu = window.menus[menu]
            return menu, menu.actionGeometry(menu.actions()[int(number)])
        if kind == "cell":
            row, column = map(int, which.split(","))
            model = window.table.model()
            rect = window.table.visualRect(model.index(row, column))
            return window.table.viewport(), rect
        if kind == "mail":
            # Behind its words a check box takes no click.
            side = window.mail.height()
            return window.mail, QtCore.QRect(0, 0, side, side)
        widgets = {
            "no": lambda: window.dialog and window.dialog.button(W.QMessageBox.StandardButton.No),
            "done": lambda: window.prices and window.prices.done,
            "dialog": lambda: window.dialog,
            "prices": lambda: window.prices,
            "list": lambda: window.city.view().window(),
        }
        widget = widgets.get(name, lambda: getattr(window, name))()
        return None if widget is None else (widget, widget.rect())

    def do_value(self, name):
        """What a part shows, as a text."""
        window = self.window
        table = window.table
        active = QtWidgets.QApplication.activeWindow()
        shown = {
            "active": lambda: "" if active is None else active.windowTitle(),
            "name": window.name.text,
            "password": window.password.text,
            "notes": window.notes.toPlainText,
            "city": window.city.currentText,
            "count": lambda: str(window.count.value()),
            "mail": lambda: str(window.mail.isChecked()),
            "tabs": lambda: str(window.tabs.currentIndex()),
            "scrolled": lambda: str(table.verticalScrollBar().value()),
            "row": lambda: str(table.currentRow()),
            "cross": lambda: str(window.chart.cross is not None),
        }
        return shown[name]()

    def do_state(self):
        """What is there, for who waits in vain, and whether it has the focus."""
        titles = [one.windowTitle() for one in _windows()]
        focus = QtWidgets.QApplication.focusWidget()
        return {
            "active": self.window.isActiveWindow(),
            "windows": titles,
            "focus": focus and type(focus).__name__,
        }

    def do_window(self, method):
        getattr(self.window, method)()

    # ------------------------------------------------------------ what is seen and recorded

    def do_recorded(self):
        """Wait until it is being recorded."""
        hosts.await_recording(self.waits)

    def do_look(self, folder):
        """Take a picture of each window once all is told that is seen; say when that was."""
        hosts.await_rest(self.waits)
        timeline = hosts.running().reel.timeline
        told = []
        for number, one in enumerate(_windows()):
            file = Path(folder) / f"{number}.png"
            # Not with an alpha channel: what the recorder is compared with is opaque.
            image = one.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB888)
            assert image.save(str(file))
            told.append(
                {
                    "title": one.windowTitle() or type(one).__name__,
                    "file": str(file),
                    "place": one.geometry().getRect(),
                    "frame": one.frameGeometry().getRect(),
                    "secrets": [_box_in(one, secret) for secret in self._secrets_in(one)],
                }
            )
        at = timeline.now_ms()
        # What comes next has another moment.
        self.waits.waitUntil(lambda: timeline.now_ms() > at, 1_000)
        return {"at": at, "windows": told}

    def _secrets_in(self, window):
        if window is self.window:
            return window.secrets
        # In pictures a field is masked as a whole, and so is what opens from it.
        is_list = window is self.window.city.view().window()
        return [window] if is_list and self.mode == "pixels" else []

    def do_take(self, file):
        """Write what was recorded into `file`: the events, a JSON array, gzipped."""
        events = hosts.told(hosts.recording_of(self.waits))
        Path(file).write_bytes(gzip.compress(json.dumps(events).encode()))
        return len(events)


def _windows():
    """The windows that are seen, the main window first."""
    seen = [
        one
        for one in QtWidgets.QApplication.topLevelWidgets()
        if one.isVisible() and not one.isMinimized()
    ]
    return sorted(seen, key=lambda one: not isinstance(one, OrderDesk))


def _box_in(window, widget):
    place = widget.mapTo(window, QtCore.QPoint())
    return [place.x(), place.y(), widget.width(), widget.height()]


def _replay(options):
    if options is None:
        return None
    from usero_desktop.replay import SessionReplay

    return SessionReplay(**options)


def run(options, kind=Program):
    """Show the desk, record it where that is asked for, and do as told until the input ends."""
    application = QtWidgets.QApplication(["order-desk"])
    application.setStyle("Fusion")
    if options.get("sheet") == "dark":
        application.setStyleSheet(DARK)
    window = OrderDesk()
    replay = _replay(options.get("record"))
    program = kind(window, "" if replay is None else replay.settings.mode)
    if replay is not None:
        replay.start()
    window.move(*PLACE)
    window.show()
    status = application.exec()
    if replay is not None:
        replay.stop()
    program.deleteLater()
    return status


if __name__ == "__main__":
    sys.exit(run(json.loads(sys.argv[1])))
