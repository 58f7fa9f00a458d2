"""What else a host and its user do with the widget, each a part of the whole story."""

from __future__ import annotations

from itertools import cycle

from host.drawing import draw_on_picture, leave_picture_as_it_is
from host.keeping import look_after_reports, look_at_what_was_sent
from host.picturing import picture_every_way
from host.story import Hand, Key, spin
from ui.form import Modifier, flush_deletes, mime, noisy
from ui.review import Review
from ui.shelf import Shelf

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui, QtWidgets


def options():
    """Return what the widget is attached with beside the usual."""
    return {}


def whole(story):
    """Do all there is to do, one report delivered with it, until the window is closed."""
    story.visit()
    use_own_button(story)
    story.widget.open()
    rest_on(story.form.send_button)
    story.refuse()
    story.add_every_way()
    picture_every_way(story)
    draw_on_picture(story)
    story.reshape()
    story.widget.open()
    story.enlarge()
    rate_by_keys(story)
    clear_and_take_back(story)
    story.paste_picture()
    story.widget.identify({"id": "ada", "email": "ada@example.com"})
    look_at_what_is_sent(story)
    story.submit()
    story.widget.identify(None)
    story.form.click(story.form.part("close"))
    look_at_what_was_sent(story)
    story.form.click(story.form.part("close"))
    story.take_offer()
    story.widget.toggle()
    story.widget.update(position="left")
    story.window.grab()
    story.drag(mime(text="dragged"), story.form.comment.viewport())
    story.drag(mime(image=noisy(30, 20)), story.form.panel)
    QtWidgets.QApplication.sendEvent(story.form.comment, QtGui.QInputMethodEvent())
    come_back(story)
    story.go_away_and_back()
    look_after_reports(story)
    story.widget.destroy()
    story.window.close()
    spin(50)


def rest_on(part):
    """Leave the mouse on a part that is going to move."""
    steps = cycle((0, 1))

    def is_there():
        # Step by step: the panel may still be sliding in, and only what moves is told of.
        place = part.rect().center() + QtCore.QPoint(next(steps), 0)
        QtGui.QCursor.setPos(part.mapToGlobal(place))
        return part.underMouse()

    Hand.waitUntil(is_there)


def rate_by_keys(story):
    """Choose a face with the arrow keys and the digits, and one with Space."""
    for number, key in ((1, Key.Key_Right), (2, Key.Key_4), (4, Key.Key_Space)):
        face = story.form.face(number)
        face.setFocus()
        Hand.keyClick(face, key)


def clear_and_take_back(story):
    """Empty the form from the menu, think better of it, and empty it all the same."""
    shelf = Shelf(story.form, Hand)
    story.write()
    shelf.choose("clear")
    story.form.click(story.form.part("action_undo"))
    shelf.choose("clear")


def look_at_what_is_sent(story):
    """Read it to its end, switch parts off and on, and make copies."""
    story.has_pictures(1)
    story.widget.update(metadata={f"k{i}": "long " * 99 for i in range(50)})
    page = Review(Hand, story.window)
    page.look()
    story.window.grab()
    for key in (Key.Key_End, Key.Key_Home):
        Hand.keyClick(page.part("back"), key)
    for name in ("review_rest", "review_all", "review_all", "review_copy"):
        page.part(name).click()
    page.wait_for("Copied.")
    page.switches()["os"].click()
    more = story.window.findChildren(QtWidgets.QPushButton, "usero_review_more")
    next(button for button in more if not button.isHidden()).click()
    story.widget.update(theme="dark", metadata=None)
    page.click(page.part("review_save"))
    [dialog] = [d for d in story.window.findChildren(QtWidgets.QFileDialog)
                if d.acceptMode() == d.AcceptMode.AcceptSave]  # fmt: skip
    dialog.fileSelected.emit(str(story.data / "sent.zip"))
    dialog.reject()
    story.go_away_and_back()
    page.wait_for("A copy was saved.")
    page.click(page.part("review_shot"))
    leave_picture_as_it_is(story)
    QtWidgets.QApplication.clipboard().clear()
    page.click(page.part("back"))


def come_back(story):
    """Take the widget out while something is written and put it in again, in sight and not."""
    for is_away in (False, True):
        story.widget.open()
        story.write()
        story.widget.destroy()
        flush_deletes()
        story.window.setVisible(not is_away)
        story.attach()
        story.window.show()
        Hand.waitUntil(lambda: story.widget.is_open)
    Shelf(story.form, Hand).choose("clear")
    story.widget.close()


def use_own_button(story):
    """Have a button of the host's own in the window, as a form of Designer's has it."""
    button = usero.FeedbackButton(story.window.centralWidget())
    button.setProperty("clientId", "client_demo")
    button.setProperty("showEmailOption", button.property("showEmailOption"))
    button.setGeometry(400, 20, 200, 40)
    button.show()
    centre = QtCore.QPointF(button.rect().center())
    QtWidgets.QApplication.sendEvent(button, QtGui.QEnterEvent(centre, centre, centre))
    button.setFocus()
    for _ in range(2):
        Hand.mouseClick(button, QtCore.Qt.MouseButton.LeftButton, Modifier.NoModifier)
    button.setParent(None)
    button.deleteLater()
