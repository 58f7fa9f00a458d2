"""A host with one binding installed, with the other, and with none."""

from __future__ import annotations

import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the environments here are made of symbolic links"
)

HOST = """
from BINDING import QtCore, QtWidgets
import usero_desktop

app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(900, 700)
window.show()

def frame():
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(600, loop.quit)  # longer than the panel takes to slide in
    loop.exec()
    image = window.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, 900, 3) for y in range(0, 700, 3)}
    return len(colours)

bare = frame()
widget = usero_desktop.attach(
    window, client_id="client_demo", base_url="http://127.0.0.1:9", data_dir="data"
)
closed = frame()
widget.open()
opened = frame()
widget.destroy()
print(bare < closed < opened, usero_desktop.attach.__module__)
"""


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_the_button_and_its_panel_appear_with_this_binding_alone(install, binding):
    printed = install(binding).run(HOST.replace("BINDING", binding))
    assert printed == "True usero_desktop.ui.attach"


@pytest.mark.parametrize(
    "binding, other", [("PySide6", "PyQt6"), ("PyQt6", "PySide6")], ids=str.lower
)
def test_the_other_binding_is_really_not_there(install, binding, other):
    code = "import importlib.util as u; print(bool(u.find_spec('{}')), bool(u.find_spec('{}')))"
    assert install(binding).run(code.format(binding, other)) == "True False"


def test_a_wish_for_a_binding_that_is_not_installed_falls_back_to_the_one_that_is(install):
    code = "from usero_desktop import qt; print(qt.BINDING)"
    printed = install("PyQt6").run(code, QT_API="pyside6")
    assert printed == "PyQt6"


def test_with_no_binding_the_sentence_names_the_line_that_installs_one(install):
    code = """
import usero_desktop
try:
    usero_desktop.attach
except usero_desktop.QtMissing as error:
    print(error)
"""
    assert "pip install 'usero-desktop[pyside6]'" in install().run(code)


def test_the_headless_product_needs_no_binding(install):
    code = "import usero_desktop; print(usero_desktop.Feedback.__name__)"
    assert install().run(code) == "Feedback"
