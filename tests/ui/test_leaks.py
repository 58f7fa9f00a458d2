"""No sheet of a host's reaches what is ours, in any place; nothing of ours reaches the host."""

from __future__ import annotations

import pytest
from ui.form import open_modal
from ui.gallery import show
from ui.painted import tip_of

from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of

HOSTILE = """
* { font: italic 900 30px monospace; color: red; background: #012; border: 5px solid blue;
    border-radius: 9px; min-width: 200px; min-height: 60px; padding: 9px; margin: 4px;
    letter-spacing: 3px; text-decoration: underline; outline: 3px dotted lime;
    selection-background-color: lime; selection-color: red; placeholder-text-color: lime;
    text-align: right; spacing: 20px; icon-size: 40px; opacity: 120; }
*:hover { background: yellow; } *:focus { border: 9px solid lime; } *:disabled { color: pink; }
*:checked { background: orange; } *:pressed { padding: 30px; } *::indicator { width: 60px; }
QPushButton { min-height: 90px; max-width: 20px; background: black; }
QAbstractButton { qproperty-iconSize: 50px 50px; }
QPushButton:default, QPushButton:flat { border: 12px groove red; }
QLabel { color: orange; max-height: 9px; qproperty-indent: 40; qproperty-margin: 12;
    qproperty-alignment: AlignRight; qproperty-wordWrap: false; qproperty-textFormat: RichText; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractScrollArea { background: purple; color: cyan; }
QCheckBox::indicator, QRadioButton::indicator { width: 60px; height: 60px; background: lime; }
QMenu { background: pink; font-size: 40px; } QMenu::item { padding: 40px; color: white; }
QMenu::item:selected { background: lime; } QMenu::icon { margin: 20px; padding: 8px; width: 50px; }
QMenu::item:disabled { color: lime; } QMenu::separator { height: 40px; }
QDialog { background: brown; } QToolTip { background: red; color: blue; font-size: 40px; }
QScrollBar { width: 50px; height: 50px; background: red; } QScrollBar::handle { background: lime; }
QScrollBar::add-line, QScrollBar::sub-line { height: 40px; background: lime; }
QScrollBar::up-arrow, QScrollBar::down-arrow { width: 30px; height: 30px; background: red; }
QAbstractScrollArea::corner { background: red; }
#usero_panel, #usero_launcher, #usero_send { background: red; border: 8px solid lime; }
QWidget[invalid="true"] { background: red; }
"""
SCREENS = ("form", "form, everything at once", "form, sending", "reports, told", "wipe, asked",
           "form, with a recording", "recording")  # fmt: skip
STYLES = ("fusion", "windows")


@pytest.fixture(params=STYLES)
def style(request, qapp):
    """Both of the styles that every Qt has."""
    before = qapp.style().objectName()
    qapp.setStyle(request.param)
    yield request.param
    qapp.setStyle(before)


@pytest.fixture
def host_sheet(qapp):
    """Set the application's own style sheet, as a host may."""
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield lambda sheet: (qapp.setStyleSheet(sheet), settle())
    qapp.setStyleSheet("")
    qapp.setCursorFlashTime(flash)


def settle():
    for _ in range(4):
        QtWidgets.QApplication.processEvents()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)


def differing(one, other):
    """How many pixels differ; -1 for another size."""
    if one.size() != other.size():
        return -1
    pairs = zip(pixels_of(one).cast("I"), pixels_of(other).cast("I"), strict=True)
    return sum(mine != its for mine, its in pairs)


def picture(widget):
    settle()
    return widget.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32)


def compared(plain, hostile):
    assert plain.keys() == hostile.keys()
    return {name: differing(plain[name], hostile[name]) for name in plain}


def nothing(pictures):
    return dict.fromkeys(pictures, 0)


def launcher(window):
    return window.findChild(QtWidgets.QPushButton, "usero_launcher")


def all_of(widget, window):
    """Take a picture of everything of ours in `window`."""
    found = {}
    for name in SCREENS:
        show(widget, name)
        widget._front.panel.form.focus_comment()
        found[name] = picture(widget._front.panel)
    for kind in ("tab", "button"):
        widget.update(launcher_type=kind)
        found[kind] = picture(launcher(window))
    widget.update(launcher_type="tab")
    panel = widget._front.panel
    for name, part in (("tip", panel.heading.more), ("tip of the tab", launcher(window))):
        found[name] = picture(tip_of(part))
        QtWidgets.QToolTip.hideText()
    show(widget, "form")
    words = panel.form._comment.createStandardContextMenu()
    opening = {
        "picker": panel.form._add.click,
        "more": panel.heading.more.click,
        "words": lambda: words.popup(QtCore.QPoint()),
    }
    for name, open_menu in opening.items():
        open_menu()
        menu = QtWidgets.QApplication.activePopupWidget()
        menu.setActiveAction(menu.actions()[0])
        found[name] = picture(menu)
        menu.close()
        menu.deleteLater()
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("when", ["before", "while open"])
def test_no_sheet_of_the_application_reaches_panel_launcher_or_menus(
    qapp, window, attach, style, host_sheet, when, theme
):
    window.resize(1000, 1100)

    def look(sheet):
        host_sheet(sheet if when == "before" else "")
        widget = attach(window, theme=theme)
        widget.open()
        host_sheet(sheet)
        found = all_of(widget, window)
        widget.destroy()
        host_sheet("")
        return found

    plain, hostile = look(""), look(HOSTILE)

    assert compared(plain, hostile) == nothing(plain)


def test_no_sheet_of_the_application_reaches_the_dialog(qtbot, window, attach, style, host_sheet):
    def look(sheet):
        host_sheet("")
        window.resize(300, 200)
        widget = attach(window, theme="light")
        widget.open()
        dialog = widget._front.overlay._dialog
        qtbot.waitUntil(dialog.isVisible)
        host_sheet(sheet)
        found = {}
        for name in ("form", "reports, told"):
            show(widget, name)
            widget._front.panel.form.focus_comment()
            found[name] = picture(dialog)
        widget.destroy()
        host_sheet("")
        return found

    plain, hostile = look(""), look(HOSTILE)

    assert compared(plain, hostile) == nothing(plain)


def test_no_sheet_of_the_application_reaches_the_tab_in_a_dialog_of_the_hosts(
    qtbot, window, attach, style, host_sheet
):
    attach(window, theme="light")
    modal, tab = open_modal(qtbot, window)
    plain = picture(tab)
    host_sheet(HOSTILE)
    hostile = picture(tab)
    modal.done(0)

    assert differing(plain, hostile) == 0


@pytest.mark.parametrize("sheet", [HOSTILE, "QWidget { background: #222; color: #ddd; }"])
def test_no_sheet_of_the_window_reaches_what_is_in_it(window, attach, style, host_sheet, sheet):
    window.resize(1000, 1100)
    widget = attach(window, theme="light")
    widget.open()
    all_of(widget, window)  # what comes before a screen leaves its traces on it
    plain = all_of(widget, window)
    window.setStyleSheet(sheet)
    hostile = all_of(widget, window)
    window.setStyleSheet("")

    assert compared(plain, hostile) == nothing(plain)


def test_a_sheet_that_reaches_in_is_found(window, attach, host_sheet):
    widget = attach(window, theme="light")
    widget.open()
    plain = picture(widget._front.panel)
    widget._front.panel.form._comment.setStyleSheet("background: red;")

    assert differing(plain, picture(widget._front.panel)) > 1000


KINDS = (
    QtWidgets.QPushButton, QtWidgets.QCheckBox, QtWidgets.QRadioButton, QtWidgets.QLineEdit,
    QtWidgets.QPlainTextEdit, QtWidgets.QComboBox, QtWidgets.QSpinBox, QtWidgets.QSlider,
    QtWidgets.QProgressBar, QtWidgets.QListWidget, QtWidgets.QTabWidget, QtWidgets.QLabel,
    QtWidgets.QGroupBox, QtWidgets.QToolButton, QtWidgets.QScrollBar,
)  # fmt: skip
SHEETS = ("", "* { font-size: 15px; } QLineEdit { border: 2px solid green; background: #fec; }")


def host_parts(window):
    """Fill the host's window with one of everything; return it and its bars."""
    page = QtWidgets.QWidget()
    grid = QtWidgets.QGridLayout(page)
    for place, kind in enumerate(KINDS):
        part = kind()
        if hasattr(part, "setText"):
            part.setText(kind.__name__)
        grid.addWidget(part, place // 3, place % 3)
    window.setCentralWidget(page)
    window.menuBar().addMenu("File").addAction("Quit")
    window.statusBar().showMessage("Ready")
    window.addToolBar("Tools").addAction("Do")
    bars = window.findChildren(QtWidgets.QToolBar)
    return {"page": page, "menus": window.menuBar(), "status": window.statusBar(), "tools": bars[0]}


@pytest.mark.parametrize("sheet", SHEETS, ids=["plain", "with a sheet"])
def test_the_hosts_own_widgets_stay_as_they_are(qapp, window, attach, style, host_sheet, sheet):
    parts = host_parts(window)
    host_sheet(sheet)
    before = {name: picture(part) for name, part in parts.items()}
    globals_before = (qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().objectName())
    widget = attach(window, theme="dark", locale="qps", high_contrast=True)
    seen = {"attached": {name: picture(part) for name, part in parts.items()}}
    widget.open()
    widget.update(theme="host")
    show(widget, "form, everything at once")
    seen["open"] = {name: picture(part) for name, part in parts.items()}
    widget.close()
    seen["closed"] = {name: picture(part) for name, part in parts.items()}
    widget.destroy()
    seen["destroyed"] = {name: picture(part) for name, part in parts.items()}

    for when, pictures in seen.items():
        assert compared(before, pictures) == nothing(before), when
    assert globals_before == (
        qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().objectName()
    )  # fmt: skip
