"""A user who points at a control, waits for a picture, and chooses a part of the screen."""

from __future__ import annotations

import os

from host.story import NO_KEY, Hand, Key, QTest, host_window, send_wheel, spin
from ui.form import LEFT

import usero_desktop as usero
from usero_desktop.capture.frame import Frame
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.capture.picker import Wish

Point = QtCore.QPoint
RIGHT = QtCore.Qt.MouseButton.RightButton


def picture_every_way(story):
    """Point, wait and choose; leave each once, and end it well once."""
    _step_delay(story)
    _point(story)
    _wait(story)
    story.remove_pictures()
    _choose_part(story)
    story.remove_pictures()
    _wait_in_vain(story)
    _have_portal(story)


def _back(story):
    Hand.waitUntil(lambda: story.form.panel.isVisible() and story.form.panel.x() >= 0)


def _step_delay(story):
    menu = story.form.menu()
    Hand.keyClick(menu, Key.Key_Right)
    spin(20)
    menu.close()


def _cover(story):
    found = [w for w in story.window.children()
             if w.objectName() == "usero_pointing" and w.isVisible()]  # fmt: skip
    return found[0] if found else None


def _point(story):
    """Point at a control with hand and keys."""
    form = story.form
    form.add_picture("point")
    Hand.waitUntil(lambda: _cover(story) is not None)
    cover = _cover(story)
    place = story.window.line.mapTo(story.window, story.window.line.rect().center())
    QTest.mouseMove(cover, place)
    spin(20)
    send_wheel(cover)
    QtWidgets.QApplication.sendEvent(cover, QtGui.QContextMenuEvent(
        QtGui.QContextMenuEvent.Reason.Mouse, place, cover.mapToGlobal(place)
    ))  # fmt: skip
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Escape):
        Hand.keyClick(cover, key)
    _back(story)
    for way in ("click", "key"):
        count = len(form.thumbnails)
        form.add_picture("point")
        Hand.waitUntil(lambda: _cover(story) is not None)
        cover = _cover(story)
        story.window.resize(story.window.width() + 1, story.window.height())
        QTest.mouseMove(cover, place)
        if way == "click":
            QTest.mouseClick(cover, LEFT, NO_KEY, place)
            QTest.mouseDClick(cover, LEFT, NO_KEY, place)
        else:
            Hand.keyClick(cover, Key.Key_Down)
            Hand.keyClick(cover, Key.Key_Return)
        story.has_pictures(count + 1)
        Hand.waitUntil(lambda: _cover(story) is None)
        _back(story)


def _badge():
    return next((w for w in QtWidgets.QApplication.topLevelWidgets()
                 if w.objectName() == "usero_countdown" and w.isVisible()), None)  # fmt: skip


def _shots(story):
    return story.widget._backstage.session.adder._shots


def _wait(story):
    """Have a picture of the window after a while, and call one off; another window's waits, too."""
    count = len(story.form.thumbnails)
    beside = host_window()
    other = usero.attach(beside, "client_demo", **story.options)
    look = story.widget._front.look
    _shots(story).take(Wish(PictureSource.WINDOW, delay=3), look)
    Hand.waitUntil(lambda: _badge() is not None)
    spin(20)
    QTest.mouseClick(_badge(), LEFT, NO_KEY, _badge().rect().center())
    Hand.waitUntil(lambda: _badge() is None)
    _back(story)
    _shots(story).take(Wish(PictureSource.WINDOW, delay=3), look)
    story.has_pictures(count + 1)
    _back(story)
    other.destroy()
    beside.deleteLater()
    story.window.activateWindow()
    spin(20)


def _sheet():
    return next((w for w in QtWidgets.QApplication.topLevelWidgets()
                 if w.objectName() == "usero_region" and w.isVisible()), None)  # fmt: skip


def _choose_part(story):
    """Choose a part of a picture of the screen, which this platform has none of."""
    screen = QtGui.QGuiApplication.primaryScreen().geometry()
    width, height = screen.width(), screen.height()
    shots, look = _shots(story), story.widget._front.look
    for ends in (False, True):
        count = len(story.form.thumbnails)
        wish = Wish(PictureSource.REGION)
        shots.take(wish, look)
        spin(20)
        shots._on_frame(wish, Frame(bytearray(b"\x80" * (width * height * 4)), width, height))
        Hand.waitUntil(lambda: _sheet() is not None)
        sheet = _sheet()
        spin(20)
        QTest.mousePress(sheet, LEFT, NO_KEY, Point(100, 100))
        QTest.mouseMove(sheet, Point(200, 150))
        QTest.mouseMove(sheet, Point(300, 250))
        QTest.mouseRelease(sheet, LEFT, NO_KEY, Point(300, 250))
        Hand.keyClick(sheet, Key.Key_Right)
        spin(20)
        if ends:
            QTest.mouseDClick(sheet, LEFT, NO_KEY, Point(200, 180))
            story.has_pictures(count + 1)
        else:
            QTest.mouseClick(sheet, RIGHT, NO_KEY, Point(200, 180))
        Hand.waitUntil(lambda: _sheet() is None)
        _back(story)


def _wait_in_vain(story):
    """Have ours come back by themselves, since no picture comes."""
    _shots(story)._aside.settle(lambda _absence: None)
    Hand.waitUntil(lambda: not story.form.panel.isVisible() or story.form.panel.x() < 0)
    _back(story)


def _have_portal(story):
    """Step aside as where a portal takes the picture: what is masked is covered."""
    secret = QtWidgets.QLineEdit("secret", story.window.centralWidget())
    secret.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    secret.setGeometry(20, 200, 200, 30)
    secret.show()
    os.environ["XDG_SESSION_TYPE"] = "wayland"
    aside = _shots(story)._aside
    try:
        aside.settle(lambda _absence: None)
        spin(100)
        story.go_away_and_back()
        aside.come_back()
        spin(20)
    finally:
        del os.environ["XDG_SESSION_TYPE"]
    secret.deleteLater()
    _back(story)
