"""A user who draws on a picture; a part of the whole story."""

from __future__ import annotations

from host.story import NO_KEY, Hand, Key, QTest, send_wheel, spin
from ui.editor_hand import EditorHand
from ui.form import LEFT, Modifier

from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtCore, QtGui, QtWidgets

Point = QtCore.QPoint


def draw_on_picture(story):
    """Open the editor, draw with hand and keys, write, and leave it in each of the ways."""
    story.paste_picture(900, 700)
    story.has_pictures(1)
    hand = EditorHand(Hand, story.form, story.widget)
    _approach(hand)
    _open(hand)
    _draw(hand)
    _write(hand)
    _use_bars(hand)
    _use_list(hand)
    _discard(hand)
    _open(hand)
    # The host's window is asked to close, and stays.
    QtWidgets.QApplication.sendEvent(story.window, QtGui.QCloseEvent())
    spin(20)
    hand.add(MarkKind.BLACKOUT, ((5, 5), (60, 40)))
    before = [thumbnail.shown for thumbnail in story.form.thumbnails]
    hand.window.close()
    hand.wait_changed(before)
    edit = story.form.thumbnails[0].buttons[0]
    edit.adjustSize()  # what a layout would ask of it
    edit.setFocus()
    Hand.keyClick(edit, Key.Key_Delete)
    Hand.waitUntil(lambda: not story.form.thumbnails)


def leave_picture_as_it_is(story):
    """Wait for the editor that is on its way, and close it."""
    hand = EditorHand(Hand, story.form, story.widget)
    _wait_open(hand)
    hand.part("cancel").click()
    Hand.waitUntil(lambda: hand.window is None)


def _approach(hand):
    """Have the mouse on the thumbnail, at which the editor is made ready."""
    edit = hand.thumbnail_buttons()[0]
    centre = QtCore.QPointF(edit.rect().center())
    QtWidgets.QApplication.sendEvent(edit, QtGui.QEnterEvent(centre, centre, centre))
    spin(200)


def _open(hand):
    hand._form.click(hand.thumbnail_buttons()[0])
    _wait_open(hand)


def _wait_open(hand):
    # Its picture is read by a worker, and shown in a turn of its own.
    Hand.waitUntil(lambda: hand.window is not None and hand.editing is not None)
    spin(200)


def _page(hand):
    return _inside(hand.part("canvas"))


def _inside(area):
    """What of a part that scrolls is scrolled, which has its mouse and wheel."""
    [inside] = [w for w in area.children() if w.objectName() == "qt_scrollarea_viewport"]
    return inside


def _drag(page, begin, end, button=LEFT):
    QTest.mousePress(page, button, NO_KEY, begin)
    QTest.mouseMove(page, (begin + end) / 2)
    QTest.mouseMove(page, end)
    QTest.mouseRelease(page, button, NO_KEY, end)


def _draw(hand):
    """Draw, move what was drawn, crop, pan and zoom."""
    page, canvas = _page(hand), hand.part("canvas")
    middle = page.rect().center()
    for key in (Key.Key_A, Key.Key_R):
        Hand.keyClick(canvas, key)
        _drag(page, middle - Point(60, 40), middle + Point(30, 20))
    for key in (Key.Key_Right, Key.Key_Tab, Key.Key_V):
        Hand.keyClick(canvas, key)
    Hand.keyClick(canvas, Key.Key_C)
    _drag(page, middle - Point(90, 90), middle + Point(90, 90))
    Hand.keyClick(canvas, Key.Key_Escape)
    Hand.keyClick(canvas, Key.Key_Space)
    for key in (Key.Key_Plus, Key.Key_Plus, Key.Key_Plus):
        Hand.keyClick(canvas, key, Modifier.ControlModifier)
    send_wheel(page)
    _drag(page, middle, middle + Point(20, 20), QtCore.Qt.MouseButton.MiddleButton)
    Hand.keyClick(canvas, Key.Key_0, Modifier.ControlModifier)
    spin(20)


def _write(hand):
    """Write on the picture, with an input method too, and end in both ways."""
    page, canvas = _page(hand), hand.part("canvas")
    Hand.keyClick(canvas, Key.Key_T)
    QTest.mouseDClick(page, LEFT, NO_KEY, page.rect().center() + Point(40, 60))
    [words] = [w for w in page.children() if isinstance(w, QtWidgets.QPlainTextEdit)]
    Hand.keyClicks(words, "hm")
    QtWidgets.QApplication.sendEvent(words, QtGui.QInputMethodEvent())
    send_wheel(_inside(words))
    Hand.keyClick(words, Key.Key_Escape)
    spin(20)
    Hand.keyClick(canvas, Key.Key_Return)
    canvas.setFocus(QtCore.Qt.FocusReason.MouseFocusReason)  # as a press on a scroll bar does
    spin(20)


def _use_bars(hand):
    for name in ("tool_select", "colour_green", "width_thick", "undo", "redo"):
        hand.part(name).click()
    hand.part("zoom_in").click()


def _use_list(hand):
    """Choose marks in the list, and reorder them."""
    if hand.part("pane").isHidden():
        hand.part("marks").click()
    marks = hand.part("pane").list
    spin(50)
    place = QtCore.QPointF(marks.visualItemRect(marks.item(1)).center())
    # Sent to the list itself: a pane whose hints fail may have no room for it.
    press = QtGui.QMouseEvent(QtCore.QEvent.Type.MouseButtonPress, place, place, LEFT, LEFT, NO_KEY)
    QtWidgets.QApplication.sendEvent(_inside(marks), press)
    marks.setFocus()
    for key in (Key.Key_Up, Key.Key_Down):
        Hand.keyClick(marks, key)
    for name in ("raise", "lower"):
        part = hand.part(name)
        if part.isEnabled():
            part.click()
    hand.window.grab()


def _discard(hand):
    """Think better of it."""
    Hand.keyClick(hand.window, Key.Key_Escape)
    Hand.waitUntil(lambda: hand.part("discard").isVisible())
    hand.part("keep").click()
    hand.window.reject()  # as Qt itself asks for it on some systems
    hand.part("discard").click()
    Hand.waitUntil(lambda: hand.window is None)
