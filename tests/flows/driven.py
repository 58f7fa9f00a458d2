"""A host program that says where its parts are; a process of its own for tests with a mouse.

    python driven.py pattern|field|demo URL DATA [JSON options of attach]

The option `replay` has those of a SessionReplay that takes part.

It is asked as `answers.py` has it.
"""

from __future__ import annotations

import json
import sys

import answers
from pattern import MENU_SIZE, noise

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.units import place_of

WIDTH, HEIGHT = 760, 620


class PlainMenu(QtWidgets.QMenu):
    """A menu of the host's of one colour."""

    def __init__(self, window):
        super().__init__(window)
        self.setObjectName("host_menu")
        self.setFixedSize(*MENU_SIZE)
        self.addAction("Nothing")
        self.aboutToHide.connect(self.deleteLater)

    def paintEvent(self, _event):
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor("#ff00ff"))
        painter.end()


class PatternWindow(QtWidgets.QWidget):
    """Every physical pixel of it is known."""

    def __init__(self):
        super().__init__()
        self.resize(WIDTH, HEIGHT)
        self.setWindowTitle("Pattern")
        self.pressed = 0

    def paintEvent(self, _event):
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        data = noise(width, height)
        image = QtGui.QImage(data, width, height, width * 4, QtGui.QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QtGui.QPainter(self)
        painter.drawImage(0, 0, image)
        painter.end()

    def mousePressEvent(self, _event):
        self.pressed += 1

    def contextMenuEvent(self, event):
        PlainMenu(self).popup(event.globalPos())

    def ask(self):
        """A modal dialog of the host, for as long as it is open."""
        dialog = QtWidgets.QDialog(self)
        dialog.setObjectName("host_dialog")
        dialog.setWindowTitle("Host dialog")
        dialog.resize(520, 360)
        line = QtWidgets.QLineEdit("a line", dialog)
        line.setObjectName("host_line")
        line.move(20, 20)
        button = QtWidgets.QPushButton("OK", dialog)
        button.setObjectName("host_ok")
        button.setDefault(True)
        button.move(20, 60)
        button.clicked.connect(dialog.accept)
        dialog.exec()
        dialog.deleteLater()

    def accept(self):
        QtWidgets.QApplication.activeModalWidget().accept()


class Answers(answers.Answers):
    def __init__(self, window, widget):
        super().__init__(window)
        self.window, self.widget = window, widget
        self.story = []
        for name in ("opened", "closed", "queued", "delivered", "failed"):
            getattr(widget, name).connect(lambda *_, name=name: self.story.append(name))

    def do_state(self):
        return super().do_state() | {
            "open": self.widget.is_open,
            "story": self.story,
            "pressed": getattr(self.window, "pressed", 0),
        }

    def do_place(self, name):
        """Where the part is on the screen, in physical pixels: x, y, width, height."""
        if name.startswith(("usero_picture_", "usero_more_")):
            menu = QtWidgets.QApplication.activePopupWidget()
            if menu is None:
                return None
            action = next(a for a in menu.actions() if a.objectName() == name)
            return self._physical(menu, menu.actionGeometry(action))
        named = name[1:] if name.startswith("=") else None
        seen = [w for w in QtWidgets.QApplication.allWidgets() if w.isVisible()
                and (w.accessibleName() == named if named else w.objectName() == name)]  # fmt: skip
        if not seen:
            return None
        seen.sort(key=lambda w: w.window() is QtWidgets.QApplication.activeModalWidget())
        return self._physical(seen[-1], seen[-1].rect())

    def do_client(self):
        """Where the window's own area is on the screen."""
        return self._physical(self.window, self.window.rect())

    def _physical(self, widget, rect):
        place = place_of(widget, rect)
        return [round(v) for v in (place.left, place.top, place.width, place.height)]

    def do_key(self, name):
        """The key of an entry of the menu that is open."""
        menu = QtWidgets.QApplication.activePopupWidget()
        return next(a for a in menu.actions() if a.objectName() == name).shortcut().toString()

    def do_tip(self, words):
        self.window.setToolTip(words)

    def do_close_menus(self):
        while QtWidgets.QApplication.activePopupWidget():
            QtWidgets.QApplication.activePopupWidget().close()

    def do_windows(self):
        """What the X server shows of ours that is a window of its own."""
        return sorted(w.objectName() for w in QtWidgets.QApplication.topLevelWidgets()
                      if w.isVisible() and w.objectName().startswith("usero_"))  # fmt: skip

    def do_thumbnails(self):
        return len([w for w in QtWidgets.QApplication.allWidgets()
                    if w.isVisible() and w.accessibleName().startswith("Screenshot ")])  # fmt: skip

    def do_spot(self, x, y):
        """Where a pixel of the picture in the editor is on the screen; None while it is not."""
        canvas = [w for w in QtWidgets.QApplication.allWidgets()
                  if w.objectName() == "usero_editor_canvas" and w.isVisible()]  # fmt: skip
        if not canvas:
            return None
        from usero_desktop.annotation.marks import Point

        page, ratio = canvas[0].viewport(), canvas[0].devicePixelRatioF()
        corner = page.mapToGlobal(QtCore.QPoint())
        at = canvas[0]._view().on_screen(Point(x, y))
        return [round(corner.x() * ratio + at.x), round(corner.y() * ratio + at.y)]

    def do_marks(self):
        """The kind of each mark in the editor, and where it begins; None while it is not there."""
        editors = [w for w in QtWidgets.QApplication.topLevelWidgets()
                   if w.objectName() == "usero_editor" and w.isVisible() and w.editing]  # fmt: skip
        if not editors:
            return None
        return [[m.kind.value, *m.points[0]] for m in editors[0].editing.drawing.marks]

    def do_clipboard(self):
        return QtWidgets.QApplication.clipboard().text()

    def do_comment(self):
        named = [w for w in QtWidgets.QApplication.allWidgets()
                 if w.objectName() == "usero_comment"]  # fmt: skip
        return named[0].toPlainText()

    def do_focus(self, name):
        self._named(name).setFocus()

    def do_text(self, name):
        return self._named(name).text()

    def do_handle(self, method):
        getattr(self.widget, method)()

    def _named(self, name):
        [part] = [w for w in QtWidgets.QApplication.allWidgets() if w.objectName() == name]
        return part

    def do_window(self, method, *values):
        # Later: a method that runs a dialog returns only when that closes.
        QtCore.QTimer.singleShot(0, lambda: getattr(self.window, method)(*values))

    def do_enrich(self, words):
        """Do what must not be done: show as rich text what has these words; return how many."""
        shown = [w for w in QtWidgets.QApplication.allWidgets()
                 if isinstance(w, QtWidgets.QLabel) and w.isVisible()]  # fmt: skip
        labels = [label for label in shown if words in label.text()]
        for label in labels:
            label.setTextFormat(QtCore.Qt.TextFormat.RichText)
            label.repaint()
        return len(labels)

    def do_recorded(self):
        """How many seconds are recorded by now."""
        from usero_desktop.replay import tape

        return tape.seconds()

    def do_option(self, changes):
        self.widget.update(**changes)


def main():

    kind, url, data = sys.argv[1:4]
    options = json.loads(sys.argv[4]) if len(sys.argv) > 4 else {}
    application = QtWidgets.QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    if kind == "demo":
        from usero_desktop.demo.window import ExpenseBook

        window = ExpenseBook()
    else:
        window = PatternWindow()
    if kind == "field":
        field = QtWidgets.QLineEdit("the host's", window)
        field.setObjectName("host_field")
        field.move(20, 20)
    window.setObjectName("host")
    if "replay" in options:
        from usero_desktop.replay import SessionReplay

        options["plugins"] = [SessionReplay(**options.pop("replay"))]
    widget = usero.attach(
        window, "client_demo", base_url=url, data_dir=data, locale="en", **options
    )
    if kind == "demo":
        window.feedback_wanted.connect(widget.open)
    Answers(window, widget)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
