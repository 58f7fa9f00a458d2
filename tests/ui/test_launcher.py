from __future__ import annotations

import pytest
from ui.form import Form

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style import metrics


@pytest.fixture
def launch(qtbot, window, attach):
    def launch_(**options):
        attach(window, **options)
        return Form(qtbot, window).launcher

    return launch_


@pytest.mark.parametrize("position", ["right", "left"])
def test_the_tab_sits_at_the_windows_edge_half_way_down(window, launch, position):
    launcher = launch(position=position)

    place = launcher.geometry()
    if position == "right":
        assert place.right() == window.width() - 1
    else:
        assert place.left() == 0
    assert abs(place.center().y() - window.height() / 2) <= 1
    assert launcher.isVisible()


@pytest.mark.parametrize("position", ["right", "left"])
def test_the_button_floats_20_px_from_the_corner(window, launch, position):
    launcher = launch(position=position, launcher_type="button")

    seen = launcher.geometry()
    gap = metrics.LAUNCHER_GAP
    assert window.height() - 1 - seen.bottom() == gap
    side = seen.left() if position == "left" else window.width() - 1 - seen.right()
    assert side == gap


def test_none_shows_no_launcher_and_takes_no_focus_but_opens_from_code(
    qtbot, window, attach, launch
):
    launcher = launch(launcher_type="none")

    assert not launcher.isVisible()
    window.line.setFocus()
    for _ in range(6):
        qtbot.keyClick(QtWidgets.QApplication.focusWidget(), QtCore.Qt.Key.Key_Tab)
        assert not launcher.hasFocus()


def test_none_opens_from_code(qtbot, window, attach):
    attach(window, launcher_type="none").open()

    form = Form(qtbot, window)
    assert form.panel.isVisible()
    assert not form.launcher.isVisible()


@pytest.mark.parametrize("kind", ["tab", "button"])
@pytest.mark.parametrize("size", [(640, 480), (1400, 900), (900, 1000)])
def test_the_launcher_follows_a_resize(qtbot, window, launch, kind, size):
    launcher = launch(launcher_type=kind)
    window.resize(*size)
    gap = 0 if kind == "tab" else metrics.LAUNCHER_GAP

    qtbot.waitUntil(lambda: launcher.geometry().right() == window.width() - 1 - gap)
    if kind == "tab":
        assert abs(launcher.geometry().center().y() - window.height() / 2) <= 1
    else:
        assert launcher.geometry().bottom() == window.height() - 1 - gap


def test_what_the_host_adds_later_does_not_cover_it(qtbot, window, launch):
    launcher = launch()
    late = QtWidgets.QFrame(window)
    late.setGeometry(window.rect())
    late.show()
    late.raise_()

    place = launcher.geometry().center()
    qtbot.waitUntil(lambda: window.childAt(place) is launcher)


def test_the_buttons_words_fall_back_to_the_title(window, launch):
    launcher = launch(launcher_type="button", title="Tell us")
    narrow = launcher.width()

    assert launcher.accessibleName() == "Tell us"
    launcher.deleteLater()
    wide = launch_width(window, launch, "Tell us what you think of it")
    assert wide > narrow


def launch_width(window, launch, label):
    from usero_desktop.qt import QtCore

    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    launcher = launch(launcher_type="button", launcher_label=label)
    assert launcher.accessibleName() == label
    return launcher.width()


@pytest.mark.parametrize("kind", ["tab", "button"])
def test_a_click_beside_its_shape_is_not_its_click(qtbot, window, attach, kind):
    widget = attach(window, launcher_type=kind)
    launcher = Form(qtbot, window).launcher

    qtbot.mouseClick(launcher, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(2, 2))
    assert not widget.is_open
    qtbot.mouseClick(launcher, QtCore.Qt.MouseButton.LeftButton, pos=launcher.rect().center())
    assert widget.is_open


def test_a_click_leaves_the_focus_with_the_host_until_the_panel_takes_it(launch):
    assert launch().focusPolicy() == QtCore.Qt.FocusPolicy.TabFocus


def test_when_the_mouse_comes_near_the_panel_is_made_ready_but_stays_away(qtbot, window, widget):
    launcher = Form(qtbot, window).launcher
    middle = QtCore.QPointF(launcher.rect().center())
    QtWidgets.QApplication.sendEvent(launcher, QtGui.QEnterEvent(middle, middle, middle))
    panels = lambda: window.findChildren(QtWidgets.QWidget, "usero_panel")  # noqa: E731
    qtbot.waitUntil(lambda: bool(panels()))

    assert not panels()[0].isVisible()
    assert not widget.is_open
    qtbot.mouseClick(launcher, QtCore.Qt.MouseButton.LeftButton, pos=launcher.rect().center())
    assert panels()[0].isVisible()
    assert len(panels()) == 1
