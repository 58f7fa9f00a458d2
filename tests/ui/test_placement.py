from __future__ import annotations

import random

import pytest

from usero_desktop.qt import QtCore
from usero_desktop.ui.style import metrics
from usero_desktop.ui.window.placement import (
    dialog_place,
    launcher_place,
    panel_place,
    panel_width,
    small_tab_place,
)

HEIGHTS = (420, 386)


def seen(window, position="right", side=42, heights=HEIGHTS):
    """The panel's place, or None."""
    size = QtCore.QSize(*window)
    width = panel_width(size, metrics.PANEL_WIDTH, metrics.PANEL_WIDTH, side)
    return None if width is None else panel_place(size, width, heights, position, side)


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
    place = QtCore.QRect(launcher_place(window, size, kind, position, 20), size)

    assert QtCore.QRect(QtCore.QPoint(), window).contains(place)


SCREEN = QtCore.QRect(0, 0, 1280, 800)
DIALOG = QtCore.QSize(402, 460)


def beside(owner, position="right", screen=SCREEN):
    """Where the panel's dialog goes, and how much of the owner it hides."""
    place = QtCore.QRect(dialog_place(QtCore.QRect(*owner), DIALOG, screen, position), DIALOG)
    assert screen.contains(place)
    hidden = place & QtCore.QRect(*owner)
    return place, hidden.width() * hidden.height() if hidden.isValid() else 0


def test_the_panels_dialog_stands_to_the_right_of_what_it_is_about():
    place, hidden = beside((430, 200, 420, 220))

    assert place.topLeft() == QtCore.QPoint(430 + 420 + metrics.GAP, 200)
    assert hidden == 0


def test_it_stands_to_the_left_where_the_right_has_no_room_or_the_host_wants_it_there():
    left = 860 - metrics.GAP - DIALOG.width()
    assert beside((860, 200, 420, 220))[0].left() == left
    assert beside((860, 200, 420, 220), "left")[0].left() == left
    assert beside((430, 200, 420, 220), "left")[0].right() == 430 - 1 - metrics.GAP
    assert beside((0, 200, 420, 220), "left")[0].left() == 420 + metrics.GAP


def test_it_stays_on_the_screen_when_it_is_taller_than_what_it_stands_beside():
    place, hidden = beside((430, 700, 420, 90))

    assert place.bottom() == SCREEN.bottom()
    assert hidden == 0


def test_on_an_upright_screen_it_stands_below_or_above():
    upright = QtCore.QRect(0, 0, 600, 1200)
    below, hidden = beside((50, 100, 500, 300), screen=upright)
    assert (below.top(), hidden) == (400 + metrics.GAP, 0)
    above, hidden = beside((50, 800, 500, 300), screen=upright)
    assert (above.bottom(), hidden) == (799 - metrics.GAP, 0)


@pytest.mark.parametrize("origin", [(0, 0), (-2560, -200)])
@pytest.mark.parametrize("width", range(200, 1280, 135))
@pytest.mark.parametrize("height", range(100, 800, 135))
def test_it_hides_as_little_as_any_place_on_the_screen_would(origin, width, height):
    screen = SCREEN.translated(*origin)
    owner = QtCore.QRect(0, 0, width, height)
    owner.moveCenter(screen.center())
    _, hidden = beside(owner.getRect(), screen=screen)
    least = min(
        max(part.width(), 0) * max(part.height(), 0)
        for x in range(screen.left(), screen.right() - DIALOG.width() + 2, 39)
        for y in range(screen.top(), screen.bottom() - DIALOG.height() + 2, 34)
        for part in [QtCore.QRect(QtCore.QPoint(x, y), DIALOG) & owner]
    )

    assert hidden <= least


TAB = QtCore.QSize(24, 36)


def tab(window, *taken, position="right"):
    """Where the small tab goes, and how much it hides."""
    controls = [QtCore.QRect(*rect) for rect in taken]
    place = QtCore.QRect(small_tab_place(QtCore.QSize(*window), TAB, position, controls), TAB)
    return place, hides(place, controls)


def hides(place, controls):
    parts = [place & control for control in controls]
    return sum(part.width() * part.height() for part in parts if part.isValid())


def test_in_an_empty_dialog_the_tab_is_half_way_down_the_side_the_host_wants():
    assert tab((400, 300))[0].topLeft() == QtCore.QPoint(376, 132)
    assert tab((400, 300), position="left")[0].topLeft() == QtCore.QPoint(0, 132)


def test_it_goes_up_or_down_for_a_control_in_the_middle_of_its_side():
    lower, hidden = tab((400, 300), (200, 100, 190, 60))
    assert (lower.topLeft(), hidden) == (QtCore.QPoint(376, 160 + metrics.GAP), 0)
    upper, hidden = tab((400, 300), (200, 140, 190, 60))
    assert (upper.bottom(), hidden) == (139 - metrics.GAP, 0)


def test_it_goes_to_the_other_side_for_a_dialog_whose_fields_reach_to_the_end():
    fields = [(90, 11 + 32 * row, 299, 26) for row in range(4)]
    buttons = [(228, 150, 80, 26), (312, 150, 80, 26)]
    place, hidden = tab((400, 188), *fields, *buttons)

    assert place.left() == 0
    assert hidden == 0


def test_between_two_rows_it_lies_in_the_middle():
    place, _ = tab((400, 300), (0, 0, 400, 120), (0, 160, 400, 140))

    assert (place.top(), place.bottom()) == (122, 157)


def test_where_nothing_is_free_it_hides_the_least():
    full = [(0, 0, 400, 90), (10, 100, 380, 90), (0, 200, 400, 90)]
    place, hidden = tab((400, 290), *full)

    # Over a gap of 10 px, at the end of a row that ends 10 px before the dialog does.
    assert hidden == (36 - 10) * (24 - 10)
    assert place == tab((400, 290), *full)[0]


def test_in_a_dialog_lower_than_itself_it_begins_at_the_top():
    assert tab((400, 20))[0].topLeft() == QtCore.QPoint(376, 0)


@pytest.mark.parametrize("seed", range(60))
def test_it_never_hides_more_than_it_must(seed):
    chance = random.Random(seed)
    width, height = chance.randint(60, 500), chance.randint(40, 400)
    taken = [
        (chance.randint(-20, width), chance.randint(-20, height), chance.randint(1, width), 24)
        for _ in range(chance.randint(1, 14))
    ]
    place, hidden = tab((width, height), *taken)
    controls = [QtCore.QRect(*rect) for rect in taken]
    least = min(
        hides(QtCore.QRect(QtCore.QPoint(left, top), TAB), controls)
        for left in (0, width - TAB.width())
        for top in range(height - TAB.height() + 1)
    )

    assert QtCore.QRect(0, 0, width, height).contains(place)
    assert hidden == least
