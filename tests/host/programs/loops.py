"""Hosts with event loops of their own kind. Arguments: the inbox's address, a data folder, and
which of the hosts below; each prints what became of it.
"""

from __future__ import annotations

import sys

from usero_desktop.qt import QtCore, QtWidgets

from host.story import Hand, Story, host_window, spin

url, data, which = sys.argv[1:]
app = QtWidgets.QApplication([])


def soon(job, milliseconds=0):
    QtCore.QTimer.singleShot(milliseconds, job)


def box(*_):
    """A host that asks something in the middle of ours, and waits for the answer."""
    message = QtWidgets.QMessageBox(story.window)
    message.setText("Really?")
    soon(message.accept, 60)
    asked.append(message.exec())
    return "app://asked"


def modal_dialog():
    """A dialog that is waited for: the launcher in it opens the panel, and a report goes out."""
    dialog = QtWidgets.QDialog(story.window)
    dialog.resize(500, 300)

    def use():
        [tab] = dialog.findChildren(QtWidgets.QPushButton, "usero_launcher")
        tab.click()
        story.submit()
        story.widget.close()
        print("visible", dialog.isVisible())
        dialog.accept()

    soon(use, 50)
    print("answer", dialog.exec())


def dialog_alone():
    """The host's only window is a dialog that is waited for."""
    dialog = QtWidgets.QDialog()
    dialog.resize(900, 700)
    other = Story(url, data, window=dialog)

    def use():
        other.widget.open()
        other.submit()
        other.widget.close()
        print("visible", dialog.isVisible())
        dialog.accept()

    soon(use, 50)
    print("answer", dialog.exec())


def callbacks():
    """Every function that a host may give us opens a message box and waits for it."""
    story.widget.update(on_open=box, on_close=box, on_submit=box, on_error=box, page_url=box)
    story.widget.open()
    story.submit()
    story.widget.close()
    Hand.waitUntil(lambda: len(asked) == 4)
    print("asked", len(asked))


def callbacks_that_end_it():
    """A host takes the widget away in the middle of what we tell it."""
    story.widget.update(on_open=story.widget.destroy)
    story.widget.open()
    other = Story(url, data, window=host_window(), on_submit=lambda _: other.window.deleteLater())
    other.widget.open()
    other.submit()
    spin(50)
    third = Story(url, data, window=host_window())
    third.widget.update(page_url=third.widget.destroy)
    third.widget.open()
    third.write()
    third.form.send()
    spin(50)
    print("inert", story.widget.is_inert, third.widget.is_inert)


def slot_of_the_hosts():
    """A slot on our signal runs a loop of its own until the report is there."""
    story.widget.queued.connect(lambda _: Hand.waitUntil(lambda: story.delivered == 1))
    story.widget.open()
    story.submit()
    print("delivered", story.delivered)


def no_window():
    """Nothing of the host is on the screen (it sits in the tray): it lives on, and we as well."""
    story.window.hide()
    story.widget.open()
    story.widget.close()
    story.widget.open()
    spin(50)
    print("shown", [w.objectName() for w in app.topLevelWidgets() if w.isVisible()])
    soon(lambda: print("still here"), 100)
    spin(150)


def hidden_with_its_panel():
    """A small window is hidden with the panel's dialog open: the program is not over."""
    story.window.resize(300, 200)
    story.widget.open()
    spin(20)
    story.window.hide()
    spin(20)
    story.widget.close()
    spin(20)
    story.window.show()
    print("still here")


def go():
    try:
        globals()[which]()
    finally:
        app.exit(5)


story, asked = Story(url, data), []
soon(go)
print("ended", app.exec())
