"""The window that stands in for the icon."""

import pytest

from usero_desktop.app.tray.home import ICON, Home
from usero_desktop.app.tray.icon import first_icon, window_icon
from usero_desktop.app.windows.choice import Choice
from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.settings import Settings


@pytest.fixture
def home(qtbot, no_faults):
    icon = QtGui.QGuiApplication.windowIcon()
    QtWidgets.QApplication.setWindowIcon(first_icon())
    made = Home(Settings(locale="en"))
    qtbot.addWidget(made)
    made.show_programs([], Settings(locale="en"))
    yield made
    QtWidgets.QApplication.setWindowIcon(icon)


def test_its_picture_is_as_large_as_its_place_once_there_is_one_of_that_size(home, qtbot):
    picture = home._icon
    assert picture.pixmap().width() < picture.width()
    QtWidgets.QApplication.setWindowIcon(window_icon())
    qtbot.waitUntil(lambda: picture.pixmap().width() >= picture.width() == ICON, timeout=30_000)


def test_a_name_that_is_too_long_for_the_window_does_not_make_it_wider(home, qtbot):
    choice = home.findChild(Choice)
    look = home.look
    choice.show_look(look, "Program", {"": "short"})
    short = choice.minimumSizeHint().width()
    choice.show_look(look, "Program", {"": "A long name " * 20})
    assert choice.minimumSizeHint().width() < home.width() < choice.sizeHint().width()
    assert short <= choice.minimumSizeHint().width()
