"""Where the magnifier is: near the pointer, on the screen, and not over what is being chosen."""

from __future__ import annotations

import pytest

from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore
from usero_desktop.ui.capture import magnifier
from usero_desktop.ui.style.colors import colors_of
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import Scale

ROOM = QtCore.QRect(0, 0, 900, 700)


@pytest.fixture
def look(qapp):
    return Look(colors_of(None, dark=False), Texts("en"), Scale())


@pytest.mark.parametrize("across", [-1, 1])
@pytest.mark.parametrize("down", [-1, 1])
def test_in_the_middle_of_a_screen_it_is_on_the_side_that_is_wanted(look, across, down):
    where = magnifier.place(look, QtCore.QPointF(450.5, 350.5), ROOM, (across, down))

    assert (where.left() > 450) is (across > 0)
    assert (where.right() < 450) is (across < 0)
    assert (where.top() > 350) is (down > 0)
    assert (where.bottom() < 350) is (down < 0)


@pytest.mark.parametrize("away", [(1, 1), (1, -1), (-1, 1), (-1, -1)])
@pytest.mark.parametrize("at", [(0.5, 0.5), (899.5, 0.5), (0.5, 699.5), (899.5, 699.5)])
def test_in_a_corner_it_is_on_the_screen_and_not_on_the_pointer(look, at, away):
    where = magnifier.place(look, QtCore.QPointF(*at), ROOM, away)

    assert ROOM.contains(where)
    assert not where.contains(QtCore.QPointF(*at).toPoint())
