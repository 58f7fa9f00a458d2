"""How large the panel is for the one who reads it, and that it follows at once."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from screens import start_xvfb, x11_environment
from ui.form import Form
from ui.process import environment

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style.scale import Scale, factor_of, normal_pixels, scale_of


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


ASKED = """
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.style.scale import scale_of

    app = QtWidgets.QApplication([])
    print(scale_of(QtWidgets.QWidget()).factor, app.primaryScreen().devicePixelRatio())
"""


@pytest.mark.screen
@pytest.mark.parametrize("points,variables,said", [
    (10, {}, "1.0 1.0"),
    (20, {}, "2.0 1.0"),
    # That makes all of the program larger, the panel with it; not twice.
    (10, {"QT_FONT_DPI": "192"}, "1.0 2.0"),
])  # fmt: skip
def test_what_the_user_has_set_for_all_of_kde_is_the_scale(tmp_path, points, variables, said):
    setting = f"[General]\nfont=Sans,{points},-1,5,50,0,0,0,0,0\n"
    (tmp_path / "kdeglobals").write_text(setting, encoding="utf-8")
    with start_xvfb(wm="") as display:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(ASKED)],
            env=x11_environment(display, environment()) | variables | {
                "QT_QPA_PLATFORM": "xcb", "XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true",
                "KDE_SESSION_VERSION": "6", "XDG_CONFIG_HOME": str(tmp_path), "NO_AT_BRIDGE": "1",
            },
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == said


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
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
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
