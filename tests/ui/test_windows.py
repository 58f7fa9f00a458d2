from __future__ import annotations

import pytest
from ui.form import Form, Key

from usero_desktop.qt import QtCore, QtWidgets


@pytest.fixture
def another(qtbot):
    def another_(width=1000, height=760):
        made = QtWidgets.QMainWindow()
        made.resize(width, height)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    return another_


def dialog_of(window):
    found = window.findChildren(QtWidgets.QDialog, "usero_dialog")
    return found[0] if found and found[0].isVisible() else None


def test_two_windows_have_a_widget_each_that_knows_nothing_of_the_other(
    qtbot, window, attach, another, inbox
):
    other = another()
    one, two = attach(window), attach(other)
    one.open()
    two.open()
    first, second = Form(qtbot, window), Form(qtbot, other)
    first.comment.insertPlainText("from the first")
    second.comment.insertPlainText("from the second")
    one.close()
    assert two.is_open
    assert second.panel.isVisible()
    with qtbot.waitSignal(two.delivered, timeout=20_000):
        second.send()
    one.open()

    assert first.comment.toPlainText() == "from the first"
    assert [r.comment for r in inbox.new()] == ["from the second"]


@pytest.mark.parametrize("size", [(380, 700), (900, 300), (200, 150)])
def test_a_small_window_gets_the_panel_as_a_dialog(qtbot, attach, another, inbox, size):
    small = another(*size)
    widget = attach(small)
    widget.open()
    form = Form(qtbot, small)
    dialog = dialog_of(small)

    assert dialog is not None
    assert dialog.isAncestorOf(form.panel)
    for name in ("comment", "send", "add_screenshot", "rating_4"):
        part = form.part(name)
        corner = part.mapTo(dialog, part.rect().bottomRight())
        assert dialog.rect().contains(corner), name
    form.choose(2)
    form.send()
    form.wait_for("Thank you!")
    form.key(Key.Key_Escape, target=form.comment)
    assert not widget.is_open
    assert dialog_of(small) is None
    assert len(inbox.new()) == 1


def test_a_dialog_says_what_it_is_also_where_it_has_no_title_bar(qtbot, attach, another):
    small = another(380, 300)
    attach(small).open()
    form = Form(qtbot, small)

    assert form.label("Share Feedback").isVisible()
    assert dialog_of(small).windowTitle() == "Share Feedback"
    assert form.part("more").isVisible()
    assert form.part("close").isHidden()  # its title bar has one


def test_closing_the_dialog_by_its_title_bar_closes_the_panel(qtbot, attach, another):
    small = another(300, 200)
    widget = attach(small)
    widget.open()
    dialog_of(small).close()

    assert not widget.is_open
    widget.open()
    assert dialog_of(small).isVisible()


def test_shrinking_makes_a_dialog_and_what_was_written_goes_along(qtbot, window, widget):
    widget.open()
    form = Form(qtbot, window)
    form.type("on the move")
    assert dialog_of(window) is None
    window.resize(300, 200)
    qtbot.waitUntil(lambda: dialog_of(window) is not None)

    assert form.comment.toPlainText() == "on the move"
    assert widget.is_open
    window.resize(1000, 760)
    form.type("!")
    widget.close()
    widget.open()
    assert dialog_of(window) is None
    assert form.panel.parentWidget() is window
    assert form.comment.toPlainText() == "on the move!"


def test_full_screen_and_back(qtbot, window, widget):
    widget.open()
    form = Form(qtbot, window)
    window.showFullScreen()
    qtbot.waitUntil(lambda: form.launcher.geometry().right() == window.width() - 1)
    assert form.panel.geometry().right() < window.width()
    window.showNormal()
    qtbot.waitUntil(lambda: form.launcher.geometry().right() == window.width() - 1)


def test_everything_of_the_panel_is_inside_it_while_it_grows(qtbot, window, widget, form):
    form.attach_pictures(3)
    form.click(form.share)
    form.send()
    form.wait_for_pictures(3)
    QtWidgets.QApplication.processEvents()

    column = [form.face(1), form.comment, form.add, form.thumbnails[0], form.email]
    column.append(form.send_button)
    tops = [part.mapTo(form.panel, QtCore.QPoint()).y() for part in column]
    ends = [part.mapTo(form.panel, part.rect().bottomLeft()).y() for part in column]
    assert tops == sorted(tops)
    assert all(end < top for end, top in zip(ends, tops[1:], strict=False))
    assert ends[-1] < form.panel.height()


def test_a_modal_dialog_of_the_host_gets_a_launcher_while_it_runs(qtbot, window, widget, inbox):
    dialog = QtWidgets.QDialog(window)
    dialog.resize(500, 300)
    dialog.setModal(True)
    dialog.show()
    guests = lambda: dialog.findChildren(QtWidgets.QPushButton, "usero_launcher")  # noqa: E731
    qtbot.waitUntil(lambda: len(guests()) == 1 and guests()[0].isVisible())
    qtbot.mouseClick(guests()[0], QtCore.Qt.MouseButton.LeftButton, pos=guests()[0].rect().center())
    assert widget.is_open
    form = Form(qtbot, window)
    form.choose(1)
    form.send()
    form.wait_for("Thank you!")
    dialog.accept()
    qtbot.waitUntil(lambda: not guests())

    assert len(inbox.new()) == 1
    assert form.launcher.isVisible()


def test_a_modal_dialog_that_is_deleted_leaves_the_panel_usable(qtbot, window, widget):
    dialog = QtWidgets.QDialog(window)
    dialog.resize(500, 300)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QtWidgets.QPushButton, "usero_launcher")))
    widget.open()
    dialog.deleteLater()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    form = Form(qtbot, window)
    qtbot.waitUntil(form.panel.isVisible)
    form.choose(1)

    assert form.rating == 1
    assert widget.is_open


def test_a_panel_in_a_dialog_makes_no_windows_of_the_hosts_widgets(qtbot, attach, another):
    small = another(300, 200)
    small.setCentralWidget(QtWidgets.QLineEdit())
    attach(small).open()

    assert dialog_of(small).isVisible()
    native = QtCore.Qt.WidgetAttribute.WA_NativeWindow
    children = [w for w in small.findChildren(QtWidgets.QWidget) if not w.isWindow()]
    assert not [w for w in children if w.testAttribute(native)]
