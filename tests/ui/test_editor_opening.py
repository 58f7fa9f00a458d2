"""How the editor comes and goes, and whose window it is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ui.editor_hand import EditorHand, Key, Modifier, gone
from ui.form import Form, open_modal

from usero_desktop.annotation.marks import MarkKind
from usero_desktop.model.draft import Draft
from usero_desktop.model.picture import Picture
from usero_desktop.qt import QtGui, QtWidgets, is_alive
from usero_desktop.ui.own import OWN

UNOPENED = "This screenshot cannot be opened for editing. It stays as it is."


@pytest.fixture
def editor(qtbot, form, widget):
    form.attach_pictures(1, 80, 60)
    form.wait_for_pictures(1)
    return EditorHand(qtbot, form, widget)


def test_a_thumbnail_offers_to_be_edited(editor):
    edit, remove = editor.thumbnail_buttons()

    assert edit.accessibleName() == "Edit screenshot 1"
    assert edit.toolTip() == "Edit screenshot 1\nScreenshot 1 · 80 \N{MULTIPLICATION SIGN} 60"
    assert remove.accessibleName() == "Remove screenshot 1"


def test_it_opens_by_a_click_with_an_arrow_in_the_hand(editor, qtbot):
    window = editor.open()
    assert editor.part("tool_arrow").isChecked()

    assert window.windowTitle() == "Edit screenshot 1"
    assert window.property(OWN)
    qtbot.waitUntil(lambda: editor.part("canvas").hasFocus())


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_it_opens_by_keys(editor, form, key):
    form.add.setFocus()
    form.key(Key.Key_Tab)
    edit, _remove = editor.thumbnail_buttons()
    assert edit.hasFocus()
    form.key(key)
    editor.wait_open()


def test_the_last_window_of_the_host_counts_without_it(editor, qapp):
    from usero_desktop.qt import QtCore

    window = editor.open()

    assert not window.testAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose)


def test_it_opens_as_large_as_it_was_left(editor):
    editor.open().resize(761, 590)
    editor.click("cancel")
    size = editor.open().size()

    assert (size.width(), size.height()) == (761, 590)


def test_the_size_for_one_picture_is_none_for_another_where_nobody_chose_it(editor, form):
    form.attach_pictures(1, 700, 600)
    form.wait_for_pictures(2)
    small = editor.open(1).size()
    editor.key(Key.Key_Escape)
    editor.key(Key.Key_Escape)
    large = editor.open(2).size()

    assert large.height() > small.height()


def test_a_picture_that_cannot_be_read_says_so(editor, widget):
    controller = widget._backstage.session.controller
    [old] = editor.pictures
    broken = Picture(old.data[:200], old.mime, old.width, old.height, preview=old.preview)
    controller.show(draft=Draft(pictures=(broken,)))
    editor._form.click(editor.thumbnail_buttons()[0])
    words = lambda: [w.text() for w in editor.window.findChildren(QtWidgets.QLabel)]  # noqa: E731
    editor._qtbot.waitUntil(lambda: UNOPENED in words())
    editor.click("cancel")

    assert editor.window is None
    assert editor.pictures[0] is broken


def test_it_works_while_a_dialog_of_the_hosts_is_modal(qtbot, window, widget):
    modal, launcher = open_modal(qtbot, window)
    launcher.click()
    form = Form(qtbot, window)
    form.attach_pictures(1, 80, 60)
    form.wait_for_pictures(1)
    editor = EditorHand(qtbot, form, widget)
    editor.open()
    above = editor.window.windowHandle().transientParent()
    assert above is form.panel.window().windowHandle()
    assert above.transientParent() is modal.windowHandle()
    editor.add(MarkKind.BLACKOUT)
    editor.done()
    modal.done(0)


def test_language_and_theme_change_while_it_is_open(editor, widget):
    window = editor.open()
    light = window.grab().toImage().pixel(3, 3)
    widget.update(locale="de", theme="dark")

    assert window.windowTitle() == "Screenshot 1 bearbeiten"
    assert editor.part("done").text() == "Fertig"
    assert QtGui.QColor(window.grab().toImage().pixel(3, 3)).lightness() < 128
    assert QtGui.QColor(light).lightness() > 128


def test_arabic_is_mirrored(editor, widget):
    editor.open()
    widget.update(locale="ar")
    names = ("tool_select", "tool_box", "tool_arrow")
    places = [editor.part(name).mapTo(editor.window, editor.part(name).pos()).x() for name in names]

    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("way", ["close", "destroy"])
def test_what_is_drawn_is_kept_when_the_panel_goes(editor, widget, window, attach, qtbot, way):
    old = editor.pictures[0]
    opened = editor.open()
    editor.add(MarkKind.BLACKOUT)
    getattr(widget, way)()
    assert gone(opened)
    if way == "destroy":
        widget = attach(window)
    widget.open()

    def is_new():
        pictures = widget._backstage.state.draft.pictures
        return bool(pictures) and pictures[0] is not old and not widget._backstage.state.changing

    qtbot.waitUntil(is_new, timeout=20_000)


def test_closing_its_window_keeps_what_is_drawn(editor, form):
    before = [thumbnail.shown for thumbnail in form.thumbnails]
    editor.open()
    editor.add(MarkKind.BLACKOUT)
    assert editor.window.close(), "it never refuses: a host that quits closes all windows"
    editor.wait_changed(before)


def test_closing_the_hosts_window_closes_it(editor, window, qtbot):
    opened = editor.open()
    window.close()

    qtbot.waitUntil(lambda: gone(opened))


def test_a_host_that_deletes_its_window_takes_it_along(qtbot, another, attach):
    window = another()
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    form.attach_pictures(1, 80, 60)
    form.wait_for_pictures(1)
    opened = EditorHand(qtbot, form, widget).open()
    window.deleteLater()

    qtbot.waitUntil(lambda: not is_alive(opened))


def test_no_shortcut_of_the_hosts_fires_while_it_is_open(editor, window, qtbot):
    from usero_desktop.qt import QtCore

    fired = []
    for keys in ("Ctrl+Z", "A", "Del", "Ctrl+D", "Escape", "Ctrl+Return", "F1"):
        shortcut = QtGui.QShortcut(QtGui.QKeySequence(keys), window)
        shortcut.setContext(QtCore.Qt.ShortcutContext.ApplicationShortcut)
        shortcut.activated.connect(lambda keys=keys: fired.append(keys))
    editor.open()
    control = Modifier.ControlModifier
    for key, modifier in (
        (Key.Key_Z, control), (Key.Key_A, Modifier.NoModifier), (Key.Key_F1, Modifier.NoModifier),
        (Key.Key_Delete, Modifier.NoModifier), (Key.Key_D, control),
    ):  # fmt: skip
        editor.key(key, modifier)

    assert fired == []


def test_the_editor_is_loaded_when_the_mouse_comes_to_a_thumbnail_and_not_before(inbox, tmp_path):
    code = f"""
import sys
import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from importlib import import_module
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(800, 700)
window.show()
widget = usero.attach(window, "client_demo", base_url={inbox.url!r}, data_dir={str(tmp_path)!r})
widget.open()

def loaded():
    rooms = "usero_desktop.ui.editor", "usero_desktop.ui.canvas", "usero_desktop.annotation"
    return {{name for name in sys.modules if name.startswith(rooms)}}

def until(holds):
    turns = QtCore.QElapsedTimer()
    turns.start()
    while not holds() and not turns.hasExpired(20_000):
        app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

data = QtCore.QMimeData()
data.setImageData(QtGui.QImage(40, 30, QtGui.QImage.Format.Format_RGB32))
widget._backstage.working().adder.take_dropped(data)
find = lambda: window.findChild(QtWidgets.QPushButton, "usero_edit_screenshot")
until(find)
before = loaded()
spot = QtCore.QPointF(5, 5)
app.sendEvent(find(), QtGui.QEnterEvent(spot, spot, spot))
until(lambda: "usero_desktop.ui.editor.opening" in sys.modules)
warm = loaded()
import_module("usero_desktop.ui.editor.opening")
print(len(before), "usero_desktop.ui.editor.window" in warm, sorted(loaded() - warm))
widget.destroy()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "0 True []"
