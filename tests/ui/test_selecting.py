"""A selection by hand and by keys, as values: no window is needed for it."""

from __future__ import annotations

import pytest

from usero_desktop.ui.capture.selecting import MOVE, NEW, Selecting
from usero_desktop.ui.capture.selection import HANDLES, Selection

SIZE = 200, 100


def choice(selection=None, pointer=(50, 40), targets=()):
    made = Selecting(SIZE, pointer, targets)
    made.selection = selection
    return made


def drag(made, start, *ways):
    made.press(*start, 5)
    for way in ways:
        made.point(*way)
    made.release()
    return made.selection


def test_a_drag_chooses_both_the_pixel_it_begins_and_the_one_it_ends_at():
    assert drag(choice(), (10, 20), (30, 25)) == Selection(10, 20, 31, 26)
    assert drag(choice(), (30, 25), (10, 20)) == Selection(10, 20, 31, 26)


def test_a_drag_out_of_the_picture_ends_at_its_last_pixels():
    assert drag(choice(), (10, 20), (900, -7)) == Selection(10, 0, 200, 21)


def test_a_click_chooses_nothing_and_takes_nothing_away():
    chosen = Selection(10, 10, 50, 50)

    assert drag(choice(), (10, 20)) is None
    assert drag(choice(), (10, 20), (10, 20)) is None
    assert drag(choice(chosen), (150, 80), (150, 80)) == chosen


def test_a_drag_there_and_back_chooses_the_pixel_it_began_at():
    assert drag(choice(), (10, 20), (30, 40), (10, 20)) == Selection(10, 20, 11, 21)


def test_a_drag_inside_moves_all_of_it_but_not_out_of_the_picture():
    made = choice(Selection(10, 10, 60, 50))

    assert made.role(30, 30, 5) == MOVE
    assert drag(made, (30, 30), (40, 33)) == Selection(20, 13, 70, 53)
    assert drag(made, (30, 30), (-500, 500)) == Selection(0, 60, 50, 100)


@pytest.mark.parametrize("name", HANDLES)
def test_each_handle_moves_its_own_edges(name):
    before = Selection(40, 30, 120, 80)
    x, y = (int(value) for value in before.handle(name))
    made = choice(before)
    assert made.role(x, y, 5) == name
    found = drag(made, (x, y), (x + 7, y - 6))

    moved = {
        side
        for side, field in zip("wnes", ("left", "top", "right", "bottom"), strict=True)
        if getattr(found, field) != getattr(before, field)
    }
    assert moved == set(name)


def test_an_edge_that_is_pulled_over_the_other_one_turns_it_round():
    made = choice(Selection(40, 30, 120, 80))

    assert drag(made, (40, 30), (150, 90)) == Selection(119, 79, 151, 91)


def test_far_from_it_a_press_begins_another():
    made = choice(Selection(40, 30, 60, 50))

    assert made.role(100, 80, 5) == NEW
    assert drag(made, (100, 80), (110, 90)) == Selection(100, 80, 111, 91)


def test_keys_move_the_pointer_and_then_choose_from_there():
    made = choice(pointer=(10, 10))
    made.nudge(5, 0, grow=False)
    made.nudge(0, -100, grow=False)
    assert (made.selection, made.pointer) == (None, (15, 0))
    made.nudge(10, 0, grow=True)
    made.nudge(0, 1, grow=True)
    assert made.selection == Selection(15, 0, 26, 2)
    made.nudge(1, 3, grow=False)
    assert made.selection == Selection(16, 3, 27, 5)
    made.nudge(-900, -900, grow=True)
    assert made.selection == Selection(16, 3, 17, 4)
    made.nudge(900, 900, grow=True)
    assert made.selection == Selection(16, 3, 200, 100)


def test_tab_goes_round_the_targets_and_back_and_leaves_out_what_is_not_in_the_picture():
    targets = Selection(-30, 10, 40, 50), Selection(300, 0, 400, 50), Selection(0, 0, 200, 100)
    made = choice(targets=targets)
    seen = []
    for step in (1, 1, 1, -1):
        made.next_target(step)
        seen.append(made.selection)

    first, last = Selection(0, 10, 40, 50), targets[2]
    assert seen == [first, last, first, last]
    backwards = choice(targets=targets)
    backwards.next_target(-1)
    assert backwards.selection == last


def test_without_a_target_tab_does_nothing():
    made = choice()
    made.next_target(1)

    assert made.selection is None


@pytest.mark.parametrize(
    "start,goal,away",
    [((20, 20), (90, 80), (1, 1)), ((90, 80), (20, 20), (-1, -1)), ((90, 20), (20, 80), (-1, 1))],
)
def test_away_is_the_side_of_the_pointer_where_nothing_is_chosen(start, goal, away):
    made = choice()
    assert made.away == (1, 1)
    drag(made, start, goal)

    assert made.away == away


def test_keys_are_told_from_a_hand():
    made = choice(Selection(10, 10, 60, 50))
    seen = [made.by_keys]
    for change in (
        lambda: made.nudge(1, 0, grow=True), lambda: made.point(5, 5),
        lambda: made.nudge(1, 0, grow=False), lambda: made.next_target(1),
    ):  # fmt: skip
        change()
        seen.append(made.by_keys)

    assert seen == [False, True, False, True, False]
