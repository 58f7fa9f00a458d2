"""Ten thousand programs lose the same server in the same second, and come back to it."""

import itertools
import random
from collections import Counter

import pytest

from usero_desktop.outbox.schedule import PAUSE_SECONDS, retry_delay

CLIENTS = 10_000
SHARE = 0.02
"""The most that may come in one second."""

FIRST_WIDE = 5
"""The attempt from which the window is wide enough for that: 80 s, after 5, 10, 20 and 40."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def attempts_of(chance, until, *, wish=None):
    """Return the moments at which one program tries, from the loss at 0 to its first success.

    The server is back at `until`; while it is away it answers with `wish` as Retry-After.
    """
    moments = [0.0]
    while moments[-1] < until:
        moments.append(moments[-1] + retry_delay(len(moments), random=chance, retry_after=wish))
    return moments


def everybody(until, *, chance=None, wish=None):
    source = random.Random(7)
    return [attempts_of(chance or source.random, until, wish=wish) for _ in range(CLIENTS)]


def fullest(moments):
    """Return the share of the programs that are there in the fullest second."""
    return max(Counter(int(moment) for moment in moments).values()) / CLIENTS


def from_the_wide_ones_on(stories):
    """Return, of every attempt from FIRST_WIDE on, the share in its fullest second."""
    most = min(len(story) for story in stories)
    return [fullest(s[number] for s in stories) for number in range(FIRST_WIDE, most)]


@pytest.mark.promise("B5")
@pytest.mark.parametrize("away", [2 * MINUTE, 10 * MINUTE, HOUR])
def test_when_the_server_is_back_they_come_one_after_the_other(away, figure):
    stories = everybody(away)
    share = fullest(story[-1] for story in stories)
    assert share <= SHARE
    figure(f"away {away // MINUTE} min, {CLIENTS:,} programs: {share:.1%} in the fullest second")


@pytest.mark.promise("B5")
def test_every_attempt_is_spread_once_its_window_is_wide_enough(figure):
    shares = from_the_wide_ones_on(everybody(6 * HOUR))
    assert len(shares) >= 5
    assert max(shares) <= SHARE
    figure(f"each attempt from the {FIRST_WIDE}th on: {max(shares):.1%} in the fullest second")


@pytest.mark.promise("B5", "B6")
@pytest.mark.parametrize("wish", [150, 10 * MINUTE, HOUR, DAY, 10 * DAY])
def test_who_was_told_the_same_wait_does_not_come_back_in_the_same_second(wish, figure):
    source = random.Random(7)
    waits = [retry_delay(1, random=source.random, retry_after=wish) for _ in range(CLIENTS)]
    assert min(waits) >= min(wish, DAY - HOUR)
    assert max(waits) <= DAY
    assert fullest(waits) <= SHARE
    figure(f"Retry-After {wish} s: {fullest(waits):.1%} in the fullest second")


@pytest.mark.promise("B5")
def test_one_program_never_tries_a_report_twice_within_a_second():
    for story in everybody(HOUR):
        assert min(b - a for a, b in itertools.pairwise(story)) >= 1.0
    assert PAUSE_SECONDS >= 0.1


@pytest.mark.bites("B5")
@pytest.mark.parametrize("chance", [lambda: 1.0, lambda: 0.5])
def test_programs_without_jitter_are_found_out(chance):
    stories = everybody(HOUR, chance=chance)
    assert fullest(story[-1] for story in stories) == 1.0
    assert min(from_the_wide_ones_on(stories)) == 1.0


@pytest.mark.bites("B5")
def test_a_jitter_that_is_too_small_is_found_out():
    source = random.Random(7)
    stories = everybody(HOUR, chance=lambda: 0.99 + source.random() / 100)
    assert fullest(story[-1] for story in stories) > SHARE
