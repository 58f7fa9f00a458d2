"""A recording stays within its bytes a second, whatever its pictures weigh, and recovers."""

from __future__ import annotations

import gzip
import math
from base64 import b64encode
from random import Random

import pytest

from usero_desktop.rrweb import events
from usero_desktop.rrweb.events import Add
from usero_desktop.rrweb.nodes import Element
from usero_desktop.rrweb.pace import (
    BURST_SECONDS,
    BYTES_PER_SECOND,
    COARSE,
    COARSE_FROM,
    Pace,
    packed_size,
)

REST_SECONDS = 0.25
BURST = BYTES_PER_SECOND * BURST_SECONDS


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(clock=clock)


def picture(size):
    """An event with a picture of which `size` bytes travel."""
    source = "data:image/webp;base64," + "A" * round(size / 0.76)
    return events.mutation(0, adds=[Add(8, Element(20, "img", {"src": source}))])


class Recorder:
    """Draws one thing as often as the pace allows; what it weighs goes with its pixels."""

    def __init__(self, pace, clock):
        self.pace, self.clock = pace, clock
        self.spent = 0
        self.scales = []
        self.slowest = 1.0

    def run(self, seconds, size):
        end = self.clock.now + seconds
        while self.clock.now < end:
            scale = self.pace.scale
            event = picture(size * scale**2)
            self.pace.spend(event)
            self.spent += packed_size(event)
            if not self.scales or self.scales[-1] != scale:
                self.scales.append(scale)
            slowness = self.pace.slowness
            self.slowest = max(self.slowest, slowness)
            self.clock.now += min(REST_SECONDS * slowness, end - self.clock.now + 0.001)
        return self


def test_what_is_within_the_rate_is_never_slowed_down(pace, clock):
    recorder = Recorder(pace, clock).run(600, BYTES_PER_SECOND * REST_SECONDS * 0.95)
    assert recorder.slowest == 1
    assert recorder.scales == [1]


@pytest.mark.parametrize("size", [6_000, 20_000, 60_000, 150_000, 500_000])
def test_the_rate_is_kept_whatever_a_picture_weighs(pace, clock, size):
    recorder = Recorder(pace, clock).run(600, size)
    assert recorder.spent <= 600 * BYTES_PER_SECOND + BURST + 2 * size
    assert recorder.spent >= 0.9 * 600 * BYTES_PER_SECOND


def test_half_a_minute_of_much_too_much_is_at_most_its_bytes_and_a_burst(pace, clock):
    recorder = Recorder(pace, clock).run(30, 60_000)
    assert recorder.spent <= 30 * BYTES_PER_SECOND + BURST + 60_000


def test_it_is_slowed_down_first_and_stays_sharp_where_that_helps(pace, clock):
    recorder = Recorder(pace, clock).run(600, 40_000)
    assert 2 < recorder.slowest < COARSE_FROM
    assert recorder.scales == [1]


def test_where_it_would_get_too_slow_pictures_are_coarser_and_come_more_often(pace, clock):
    recorder = Recorder(pace, clock).run(600, 150_000)
    assert recorder.slowest > COARSE_FROM
    assert recorder.scales == [1, COARSE]
    assert pace.slowness < COARSE_FROM
    assert not pace.is_paused


def test_where_nothing_helps_there_is_to_be_no_picture(pace, clock):
    words = events.custom(0, "table", {"cells": "x" * 300_000})
    for _ in range(400):
        assert pace.scale < 1 or not pace.is_paused
        pace.spend(words)
        clock.now += 0.1
    assert pace.is_paused
    clock.now += 3600
    assert not pace.is_paused


def test_words_count_as_well(pace, clock):
    table = events.custom(0, "table", {"cells": "x" * 30_000})
    for _ in range(400):
        pace.spend(table)
        clock.now += 0.1
    assert pace.slowness > 2


def test_one_large_picture_is_no_reason_for_coarser_ones(pace, clock):
    pace.spend(picture(3 * BURST))
    for _ in range(600):
        clock.now += 0.1
        pace.spend(events.custom(0, "click", {}))
        assert pace.scale == 1
        assert not pace.is_paused
    assert pace.slowness == 1


def test_it_recovers_by_itself(pace, clock):
    Recorder(pace, clock).run(60, 500_000)
    seen = [(pace.slowness, -pace.scale)]
    for _ in range(200):
        clock.now += 0.5
        seen.append((pace.slowness, -pace.scale))
    assert seen[0] > (2, -1)
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == (1, -1)
    assert (1, -COARSE) in seen  # not before it has been well for a while


def test_it_recovers_while_nobody_asks(pace, clock):
    Recorder(pace, clock).run(60, 500_000)
    assert pace.scale < 1
    clock.now += 3600
    assert (pace.slowness, pace.scale) == (1, 1)


@pytest.mark.parametrize("size", [40_000, 100_000, 120_000, 150_000, 300_000])
def test_pixels_do_not_change_all_the_time(pace, clock, size):
    recorder = Recorder(pace, clock).run(600, size)
    assert len(recorder.scales) <= 3


def test_the_wait_is_until_the_bytes_are_there(pace, clock):
    assert pace.wait(100_000) == 0
    pace.spend(picture(BURST))
    assert pace.wait(BYTES_PER_SECOND) == pytest.approx(1, abs=0.02)
    clock.now += pace.wait(BYTES_PER_SECOND)
    assert pace.wait(BYTES_PER_SECOND) == pytest.approx(0, abs=0.02)
    assert pace.wait(100 * BURST) == pytest.approx(BURST_SECONDS - 1, abs=0.02)


def test_a_clock_that_stands_or_goes_back_does_no_harm(pace, clock):
    pace.spend(picture(2 * BURST))
    clock.now -= 500
    assert math.isfinite(pace.slowness)
    clock.now += 600
    pace.spend(picture(100))
    assert pace.scale == 1


def test_what_travels_is_estimated_well():
    pixels = b64encode(Random(1).randbytes(60_000)).decode()
    shown = events.mutation(
        0, adds=[Add(8, Element(20, "img", {"src": f"data:image/webp;base64,{pixels}"}))]
    )
    assert packed_size(shown) == pytest.approx(len(gzip.compress(shown.data)), rel=0.03)
