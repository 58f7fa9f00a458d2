from __future__ import annotations

import pytest

from usero_desktop.qt import QtCore
from usero_desktop.ui.placement import launcher_place, panel_place
from usero_desktop.ui.style import metrics

HEIGHTS = (420, 386)


def seen(window, position="right", side=42, heights=HEIGHTS):
    """The panel's place, or None."""
    return panel_place(QtCore.QSize(*window), heights, position, side)


def test_in_a_large_window_it_is_400_wide_a_tenth_down_and_beside_the_tab():
    assert seen((1000, 800)) == QtCore.QRect(558, 80, 400, 420)
    assert seen((1000, 800), "left") == QtCore.QRect(42, 80, 400, 420)


def test_where_a_tenth_down_would_cut_it_it_moves_up():
    place = seen((1000, 460))

    assert place.top() == 460 - metrics.PANEL_GAP - 420
    assert place.top() < 46


@pytest.mark.parametrize("height,panel", [(900, 420), (452, 420), (451, 419), (418, 386)])
def test_it_keeps_the_height_it_wishes_for_while_there_is_room(height, panel):
    assert seen((1000, height)).height() == panel


def test_it_needs_its_least_height_and_a_gap_on_both_sides():
    assert seen((1000, 418)).height() == 386
    assert seen((1000, 417)) is None


@pytest.mark.parametrize("width,fits", [(484, True), (483, False)])
def test_it_needs_its_width_and_the_side_twice(width, fits):
    assert (seen((width, 800)) is not None) is fits


@pytest.mark.parametrize("position", ["right", "left"])
@pytest.mark.parametrize("width", range(300, 2000, 97))
@pytest.mark.parametrize("height", range(200, 1400, 97))
def test_what_fits_is_whole_and_inside(width, height, position):
    place = seen((width, height), position)

    if place is not None:
        assert QtCore.QRect(0, 0, width, height).contains(place)
        assert place.width() == 400
        assert 386 <= place.height() <= 420


@pytest.mark.parametrize("kind", ["tab", "button"])
@pytest.mark.parametrize("position", ["right", "left"])
def test_the_launcher_is_inside_the_window(kind, position):
    window, size = QtCore.QSize(640, 480), QtCore.QSize(32, 56)
    place = QtCore.QRect(launcher_place(window, size, kind, position), size)

    assert QtCore.QRect(QtCore.QPoint(), window).contains(place)
