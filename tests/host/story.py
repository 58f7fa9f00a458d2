"""A host with the widget in its window, and a hand that goes through all of it, without pytest."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

from ui.form import Form, mime, noisy

import usero_desktop as usero
from usero_desktop.plugin import Offer, Plugin
from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets
from usero_desktop.ui.process.desktop import Wishes

QTest = import_module(f"{BINDING}.QtTest").QTest
Key = QtCore.Qt.Key
NO_KEY = QtCore.Qt.KeyboardModifier.NoModifier
LONG = 20.0


class Hand:
    """What `Form` wants of pytest-qt."""

    mouseClick = staticmethod(QTest.mouseClick)  # noqa: N815 - pytest-qt's name
    keyClick = staticmethod(QTest.keyClick)  # noqa: N815 - pytest-qt's name
    keyClicks = staticmethod(QTest.keyClicks)  # noqa: N815 - pytest-qt's name

    @staticmethod
    def waitUntil(asked, timeout=LONG * 1000):
        deadline = time.monotonic() + timeout / 1000
        while not asked():
            if time.monotonic() > deadline:
                raise TimeoutError(asked.__qualname__)
            spin(5)


def spin(milliseconds):
    """Let the event loop run."""
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def send_wheel(part):
    """Turn the wheel over a part."""
    place, none = QtCore.QPointF(5, 5), QtCore.QPoint()
    event = QtGui.QWheelEvent(
        place, place, none, QtCore.QPoint(0, 120), QtCore.Qt.MouseButton.NoButton,
        NO_KEY, QtCore.Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(part, event)


def host_window(width=1000, height=760):
    window = QtWidgets.QMainWindow()
    window.resize(width, height)
    page = QtWidgets.QWidget()
    window.line = QtWidgets.QLineEdit("the host's own words", page)
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    window.line.setFocus()
    return window


class Offering(Plugin):
    """A plugin that has something to report."""

    name, has_begun = "offering", False

    def on_init(self, context):
        context.offer(Offer("Something broke.", {"trace": "line 3"}))
        self.has_begun = True


class Story:
    """One window and its widget; each method is something a person does."""

    def __init__(self, url, data, *, window=None, **options):
        self.window = window if window is not None else host_window()
        settings = {"base_url": url, "data_dir": data, "locale": "en", "reduced_motion": True}
        self.options = settings | options
        self.form, self.data = Form(Hand, self.window), Path(data)
        self.queued, self.delivered = [], 0
        self.attach()

    def attach(self):
        """Put the widget into the window, as the host does at its start."""
        self.widget = usero.attach(self.window, "client_demo", **self.options)
        self.widget.queued.connect(self.queued.append)
        self.widget.delivered.connect(self._count)

    def _count(self, _receipt):
        self.delivered += 1

    def write(self, words="words on their way", face=3):
        self.form.choose(face)
        self.form.comment.insertPlainText(words)

    def add_picture(self, width=400, height=300):
        self.form.drop(mime(image=noisy(width, height)))

    def paste_picture(self, width=400, height=300):
        """Add a picture from the clipboard, as can be done when nothing can be dropped."""
        QtWidgets.QApplication.clipboard().setMimeData(mime(image=noisy(width, height)))
        self.form.add_picture("paste")
        QtWidgets.QApplication.clipboard().clear()

    def has_pictures(self, count):
        Hand.waitUntil(lambda: len(self.form.thumbnails) == count)

    def submit(self, **draft):
        """Write, send, and wait until the server has it."""
        before = self.delivered
        self.write(**draft)
        self.form.send()
        Hand.waitUntil(lambda: self.delivered > before)

    def choose_files(self, *paths):
        """Choose files in the dialog behind "From file"."""
        self.form.add_picture("file")
        [dialog] = self.window.findChildren(QtWidgets.QFileDialog)
        dialog.filesSelected.emit([str(path) for path in paths])
        dialog.reject()
        self.go_away_and_back()

    def go_away_and_back(self):
        """Turn to another window and back.

        After a dialog too: where nobody manages windows, it leaves none of them active.
        """
        other = QtWidgets.QWidget()
        other.show()
        other.activateWindow()
        Hand.waitUntil(other.isActiveWindow)
        self.window.activateWindow()
        Hand.waitUntil(self.window.isActiveWindow)
        other.close()

    def visit(self):
        """Go over the window with mouse and keys as somebody does who looks around."""
        launcher = self.form.launcher
        centre = QtCore.QPointF(launcher.rect().center())
        QtWidgets.QApplication.sendEvent(launcher, QtGui.QEnterEvent(centre, centre, centre))
        for key in (Key.Key_Return, Key.Key_Escape):
            launcher.setFocus()
            QTest.keyClick(launcher, key)
            spin(20)
        self.form.click(launcher)
        spin(20)
        for part in (self.form.part("close"), self.form.send_button, self.form.panel):
            QTest.keyClick(part, Key.Key_Right)
        send_wheel(self.form.panel)
        QTest.keyClick(self.form.panel, Key.Key_Escape)
        launcher.clearFocus()
        spin(60)

    @staticmethod
    def drag(data, part):
        """Let something fall on a part, whether or not it looks as if it would take it."""
        place, action = QtCore.QPoint(10, 10), QtCore.Qt.DropAction.CopyAction
        given = (action, data, QtCore.Qt.MouseButton.LeftButton, NO_KEY)
        enter = QtGui.QDragEnterEvent(place, *given)
        QtWidgets.QApplication.sendEvent(part, enter)
        drop = QtGui.QDropEvent(QtCore.QPointF(place), *given)
        QtWidgets.QApplication.sendEvent(part, drop)

    def refuse(self):
        """Send what is not complete, and write what is too long."""
        self.form.send()
        self.form.click(self.form.share)
        self.form.email.insert("no address")
        self.form.send()
        self.form.email.clear()
        self.form.email.insert("ada@example.com")
        QTest.keyClick(self.form.email, Key.Key_Return)
        QtWidgets.QApplication.clipboard().setMimeData(mime(text="x" * 1200))
        self.form.comment.paste()
        self.form.comment.selectAll()
        QTest.keyClick(self.form.comment, Key.Key_Delete)
        QtWidgets.QApplication.clipboard().clear()

    def add_every_way(self):
        """Add pictures in every way there is, and take them out again."""
        self.form.add_picture("window")
        self.has_pictures(1)
        self.form.add_picture("screen")
        spin(400)
        self.choose_files("/nowhere/at all.png")
        QtWidgets.QApplication.clipboard().setMimeData(mime(image=noisy(50, 40)))
        self.form.add_picture("paste")
        self.has_pictures(2)
        self.form.comment.paste()
        self.has_pictures(3)
        QtWidgets.QApplication.clipboard().clear()
        self.remove_pictures()

    def remove_pictures(self):
        """Take every picture out of the form by its cross."""
        while self.form.thumbnails:
            thumbnail = self.form.thumbnails[0]
            remove = thumbnail.findChild(QtWidgets.QAbstractButton, "usero_remove_screenshot")
            QTest.keyClick(remove, Key.Key_Space)
            spin(5)

    def reshape(self):
        """Move, resize and recolour the window, and block it with a dialog of the host's."""
        self.window.resize(300, 220)
        spin(20)
        self.window.resize(1000, 760)
        spin(20)
        QtWidgets.QLabel("the host's", self.window).show()
        modal = QtWidgets.QDialog(self.window)
        modal.resize(500, 300)
        modal.setModal(True)
        modal.show()
        spin(30)
        for tab in modal.findChildren(QtWidgets.QPushButton, "usero_launcher"):
            tab.click()
        modal.resize(520, 340)
        spin(30)
        self.form.click(self.form.comment)
        dialog = self.window.findChild(QtWidgets.QDialog, "usero_dialog")
        dialog.close()
        self.widget.open()
        QTest.keyClick(dialog, Key.Key_Escape)
        modal.done(0)
        modal.deleteLater()
        before = QtWidgets.QApplication.palette()
        dark = QtGui.QPalette(before)
        dark.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor("black"))
        self.window.setPalette(dark)
        spin(20)
        self.window.setPalette(before)
        # As a platform does; the offscreen one has no scheme to change.
        QtGui.QGuiApplication.styleHints().colorSchemeChanged.emit(QtCore.Qt.ColorScheme.Dark)
        for contrast in (True, False):  # as a desktop portal does
            self.widget._backstage.session.wished.emit(Wishes(contrast=contrast))
        spin(20)

    @property
    def _bar(self):
        """What scrolls the form; None while all of it has room."""
        bars = self.form.panel.findChildren(QtWidgets.QScrollBar)
        mine = (bar for bar in bars if bar.parentWidget() is self.form.panel and bar.isVisible())
        return next(mine, None)

    def enlarge(self):
        """Set letters so large that the form scrolls, look at all of it, and set them back."""
        # Parts that fail ask for little: without a picture all of them might have room.
        self.form.add_picture("window")
        self.has_pictures(1)
        before = QtWidgets.QApplication.font()
        larger = QtGui.QFont(before)
        larger.setPointSizeF(before.pointSizeF() * 3)
        QtWidgets.QApplication.setFont(larger)
        Hand.waitUntil(lambda: self._bar is not None)
        bar = self._bar
        send_wheel(self.form.comment.parentWidget().parentWidget())
        bar.setValue(bar.maximum())
        self.form.comment.setFocus()
        spin(20)
        self.form.panel.grab()
        QtWidgets.QApplication.setFont(before)
        spin(20)

    def take_offer(self):
        """Be offered something to report while the window is away, read it, and leave it."""
        offering = Offering()
        self.window.hide()
        self.widget.update(plugins=[offering])
        Hand.waitUntil(lambda: offering.has_begun)
        spin(30)
        self.window.show()
        Hand.waitUntil(lambda: self.form.has("action_read"))
        self.form.click(self.form.part("action_read"))
        self.form.part("details").grab()
        self.form.click(self.form.part("action_detach"))
        self.widget.close()
        self.widget.update(plugins=None)
