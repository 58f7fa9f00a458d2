"""A program that is asked questions: it reads commands from standard input and answers each.

A command is a JSON list, a line each: the name of a method without its ``do_``, and what that is
called with. The answer is a JSON line. The program ends when its standard input does.
"""

from __future__ import annotations

import json
import os

from usero_desktop.qt import QtCore, QtWidgets


class Answers(QtCore.QObject):
    def __init__(self, parent=None):
        super().__init__(parent)
        self._reading = QtCore.QSocketNotifier(0, QtCore.QSocketNotifier.Type.Read, self)
        self._reading.activated.connect(self.on_line)
        self._rest = b""

    def on_line(self, *_):
        piece = os.read(0, 65536)
        if not piece:
            QtWidgets.QApplication.quit()
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            command, *values = json.loads(line)
            answer = json.dumps(getattr(self, f"do_{command}")(*values))
            os.write(1, answer.encode() + b"\n")

    def do_state(self):
        """What has the focus, which window is active, and the words that are seen."""
        top = QtWidgets.QApplication.activeWindow()
        return {
            "focus": self.do_focused(),
            "active": top.objectName() if top else "",
            "words": [
                part.text()
                for part in QtWidgets.QApplication.allWidgets()
                if isinstance(part, QtWidgets.QLabel | QtWidgets.QAbstractButton)
                and part.isVisible()
                and part.text()
            ],
        }

    def do_focused(self):
        focus = QtWidgets.QApplication.focusWidget()
        return focus.objectName() if focus else ""
