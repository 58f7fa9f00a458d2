"""A shadow is seen and nothing else: what it falls on is clicked as if it were not there."""

from __future__ import annotations

import pytest
from ui.form import Form, Modifier

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style import metrics

LEFT = QtCore.Qt.MouseButton.LeftButton


@pytest.fixture
def cells(window):
    """Let the host's page note the presses and wheel turns that come to it."""
    heard = []

    class Page(QtWidgets.QWidget):
        def mousePressEvent(self, event):
            heard.append(event.type())

        def wheelEvent(self, event):
            heard.append(event.type())

    page = Page()
    page.setCursor(QtCore.Qt.CursorShape.CrossCursor)
    window.setCentralWidget(page)
    return page, heard


def click(qtbot, window, place):
    """Press the mouse where the window system would: in the window, not in a widget."""
    qtbot.mouseClick(window.windowHandle(), LEFT, Modifier.NoModifier, place)


def around(widget, distance):
    """Four points outside `widget`, half way along its sides."""
    box = widget.geometry()
    middle = box.center()
    return [
        QtCore.QPoint(box.left() - distance, middle.y()),
        QtCore.QPoint(middle.x(), box.top() - distance),
        QtCore.QPoint(middle.x(), box.bottom() + distance),
        QtCore.QPoint(box.left() - distance, box.top() - distance),
    ]


def shades(window):
    return window.findChildren(QtWidgets.QWidget, "usero_shade")


@pytest.mark.parametrize("position", ["right", "left"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_the_tabs_cross_closes_the_panel_over_its_whole_width(
    qtbot, window, attach, position, share
):
    widget = attach(window, position=position)
    widget.open()
    tab = Form(qtbot, window).launcher.geometry()
    click(qtbot, window, QtCore.QPoint(tab.left() + round(tab.width() * share), tab.center().y()))

    assert not widget.is_open


@pytest.mark.parametrize("distance", [1, 8, 16, metrics.SHADOW])
def test_what_the_panels_shadow_falls_on_is_the_hosts(qtbot, window, cells, widget, distance):
    page, heard = cells
    widget.open()
    for place in around(Form(qtbot, window).panel, distance):
        assert window.childAt(place) is page
        click(qtbot, window, place)

    assert heard == [QtCore.QEvent.Type.MouseButtonPress] * 4
    assert widget.is_open


@pytest.mark.parametrize("kind", ["tab", "button"])
def test_what_the_launchers_shadow_falls_on_is_the_hosts(qtbot, window, cells, attach, kind):
    page, heard = cells
    widget = attach(window, launcher_type=kind)
    for place in around(Form(qtbot, window).launcher, 2):
        assert window.childAt(place) is page
        click(qtbot, window, place)

    assert len(heard) == 4
    assert not widget.is_open


def test_a_wheel_turned_over_the_shadow_turns_the_hosts_page(qtbot, window, cells, widget):
    _, heard = cells
    widget.open()
    place = QtCore.QPointF(around(Form(qtbot, window).panel, 10)[0])
    turn = QtGui.QWheelEvent(
        place, window.mapToGlobal(place), QtCore.QPoint(), QtCore.QPoint(0, -120),
        QtCore.Qt.MouseButton.NoButton, Modifier.NoModifier,
        QtCore.Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(window.windowHandle(), turn)

    assert heard == [QtCore.QEvent.Type.Wheel]


def test_the_shadow_lies_right_below_the_panel_and_goes_where_that_goes(qtbot, window, widget):
    widget.open()
    panel = Form(qtbot, window).panel
    [shade] = [s for s in shades(window) if s.geometry().contains(panel.geometry())]
    children = [c for c in window.children() if isinstance(c, QtWidgets.QWidget)]
    assert children.index(panel) == children.index(shade) + 1

    panel.move(-5000, -5000)
    assert not shade.geometry().intersects(window.rect())
    window.resize(900, 700)
    assert shade.geometry().contains(panel.geometry())
    widget.close()
    assert not shade.isVisible()


def test_it_is_painted_all_around(qtbot, window, widget):
    window.setStyleSheet("QMainWindow { background: white; }")
    widget.open()
    panel = Form(qtbot, window).panel
    image = window.grab().toImage()
    ratio = image.devicePixelRatio()

    for place in around(panel, 3):
        assert image.pixelColor((QtCore.QPointF(place) * ratio).toPoint()).lightness() < 250
    for place in around(panel, metrics.SHADOW + 6):
        assert image.pixelColor((QtCore.QPointF(place) * ratio).toPoint()).lightness() == 255


def test_a_panel_in_a_dialog_casts_none_and_has_it_back_in_the_window(qtbot, window, widget):
    widget.open()
    panel = Form(qtbot, window).panel
    [shade] = [s for s in shades(window) if s.geometry().contains(panel.geometry())]
    window.resize(300, 200)
    qtbot.waitUntil(lambda: panel.window() is not window)
    assert not shade.isVisible()
    window.resize(1000, 760)
    qtbot.waitUntil(lambda: panel.window() is window)

    assert shade.isVisible()
    assert shade.geometry().contains(panel.geometry())


def test_it_goes_with_the_widget(qtbot, window, widget):
    widget.open()
    assert len(shades(window)) == 2
    widget.destroy()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)

    qtbot.waitUntil(lambda: not shades(window))
