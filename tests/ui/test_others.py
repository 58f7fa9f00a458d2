"""A program with several buttons: a picture that one takes shows none of them."""

from __future__ import annotations

import pytest

from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.ui.capture import aside
from usero_desktop.ui.capture.picker import Wish
from usero_desktop.ui.capture.window import render
from usero_desktop.ui.editor.opening import Place
from usero_desktop.ui.window import others

pytestmark = pytest.mark.promise("F8")


@pytest.fixture
def opened(qtbot, attach):
    """Attach to a window, and open the panel."""

    def open_(window, **options):
        handle = attach(window, **options)
        handle.open()
        qtbot.waitUntil(lambda: handle._backstage.session is not None)
        return handle

    return open_


def take(handle, source):
    handle._backstage.session.adder._shots.take(Wish(PictureSource(source)), handle._front.look)


def in_sight(*windows):
    """How many launchers and panels can be seen in these windows."""
    return sum(
        part.objectName() in {"usero_launcher", "usero_panel"}
        and part.isVisible()
        and window.rect().intersects(part.geometry())
        for window in windows
        for part in window.findChildren(QtWidgets.QWidget)
        if part.parentWidget() is window
    )


def test_this_window_is_taken_without_another_button_and_its_panel(qtbot, another, opened):
    window = another()
    empty = render(window)
    one = opened(window)
    opened(window, client_id="client_other", position="left")
    assert in_sight(window) == 4
    take(one, "window")

    assert in_sight(window) == 4
    draft = one._backstage.session.controller.state
    qtbot.waitUntil(
        lambda: one._backstage.session.controller.state.draft.pictures != (), timeout=20_000
    )
    [taken] = one._backstage.session.controller.state.draft.pictures
    assert draft.adding == 1
    seen = QtGui.QImage.fromData(taken.data).convertToFormat(empty.format())
    assert seen == empty


def test_in_other_windows_all_of_ours_are_away_until_the_screen_is_taken(
    qtbot, another, opened, monkeypatch
):
    monkeypatch.setenv("DISPLAY", ":64000")  # which does not answer
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    first, second = another(), another()
    one, other = opened(first), opened(second)
    assert in_sight(first, second) == 4
    take(one, "screen")

    assert in_sight(first, second) == 0
    assert other._front.overlay.is_aside
    qtbot.waitUntil(lambda: in_sight(first, second) == 4)


def test_whoever_ends_while_it_takes_a_picture_leaves_the_others_in_sight(
    qtbot, another, opened, monkeypatch
):
    monkeypatch.setattr(others, "LOOK_MS", 20)
    monkeypatch.setattr(aside, "SETTLE_MS", 60_000)
    monkeypatch.setattr(aside, "BACK_MS", 60_000)
    first, second = another(), another()
    one, _other = opened(first), opened(second)
    take(one, "screen")
    assert in_sight(second) == 0
    first.deleteLater()

    qtbot.waitUntil(lambda: in_sight(second) == 2)


def test_an_editor_that_is_open_on_another_window_is_away_until_the_screen_is_taken(
    qtbot, another, opened, monkeypatch
):
    monkeypatch.setenv("DISPLAY", ":64000")  # which does not answer
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    first, second = another(), another()
    one, other = opened(first), opened(second)
    take(other, "window")
    qtbot.waitUntil(
        lambda: other._backstage.session.controller.state.draft.pictures != (), timeout=20_000
    )
    place = Place(other._front.panel, second, other._front.look)
    other._backstage.session.editor.open(0, place)
    qtbot.waitUntil(lambda: second.findChild(QtWidgets.QDialog, "usero_editor") is not None)
    editor = second.findChild(QtWidgets.QDialog, "usero_editor")
    qtbot.waitUntil(lambda: editor.isVisible() and editor.editing is not None)
    corner = editor.pos()
    take(one, "screen")

    assert not editor.isVisible()
    qtbot.waitUntil(editor.isVisible)
    assert editor.pos() == corner
    assert editor.isModal()
    editor.reject()
    qtbot.waitUntil(lambda: not editor.isVisible())
