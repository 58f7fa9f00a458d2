"""A program with a key of its own and no window, and another with a window that shows its keys.

    python keyed.py key            reads keys to use from its input, a line each
    python keyed.py panel KEYS     shows a window in front when the key is pressed
    python keyed.py window TITLE   says what key comes to its window, and when it is in front

What happens is printed, a line each: ``pressed``, or ``[shown, code of the trouble]``.
"""

from __future__ import annotations

import json
import sys

from usero_desktop.app.desktop.raising import bring_to_front
from usero_desktop.app.hotkey import Hotkey
from usero_desktop.qt import QtCore, QtWidgets


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def key():
    hotkey = Hotkey()
    hotkey.pressed.connect(lambda token: say(f"pressed {token}".strip()))
    hotkey.changed.connect(
        lambda: say(json.dumps([hotkey.shown, hotkey.trouble.code if hotkey.trouble else None]))
    )
    news = QtCore.QSocketNotifier(sys.stdin.fileno(), QtCore.QSocketNotifier.Type.Read)

    def on_news():
        line = sys.stdin.buffer.raw.readline().decode()
        if not line:
            QtWidgets.QApplication.quit()
            return
        if line.strip() != "hello":
            hotkey.set(line.strip())
        say("done")

    news.activated.connect(on_news)
    say("ready")
    return hotkey, news


class Window(QtWidgets.QWidget):
    def keyPressEvent(self, event):
        say(f"key {event.key()}")

    def changeEvent(self, event):
        if event.type() == QtCore.QEvent.Type.ActivationChange and self.isActiveWindow():
            say("ready")


def panel(keys):
    window, hotkey = Window(), Hotkey()
    window.setWindowTitle("Panel")
    window.resize(200, 100)

    def on_pressed(token):
        window.show()
        bring_to_front(window, token)

    hotkey.pressed.connect(on_pressed)
    hotkey.set(keys)
    say("ready")
    return window, hotkey


def main(kind, *words):
    application = QtWidgets.QApplication([])
    if kind == "key":
        kept = key()
    elif kind == "panel":
        kept = panel(*words)
    else:
        kept = Window()
        kept.setWindowTitle(words[0])
        kept.resize(300, 200)
        kept.show()
        kept.activateWindow()
    application.exec()
    del kept


if __name__ == "__main__":
    main(*sys.argv[1:])
