"""A clock that leaps by more than a year between any two steps parks no report and expires none."""

from __future__ import annotations

import random
from itertools import chain, cycle, islice, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outbox.conftest import SetClock, make_submission

from usero_desktop.outbox import schedule, turn
from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.schedule import LONGEST_SECONDS, is_expired, retry_delay
from usero_desktop.outbox.store import LEASE_SECONDS, Outbox

DAY = 86_400.0
LONGEST_WAIT = LONGEST_SECONDS + LEASE_SECONDS + turn.AHEAD_SECONDS + 1
"""An hour of the steady clock, with the lease of a program that died and what clocks are off."""

LEAPS = (-400 * DAY, -2 * DAY, -3_000.0, -90.0, -50.0, 0.0, 50.0, 90.0, 3_000.0, 2 * DAY, 400 * DAY)
TROUBLE = Failure("unreachable", "No network.")


class World:
    """A worker's part of the outbox, with a clock that leaps before each step it takes."""

    def __init__(self, outbox, clock, leaps, chance):
        self.outbox = outbox
        self.clock = clock
        self.leaps = leaps
        self.chance = chance
        self.longest = 0.0
        self.attempts = 0
        self.expired = False

    def leap(self):
        self.clock.time += next(self.leaps)

    def attempt(self):
        """Wait, as the worker does, for the next turn; fail in one of the ways there are."""
        waited = 0.0
        while True:
            self.leap()
            claim = self.outbox.claim("me")
            if claim is not None:
                break
            self.leap()
            seconds = self.outbox.seconds_to_next()
            assert seconds is not None, "nobody will ever look at the report again"
            self.clock.pass_seconds(max(seconds, 0.01))
            waited += max(seconds, 0.01)
        self.longest = max(self.longest, waited)
        self.attempts += 1
        self.leap()
        self.expired |= is_expired(claim.waited, claim.attempts + 1)
        way = self.chance.randrange(4)
        if way == 0:
            self.outbox.release(claim.submission_id, "me")
        elif way == 1:
            self.outbox.renew(claim.submission_id, "me")  # and then the program dies
        else:
            delay = retry_delay(claim.attempts + 1, random=self.chance.random)
            self.outbox.defer(claim.submission_id, "me", TROUBLE, seconds=delay)


def live(outbox, clock, submission, leaps, seed, attempts):
    world = World(outbox, clock, leaps, random.Random(seed))
    outbox.put(submission())
    for _ in range(attempts):
        world.attempt()
    return world


def leaping(chance):
    while True:
        yield chance.choice(LEAPS)


@pytest.mark.promise("A8")
def test_no_leap_between_any_two_steps_parks_or_expires_a_report(clock, submission, figure):
    longest, attempts = 0.0, 0
    for seed in range(30):
        outbox = Outbox(None, clock)
        world = live(outbox, clock, submission, leaping(random.Random(seed)), seed, 25)
        assert not world.expired
        longest, attempts = max(longest, world.longest), attempts + world.attempts
        outbox.close()
    assert longest <= LONGEST_WAIT
    figure(
        f"{attempts} attempts with a leap of up to 400 days before every step: none waited over"
        f" {LONGEST_WAIT / 60:.0f} min of the steady clock, none expired"
    )


@pytest.mark.promise("A8")
@given(leaps=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_leaps_of_any_size_park_nothing(leaps, seed):
    clock = SetClock()
    outbox = Outbox(None, clock)
    endless = chain(islice(cycle(leaps), 40), repeat(0.0))
    world = live(outbox, clock, lambda: make_submission(clock), endless, seed, 6)
    assert world.longest <= LONGEST_WAIT
    outbox.close()


@pytest.mark.promise("A8")
def test_a_report_that_really_waited_thirty_days_does_expire(submission, clock):
    outbox = Outbox(None, clock)
    outbox.put(submission())
    for hour in range(31 * 24):
        clock.pass_seconds(3_600)
        claim = outbox.claim("me")
        assert claim.waited == pytest.approx(hour * 3_600, abs=3_601)
        outbox.defer(claim.submission_id, "me", TROUBLE, seconds=10)
    assert is_expired(claim.waited, claim.attempts)


@pytest.mark.bites("A8")
def test_an_outbox_that_trusts_every_stamp_is_found_out(clock, submission, monkeypatch):
    monkeypatch.setattr(turn, "_IS_BOGUS", ())
    outbox = Outbox(None, clock)
    world = live(outbox, clock, submission, leaping(random.Random(1)), 1, 25)
    assert world.longest > LONGEST_WAIT


@pytest.mark.bites("A8")
def test_an_age_taken_from_the_clock_is_found_out(clock, submission):
    outbox = Outbox(None, clock)
    outbox.put(submission())
    for _ in range(schedule.EXPIRY_ATTEMPTS):
        claim = outbox.claim("me")
        outbox.release(claim.submission_id, "me")
    clock.time += 400 * DAY
    age = clock.now() - claim.submission.created_at.timestamp()
    assert is_expired(age, schedule.EXPIRY_ATTEMPTS)
    assert not is_expired(outbox.claim("me").waited, schedule.EXPIRY_ATTEMPTS)
