"""Pictures laid over each other show the last frame, pixel by pixel, and do not pile up."""

from __future__ import annotations

import itertools
import json
import random

import pytest
from replay.composed import Composed

from usero_desktop.capture.pixels import Memory
from usero_desktop.replay.collage import PICTURES, Collage, Frame

SIZE = (320, 240)


class Canvas:
    """A picture that a test draws on."""

    def __init__(self, size=SIZE):
        self.size = size
        self.rows = bytearray(b"\x20\x40\x60\xff" * (size[0] * size[1]))
        self.when = itertools.count(1_000, 250)

    def fill(self, left, top, right, bottom, seed):
        pixel = bytes((*random.Random(seed).randbytes(3), 255))
        for row in range(top, bottom):
            begin = (row * self.size[0] + left) * 4
            self.rows[begin : begin + (right - left) * 4] = pixel * (right - left)

    def noise(self, left, top, right, bottom, seed):
        make = random.Random(seed)
        for row in range(top, bottom):
            run = b"".join(make.randbytes(3) + b"\xff" for _ in range(right - left))
            begin = (row * self.size[0] + left) * 4
            self.rows[begin : begin + len(run)] = run

    def frame(self, scale=1.0):
        rows = bytes(self.rows)
        pixels = Memory(memoryview(rows), self.size, self.size[0] * 4)
        return Frame(next(self.when), pixels, scale, rows)


@pytest.fixture
def canvas():
    return Canvas()


@pytest.fixture
def collage():
    return Collage(20, itertools.count(21).__next__)


def test_a_first_frame_is_told_whole_and_the_same_one_no_more(canvas, collage):
    told = Composed(20)
    frame = canvas.frame()
    event = collage.show(frame)
    told.take(event)
    assert event.timestamp_ms == frame.timestamp_ms
    assert told.image(SIZE).tobytes() == frame.pixels.whole().tobytes()
    assert collage.show(canvas.frame()) is None


def test_of_a_change_only_what_is_around_it_travels(canvas, collage):
    collage.show(canvas.frame())
    canvas.fill(100, 50, 120, 60, seed=1)
    [add] = json.loads(collage.show(canvas.frame()).data)["data"]["adds"]
    assert add["node"]["attributes"]["style"] == "left:100px;top:50px;width:20px;height:10px"


def test_after_any_changes_what_is_seen_is_the_last_frame(canvas, collage):
    told, random_ = Composed(20), random.Random(7)
    for number in range(60):
        left, top = random_.randrange(300), random_.randrange(220)
        box = (left, top, left + random_.randrange(1, 20), top + random_.randrange(1, 20))
        (canvas.fill if number % 3 else canvas.noise)(*box, seed=number)
        frame = canvas.frame()
        event = collage.show(frame)
        if event is not None:
            told.take(event)
        assert told.image(SIZE).tobytes() == frame.pixels.whole().tobytes()


def test_what_lies_below_a_new_picture_goes(canvas, collage):
    told = Composed(20)
    told.take(collage.show(canvas.frame()))
    for number in range(30):
        canvas.fill(10, 10, 60, 60, seed=number)
        told.take(collage.show(canvas.frame()))
    assert len(told.pictures) == 2


def test_what_piles_up_is_told_anew_before_it_weighs_more_than_that(canvas, collage):
    told = Composed(20)
    told.take(collage.show(canvas.frame()))
    grounds = 0
    for number in range(100):
        left, top = number * 53 % 290, number * 31 % 210
        canvas.noise(left, top, left + 8, top + 8, seed=number)
        event = collage.show(canvas.frame())
        told.take(event)
        grounds += len(json.loads(event.data)["data"]["removes"]) > PICTURES
        assert len(told.pictures) <= 62
    assert 1 <= grounds <= 8


def test_a_new_size_or_scale_begins_anew(collage):
    told = Composed(20)
    told.take(collage.show(Canvas().frame()))
    smaller = Canvas((100, 80))
    told.take(collage.show(smaller.frame()))
    assert len(told.pictures) == 1
    half = Canvas((50, 40))
    half.fill(0, 0, 10, 10, seed=3)
    frame = half.frame(scale=0.5)
    told.take(collage.show(frame))
    assert len(told.pictures) == 1
    wanted = frame.pixels.whole().resize((100, 80), 0)
    assert told.image((100, 80)).tobytes() == wanted.tobytes()


def test_a_large_one_is_told_in_strips():
    told, collage = Composed(20), Collage(20, itertools.count(21).__next__)
    canvas = Canvas((900, 700))
    canvas.fill(0, 0, 900, 350, seed=1)
    frame = canvas.frame()
    told.take(collage.show(frame))
    assert len(told.pictures) > 3
    assert told.image((900, 700)).tobytes() == frame.pixels.whole().tobytes()


def test_who_gives_up_has_told_nothing(canvas, collage):
    told = Composed(20)
    told.take(collage.show(canvas.frame()))
    canvas.fill(0, 0, 30, 30, seed=1)
    assert collage.show(canvas.frame(), lambda: True) is None
    frame = canvas.frame()
    told.take(collage.show(frame))
    assert told.image(SIZE).tobytes() == frame.pixels.whole().tobytes()
