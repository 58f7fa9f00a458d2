"""How large the panel is for the one who reads it, and that it follows at once."""

from __future__ import annotations

import pytest
from ui.form import Form

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style.scale import Scale, factor_of, normal_pixels, scale_of


@pytest.fixture
def letters(qapp):
    """Set the application's letters to so many times their size; back again in the end."""
    before = qapp.font()

    def set_(factor):
        larger = QtGui.QFont(before)
        larger.setPointSizeF(before.pointSizeF() * factor)
        qapp.setFont(larger)

    yield set_
    qapp.setFont(before)


@pytest.mark.parametrize("platform,desktop,points", [
    ("windows", "", 9), ("offscreen", "GNOME", 9), ("xcb", "", 9),
    ("wayland", "GNOME", 11), ("xcb", "ubuntu:GNOME", 11), ("xcb", "Unity", 11),
    ("xcb", "KDE", 10), ("wayland-egl", "XFCE", 10),
])  # fmt: skip
def test_letters_of_the_platforms_own_size_are_the_normal_ones(platform, desktop, points):
    assert normal_pixels(platform, desktop) == points * 96 / 72


def test_a_point_is_a_pixel_on_a_mac():
    assert normal_pixels("cocoa", "") == 13


@pytest.mark.parametrize("share,factor", [
    (1, 1), (1.02, 1), (0.5, 1), (1.25, 1.25), (1.26, 1.25), (2, 2), (2.999, 3), (8, 3),
])  # fmt: skip
def test_the_factor_goes_in_steps_from_one_to_three(share, factor):
    assert factor_of(share) == factor


def test_it_counts_the_applications_letters_in_points_and_in_pixels(window, qapp, letters):
    assert scale_of(window).factor == 1
    letters(1.5)
    assert scale_of(window).factor == 1.5
    in_pixels = qapp.font()
    in_pixels.setPixelSize(24)
    qapp.setFont(in_pixels)
    assert scale_of(window).factor == 2


def test_the_desktops_letters_count_though_the_host_has_chosen_small_ones(
    window, monkeypatch, letters
):
    large = QtGui.QFont("Sans Serif", 18)
    monkeypatch.setattr(QtGui.QFontDatabase, "systemFont", lambda _which: QtGui.QFont(large))
    letters(0.8)

    assert scale_of(window).factor == 2


def test_letters_of_the_windows_own_and_of_a_sheet_change_nothing(qtbot, window, attach):
    widget = attach(window)
    widget.open()
    before = Form(qtbot, window).panel.size()
    window.setFont(QtGui.QFont("Sans Serif", 30))
    window.setStyleSheet("* { font-size: 30pt }")
    QtWidgets.QApplication.processEvents()

    assert Form(qtbot, window).panel.size() == before


def test_sizes_are_whole_pixels_and_letters_have_no_other_traits():
    scale = Scale(1.5, "Sans Serif")
    font = scale.font(13, bold=True)

    assert [scale.px(size) for size in (0, 1, 13, 400)] == [0, 2, 20, 600]
    assert (font.pixelSize(), font.weight(), font.italic()) == (20, QtGui.QFont.Weight.DemiBold,
                                                                False)  # fmt: skip
    assert Scale(1, "Some Typeface").font(14).family() == "Some Typeface"


@pytest.mark.parametrize("place", ["window", "dialog"])
def test_the_open_panel_follows_and_comes_back(qtbot, window, attach, letters, place):
    window.resize(*((2000, 1600) if place == "window" else (420, 200)))
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    form.type("written before")
    size, tab = form.panel.size(), form.launcher.size()
    letters(1.5)
    qtbot.waitUntil(lambda: form.panel.width() == 600)
    assert form.launcher.size() == QtCore.QSize(48, 84)
    assert form.comment.toPlainText() == "written before"
    assert form.comment.fontInfo().pixelSize() == 21
    letters(1)

    qtbot.waitUntil(lambda: form.panel.size() == size)
    assert form.launcher.size() == tab
    assert form.comment.hasFocus()


@pytest.mark.parametrize("place", ["window", "dialog"])
@pytest.mark.parametrize("factor", [1, 3])
def test_at_rest_nothing_is_arranged_again_and_again(qtbot, window, attach, letters, place, factor):
    letters(factor)
    window.resize(*((2000, 2600) if place == "window" else (420, 200)))
    widget = attach(window)
    widget.open()
    qtbot.waitUntil(lambda: widget._session is not None)
    form = Form(qtbot, window)
    for _ in range(20):
        QtWidgets.QApplication.processEvents()
    asked = []

    class Ear(QtCore.QObject):
        def eventFilter(self, _watched, event):
            if event.type() == QtCore.QEvent.Type.LayoutRequest:
                asked.append(event.type())
            return False

    ear = Ear()
    form.panel.installEventFilter(ear)
    for _ in range(20):
        QtWidgets.QApplication.processEvents()
    form.panel.removeEventFilter(ear)

    assert asked == []
