"""A host that has PySide6 name Qt's methods its own way, and gives a report.

Arguments: the inbox's address and a data folder.
"""

from __future__ import annotations

import linecache
import sys

from PySide6 import QtCore, QtWidgets

# isort: split
from __feature__ import snake_case, true_property  # noqa: F401 - PySide6 takes that as a switch

import usero_desktop

url, data = sys.argv[1:]
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.window_title = "Switched"
window.set_central_widget(QtWidgets.QPlainTextEdit("A page of the host's"))
window.resize(900, 700)
window.show()
widget = usero_desktop.attach(window, "client_demo", base_url=url, data_dir=data, locale="en")
widget.open()
window.find_child(QtWidgets.QAbstractButton, "usero_rating_4").click()
window.find_child(QtWidgets.QPlainTextEdit, "usero_comment").plain_text = "Through the switches"
window.find_child(QtWidgets.QAbstractButton, "usero_send").click()
loop = QtCore.QEventLoop()
widget.delivered.connect(loop.quit)
widget.failed.connect(loop.quit)
QtCore.QTimer.single_shot(20_000, loop.quit)
loop.exec()
panel = window.find_child(QtWidgets.QWidget, "usero_panel")
print(window.window_title, panel.visible, panel.width > 0)
# What PySide6 has read of ours: what comes before Qt's door, and no more.
print(sorted(name.rpartition("/")[2] for name in linecache.cache if "usero_desktop" in name))
widget.destroy()
