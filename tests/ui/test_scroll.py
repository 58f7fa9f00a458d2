"""Where the form has no room it scrolls, between the head and Send, and shows what matters."""

from __future__ import annotations

import pytest
from ui.form import Form
from ui.gallery import show

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.scroll import ScrollPage
from usero_desktop.ui.notice import Notice


@pytest.fixture
def form(qtbot, window, attach, letters):
    """The panel with letters three times as large as usual, on a screen of 800 by 800."""
    letters(3)
    window.resize(420, 200)
    widget = attach(window)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    made = Form(qtbot, window)
    made.widget = widget
    settle()
    return made


def settle():
    for _ in range(6):
        QtWidgets.QApplication.processEvents()


def bar(form):
    [found] = [w for w in form.panel.findChildren(QtWidgets.QScrollBar)
               if w.parentWidget() is form.panel and w.isVisible()]  # fmt: skip
    return found


def is_in_sight(part):
    seen = part.visibleRegion().boundingRect()
    return seen.size() == part.size()


def test_head_and_send_stay_where_they_are(form):
    fixed = form.part("more"), form.send_button
    places = [part.mapToGlobal(QtCore.QPoint()) for part in fixed]
    for value in (0, bar(form).maximum()):
        bar(form).setValue(value)
        settle()
        assert all(is_in_sight(part) for part in fixed)
    assert [part.mapToGlobal(QtCore.QPoint()) for part in fixed] == places


def test_the_keyboard_brings_each_part_into_sight(form):
    form.comment.setFocus()
    seen = set()
    for _ in range(12):
        settle()
        focus = QtWidgets.QApplication.focusWidget()
        seen.add(focus.objectName())
        assert is_in_sight(focus), focus.objectName()
        form.key(QtCore.Qt.Key.Key_Tab)

    assert {"usero_comment", "usero_send", "usero_share_email", "usero_add_screenshot"} <= seen


def test_the_wheel_scrolls_and_does_not_reach_the_host(form):
    bar(form).setValue(0)
    # Qt hands up only what the window system sends; a test's own stays where it is sent.
    area = form.face(1).parentWidget().parentWidget().parentWidget()
    assert isinstance(area, ScrollPage)
    place = QtCore.QPointF(area.rect().center())
    wheel = QtGui.QWheelEvent(
        place, area.mapToGlobal(place), QtCore.QPoint(), QtCore.QPoint(0, -240),
        QtCore.Qt.MouseButton.NoButton, QtCore.Qt.KeyboardModifier.NoModifier,
        QtCore.Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(area, wheel)

    assert bar(form).value() > 0
    assert wheel.isAccepted()


def test_a_message_at_the_top_comes_into_sight(form):
    bar(form).setValue(bar(form).maximum())
    form.widget._backstage.session.controller.show(notice=Notice("error", "It could not be sent."))
    settle()

    assert is_in_sight(form.label("It could not be sent."))


def test_a_problem_below_a_field_comes_into_sight(form):
    bar(form).setValue(0)
    form.widget._backstage.session.controller.show(problems={"email": ("This is no address.",)})
    settle()

    assert is_in_sight(form.label("This is no address."))


def test_a_click_moves_nothing_away_under_the_mouse(qtbot, form):
    form.comment.setFocus()
    settle()
    # Half of the comment is in sight: by the keyboard it would come whole.
    half = form.comment.y() + form.comment.height() // 2
    bar(form).setValue(half)
    form.send_button.setFocus()
    settle()
    assert bar(form).value() == half
    place = QtCore.QPoint(40, form.comment.viewport().height() - 10)
    qtbot.mousePress(form.comment.viewport(), QtCore.Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert form.comment.hasFocus()
    assert bar(form).value() == half
    qtbot.mouseRelease(form.comment.viewport(), QtCore.Qt.MouseButton.LeftButton, pos=place)


def test_the_four_faces_stand_in_two_rows_and_the_comment_keeps_its_lines(form):
    tops = [form.face(number).y() for number in (1, 2, 3, 4)]

    assert tops[0] == tops[1] < tops[2] == tops[3]
    assert form.comment.viewport().height() >= 2 * form.comment.fontMetrics().lineSpacing()


def test_the_bar_goes_with_the_need_for_it_and_lies_beside_the_form(form):
    there = bar(form)
    content = QtCore.QRect(form.comment.mapTo(form.panel, QtCore.QPoint()), form.comment.size())
    assert there.geometry().left() >= content.right()
    assert form.panel.rect().contains(there.geometry())
    show(form.widget, "reports, reading")
    assert not there.isVisible()
    show(form.widget, "form")
    assert there.isVisible()


def test_what_comes_and_goes_keeps_the_place(form):
    bar(form).setValue(bar(form).maximum())
    form.widget._backstage.session.controller.show(adding=1)
    settle()

    assert bar(form).value() > 0
