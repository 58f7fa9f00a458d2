"""The panel as a person meets it: what can be seen, pressed and typed into."""

from __future__ import annotations

import random

from usero_desktop.qt import QtCore, QtGui, QtWidgets

Key = QtCore.Qt.Key
Modifier = QtCore.Qt.KeyboardModifier
LEFT = QtCore.Qt.MouseButton.LeftButton


class Form:
    """Presses and reads the parts of the one panel in `window`."""

    def __init__(self, qtbot, window):
        self._qtbot = qtbot
        self.window = window

    # what there is

    def part(self, name, kind=QtWidgets.QWidget):
        found = [w for w in self._all(kind) if w.objectName() == f"usero_{name}"]
        assert len(found) == 1, f"{len(found)} parts are called usero_{name}"
        return found[0]

    def has(self, name):
        """Whether the part is there and can be seen."""
        return any(
            w.objectName() == f"usero_{name}" and w.isVisible()
            for w in self._all(QtWidgets.QWidget)
        )

    def _all(self, kind):
        return [
            w
            for w in QtWidgets.QApplication.allWidgets()
            if isinstance(w, kind) and self._is_ours(w)
        ]

    def _is_ours(self, widget):
        while widget is not None:
            if widget is self.window:
                return True
            widget = widget.parentWidget()
        return False

    @property
    def panel(self):
        return self.part("panel")

    @property
    def launcher(self):
        launchers = [
            w
            for w in self.window.findChildren(QtWidgets.QPushButton, "usero_launcher")
            if w.parentWidget() is self.window
        ]
        assert len(launchers) == 1
        return launchers[0]

    @property
    def comment(self):
        return self.part("comment")

    @property
    def email(self):
        return self.part("email")

    @property
    def share(self):
        return self.part("share_email")

    @property
    def add(self):
        return self.part("add_screenshot")

    @property
    def send_button(self):
        return self.part("send")

    def face(self, number):
        return self.part(f"rating_{number}")

    @property
    def rating(self):
        chosen = [n for n in (1, 2, 3, 4) if self.face(n).isChecked()]
        assert len(chosen) <= 1
        return chosen[0] if chosen else None

    @property
    def words(self):
        """Every text in the panel that can be seen now, labels and buttons."""
        kinds = (QtWidgets.QLabel, QtWidgets.QAbstractButton)
        return [w.text() for w in self.panel.findChildren(QtWidgets.QWidget)
                if isinstance(w, kinds) and w.isVisible() and w.text()]  # fmt: skip

    def says(self, sentence):
        return sentence in self.words

    def label(self, text):
        """The one label in sight with exactly these words."""
        found = [w for w in self.panel.findChildren(QtWidgets.QLabel)
                 if w.isVisible() and w.text() == text]  # fmt: skip
        assert len(found) == 1, self.words
        return found[0]

    @property
    def thumbnails(self):
        strips = [w for w in self.panel.findChildren(QtWidgets.QWidget)
                  if w.accessibleName().startswith("Screenshot ") and w.isVisible()]  # fmt: skip
        return sorted(strips, key=lambda w: w.x())

    # what can be done

    def click(self, part):
        self._qtbot.mouseClick(part, LEFT, Modifier.NoModifier, part.rect().center())

    def click_at(self, widget, place):
        self._qtbot.mouseClick(widget, LEFT, Modifier.NoModifier, place)

    def choose(self, number):
        self.click(self.face(number))

    def type(self, text):
        self._qtbot.keyClicks(self.comment, text)

    def key(self, key, modifier=Modifier.NoModifier, target=None):
        self._qtbot.keyClick(target or QtWidgets.QApplication.focusWidget(), key, modifier)

    def send(self):
        self.click(self.send_button)

    def menu(self):
        """Press "Add screenshot" and return the menu that opens."""
        self.click(self.add)
        menu = QtWidgets.QApplication.activePopupWidget()
        assert isinstance(menu, QtWidgets.QMenu)
        return menu

    def add_picture(self, name):
        """Choose window, screen, file or paste from the menu."""
        menu = self.menu()
        action = next(a for a in menu.actions() if a.objectName() == f"usero_picture_{name}")
        place = menu.actionGeometry(action).center()
        self._qtbot.mouseClick(menu, LEFT, Modifier.NoModifier, place)

    def drop(self, data):
        """Drop `data` on the panel, as a file manager or a browser would."""
        panel = self.panel
        action, place = QtCore.Qt.DropAction.CopyAction, QtCore.QPoint(60, 60)
        enter = QtGui.QDragEnterEvent(place, action, data, LEFT, Modifier.NoModifier)
        QtWidgets.QApplication.sendEvent(panel, enter)
        if not enter.isAccepted():
            return False
        event = QtGui.QDropEvent(
            QtCore.QPointF(place), action, data, LEFT, Modifier.NoModifier
        )  # fmt: skip
        QtWidgets.QApplication.sendEvent(panel, event)
        return True

    def drop_files(self, *paths):
        return self.drop(mime(urls=[QtCore.QUrl.fromLocalFile(str(path)) for path in paths]))

    def attach_pictures(self, count, width=40, height=30):
        """Drop `count` pictures, one after the other."""
        for _ in range(count):
            self.drop(mime(image=noisy(width, height)))

    def wait_for(self, sentence, timeout=20_000):
        self._qtbot.waitUntil(lambda: self.says(sentence), timeout=timeout)

    def wait_for_pictures(self, count):
        self._qtbot.waitUntil(lambda: len(self.thumbnails) == count, timeout=20_000)


def mime(*, urls=(), image=None, text=None):
    data = QtCore.QMimeData()
    if urls:
        data.setUrls(list(urls))
    if image is not None:
        data.setImageData(image)
    if text is not None:
        data.setText(text)
    return data


def striped(width=40, height=30):
    """A picture in which a pixel in the wrong place shows."""
    image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_RGB32)
    for y in range(height):
        for x in range(width):
            color = QtGui.QColor((x * 37) % 256, (y * 59) % 256, (x * y) % 256)
            image.setPixelColor(x, y, color)
    return image


def noisy(width, height):
    """A picture that takes its time to encode."""
    data = random.Random(width).randbytes(width * height * 4)
    image = QtGui.QImage(data, width, height, width * 4, QtGui.QImage.Format.Format_RGB32)
    return image.copy()


def open_modal(qtbot, window):
    """Open a modal dialog of the host over `window`; return it and the launcher in it."""
    modal = QtWidgets.QDialog(window)
    modal.resize(500, 300)
    modal.setModal(True)
    modal.show()
    launchers = lambda: modal.findChildren(QtWidgets.QPushButton, "usero_launcher")  # noqa: E731
    qtbot.waitUntil(lambda: bool(launchers()))
    return modal, launchers()[0]


def flush_deletes():
    """Delete what waits for it now."""
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    QtWidgets.QApplication.processEvents()
