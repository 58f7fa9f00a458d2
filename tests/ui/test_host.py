"""A guest in somebody's program: it takes nothing, changes nothing, and looks like itself."""

from __future__ import annotations

import locale
import os
import signal
import sys

import pytest
from ui.form import Form

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.form import drafts

HOSTILE = """
* { font-size: 30px; color: red; background: lime; border: 5px solid blue; min-width: 200px;
    padding: 9px; margin: 4px; font-family: monospace; letter-spacing: 3px; }
QPushButton { min-height: 90px; background: black; }
QPushButton:hover { background: yellow; }
QLabel { color: orange; font-weight: 900; text-decoration: underline; }
QLineEdit, QPlainTextEdit { background: purple; color: cyan; border-radius: 20px; }
QCheckBox::indicator { width: 60px; height: 60px; }
QMenu { background: pink; } QMenu::item { padding: 40px; color: white; }
QDialog { background: brown; }
QScrollBar { width: 50px; background: red; }
"""


@pytest.fixture
def host_sheet(qapp):
    """Set the application's own style sheet, as a host may."""
    before = qapp.styleSheet()
    yield qapp.setStyleSheet
    qapp.setStyleSheet(before)


def settings(qapp):
    palette, font = QtGui.QGuiApplication.palette(), QtWidgets.QApplication.font()
    return {
        "sheet": qapp.styleSheet(),
        "palette": [palette.color(role).name() for role in list(QtGui.QPalette.ColorRole)[:15]],
        "font": font.toString(),
        "style": qapp.style().objectName(),
        "excepthook": sys.excepthook,
        "locale": locale.setlocale(locale.LC_ALL),
        "qt locale": QtCore.QLocale().name(),
        "environ": {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"},
        "signals": [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)],
        "name": qapp.applicationName(),
        "organization": qapp.organizationName(),
        "quits": qapp.quitOnLastWindowClosed(),
        "direction": qapp.layoutDirection(),
        "double click": qapp.doubleClickInterval(),
        "title": qapp.applicationDisplayName(),
        "cwd": os.getcwd(),  # noqa: PTH109
        "stdout": sys.stdout,
    }


def test_nothing_global_changes_from_attach_to_destroy(qapp, qtbot, window, attach):
    before = settings(qapp)
    widget = attach(window, locale="qps", theme="dark")
    assert settings(qapp) == before
    widget.open()
    assert settings(qapp) == before
    form = Form(qtbot, window)
    form.choose(4)
    with qtbot.waitSignal(widget.delivered, timeout=20_000):
        form.send()
    assert settings(qapp) == before
    widget.destroy()
    assert settings(qapp) == before


def settle():
    """Let layouts and style changes take effect."""
    for _ in range(3):
        QtWidgets.QApplication.processEvents()


def panel_image(form):
    settle()
    # Off the caret and the hover: the one blinks, the other follows the mouse.
    form.part("close").setFocus()
    form.part("close").clearFocus()
    settle()
    return form.panel.grab().toImage()


def differing(one, other):
    """How many pixels differ; the sizes must be the same."""
    assert one.size() == other.size()
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for y in range(one.height())
        for x in range(one.width())
    )


def fill(form, qtbot):
    form.choose(3)
    form.type("Words in the comment")
    form.click(form.share)
    form.send()


@pytest.mark.parametrize("when", ["before", "while open"])
def test_a_hosts_style_sheet_does_not_reach_the_panel(
    qapp, qtbot, window, attach, host_sheet, when
):
    def look(sheet):
        host_sheet(sheet if when == "before" else "")
        widget = attach(window)
        widget.open()
        form = Form(qtbot, window)
        fill(form, qtbot)
        host_sheet(sheet)
        image, launcher = panel_image(form), form.launcher.grab().toImage()
        widget.destroy()
        drafts.forget_all()  # the next one would begin with these words
        QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
        host_sheet("")
        settle()
        return image, launcher

    plain = look("")
    hostile = look(HOSTILE)

    assert differing(plain[0], hostile[0]) == 0
    assert hostile[1].size() == plain[1].size()
    assert differing(plain[1], hostile[1]) == 0


def test_a_hosts_style_sheet_does_not_reach_the_menu(qapp, qtbot, form, host_sheet):
    plain = form.menu()
    size = plain.sizeHint()
    picture = plain.grab().toImage()
    plain.close()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    host_sheet(HOSTILE)
    settle()
    menu = form.menu()

    assert menu.sizeHint() == size
    assert differing(menu.grab().toImage(), picture) == 0
    menu.close()


def test_the_hosts_widgets_keep_their_look(qapp, qtbot, window, attach, host_sheet):
    host_sheet("QLineEdit { background: #ffeecc; border: 2px solid green; }")
    settle()
    before = window.line.grab().toImage()
    font, palette = window.font(), window.palette()
    widget = attach(window, theme="dark", locale="qps")
    widget.open()
    widget.close()
    window.line.setFocus()
    settle()

    assert differing(before, window.line.grab().toImage()) == 0
    assert window.font() == font
    assert window.palette() == palette
    assert window.layoutDirection() == QtCore.Qt.LayoutDirection.LeftToRight


def test_a_hosts_large_font_does_not_reach_the_panel(qapp, qtbot, window, widget):
    widget.open()
    form = Form(qtbot, window)
    before = panel_image(form)
    window.setFont(QtGui.QFont("monospace", 24))
    settle()

    assert differing(before, panel_image(form)) == 0


def test_a_window_of_the_hosts_with_a_sheet_of_its_own_does_not_reach_in(qtbot, window, widget):
    widget.open()
    form = Form(qtbot, window)
    before = panel_image(form)
    window.setStyleSheet(HOSTILE)
    settle()
    after = panel_image(form)
    window.setStyleSheet("")

    assert differing(before, after) == 0
