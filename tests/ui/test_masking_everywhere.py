"""Wherever a widget or a column may be in a window: what is masked is not in its picture."""

from __future__ import annotations

import pytest
from ui import test_masking_embedded, test_masking_views, test_masking_widgets
from ui.planted import PLAIN, count, shown

ROOMS = (test_masking_widgets, test_masking_views, test_masking_embedded)
CASES = [case for room in ROOMS for case in room.CASES]

in_every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)


@pytest.mark.promise("I7")
@in_every_case
def test_no_pixel_of_it_is_in_the_picture_and_the_rest_is(page, case):
    case(page, True)

    picture = shown(page.window())
    assert count(picture) == 0
    assert count(picture, PLAIN) > 60 * 20 * 0.9


@pytest.mark.bites("I7")
@in_every_case
def test_what_is_not_marked_is_seen_to_be_in_it(page, case):
    case(page, False)

    assert count(shown(page.window())) > 100
