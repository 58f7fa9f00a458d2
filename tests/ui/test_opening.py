from __future__ import annotations

import pytest
from ui.form import Form, Key

from usero_desktop.qt import QtWidgets


def focus():
    return QtWidgets.QApplication.focusWidget()


def test_the_launcher_opens_and_closes(qtbot, window, widget):
    form = Form(qtbot, window)
    form.click(form.launcher)
    assert widget.is_open
    assert form.panel.isVisible()

    form.click(form.launcher)
    assert not widget.is_open
    assert not form.panel.isVisible()


@pytest.mark.parametrize("part", ["comment", "rating_3", "send", "share_email", "close"])
def test_escape_closes_from_everywhere_in_the_form(form, widget, part):
    target = form.part(part)
    target.setFocus()
    form.key(Key.Key_Escape, target=target)

    assert not widget.is_open


def test_the_cross_closes(form, widget):
    form.click(form.part("close"))

    assert not widget.is_open
    assert not form.panel.isVisible()


def test_opening_puts_the_cursor_into_the_comment_and_closing_gives_it_back(qtbot, window, widget):
    assert focus() is window.line
    widget.open()
    assert focus() is Form(qtbot, window).comment
    widget.close()
    assert focus() is window.line


def test_closing_does_not_fail_when_the_hosts_widget_is_gone(qtbot, window, widget):
    widget.open()
    window.line.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(QtWidgets.QLineEdit, "") or True)
    QtWidgets.QApplication.processEvents()
    widget.close()

    assert not widget.is_open


def test_what_was_written_is_there_after_closing_and_opening(form, widget):
    form.choose(2)
    form.type("half a thou")
    widget.close()
    widget.open()

    assert form.rating == 2
    assert form.comment.toPlainText() == "half a thou"
    form.type("ght")
    assert form.comment.toPlainText() == "half a thought"


def test_signals_and_callbacks_come_once_each(qtbot, window, attach):
    story = []
    widget = attach(
        window, on_open=lambda: story.append("on_open"), on_close=lambda: story.append("on_close")
    )
    widget.opened.connect(lambda: story.append("opened"))
    widget.closed.connect(lambda: story.append("closed"))
    for step in (widget.close, widget.open, widget.open, widget.close, widget.close):
        step()

    assert story == ["opened", "on_open", "closed", "on_close"]


def test_a_callback_that_fails_does_not_stop_the_opening(qtbot, window, attach, caplog):
    def on_open():
        raise ZeroDivisionError

    widget = attach(window, on_open=on_open)
    widget.open()

    assert widget.is_open
    assert "Your on_open callback failed" in caplog.text


def test_open_and_close_in_quick_turns_ends_in_the_last_state(qtbot, window, attach):
    widget = attach(window, reduced_motion=False)
    for _ in range(5):
        widget.open()
        widget.close()
    widget.open()
    form = Form(qtbot, window)
    panel = form.panel
    qtbot.waitUntil(lambda: panel.geometry().right() < window.width())
    widget.close()
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert not widget.is_open


def test_the_panel_slides_in_from_outside_when_motion_is_wanted(qtbot, window, attach):
    widget = attach(window, reduced_motion=False)
    widget.open()
    panel = Form(qtbot, window).panel
    places = [panel.x()]
    qtbot.waitUntil(lambda: places.append(panel.x()) or panel.geometry().right() < window.width())

    assert places[0] > places[-1]
    assert places == sorted(places, reverse=True)


def test_on_the_left_the_panel_slides_in_from_the_left_edge(qtbot, window, attach):
    attach(window, reduced_motion=False, position="left").open()
    panel = Form(qtbot, window).panel
    places = [panel.x()]
    qtbot.waitUntil(lambda: places.append(panel.x()) or places[-1] >= 0)

    assert places[0] < 0
    assert places == sorted(places)


def test_a_panel_called_back_while_it_goes_does_not_take_itself_for_the_host(qtbot, window, attach):
    widget = attach(window, reduced_motion=False)
    window.line.clearFocus()
    widget.open()
    widget.close()
    widget.open()
    form = Form(qtbot, window)
    form.send_button.setFocus()
    widget.close()
    assert focus() is None, "there is nobody to give the focus back to"
    qtbot.waitUntil(lambda: not form.panel.isVisible())

    assert focus() is not form.send_button


def test_with_reduced_motion_the_panel_is_there_at_once(qtbot, window, attach):
    widget = attach(window, reduced_motion=True)
    widget.open()
    panel = Form(qtbot, window).panel
    at_once = panel.geometry()
    qtbot.wait(50)

    assert panel.geometry() == at_once
    assert at_once.right() < window.width()


def test_after_destroy_every_method_does_nothing(qtbot, window, widget):
    widget.open()
    widget.destroy()
    for method in (widget.open, widget.close, widget.toggle, widget.destroy):
        method()
    widget.update(title="late")

    assert widget.is_inert
    assert not widget.is_open
    qtbot.waitUntil(lambda: not window.findChildren(QtWidgets.QWidget, "usero_panel"))
    assert not window.findChildren(QtWidgets.QWidget, "usero_launcher")


def test_a_second_widget_after_destroy_works_in_the_same_window(qtbot, window, attach):
    attach(window).destroy()
    QtWidgets.QApplication.processEvents()
    second = attach(window)
    second.open()

    assert second.is_open


def test_what_is_done_before_anything_works_behind_the_panel_is_not_lost(qtbot, window, attach):
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    assert widget._backstage.session is None
    form.comment.insertPlainText("quick fingers")

    assert widget._backstage.session.controller.state.draft.comment == "quick fingers"


def test_what_works_behind_the_panel_comes_by_itself_and_once(qtbot, window, attach):
    widget = attach(window)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    widget.close()
    widget.open()
    session = widget._backstage.session
    QtWidgets.QApplication.processEvents()

    assert widget._backstage.session is session


def test_a_hand_that_comes_near_finds_the_panel_ready_and_sees_nothing_of_it(qtbot, window, attach):
    widget = attach(window)
    form = Form(qtbot, window)
    before = window.grab().toImage()
    form.launcher.approached.emit()
    qtbot.waitUntil(lambda: window.findChild(QtWidgets.QWidget, "usero_panel") is not None)
    for _ in range(20):
        QtWidgets.QApplication.processEvents()

    assert not widget.is_open
    assert not form.panel.isVisible()
    assert window.grab().toImage() == before
