"""What is masked is told nowhere while everything scrolls, changes its size and its parent."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from screens import start_xvfb, x11_environment
from ui.process import run_script

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

TESTS = Path(__file__).parents[2]
PROGRAM = f"""
import runpy, sys
sys.path.insert(0, {str(TESTS)!r})
runpy.run_module("replay.race_told", run_name="__main__")
"""


class Race(NamedTuple):
    """What was told in a race, and how often something was in it that is masked."""

    events: int
    pictures: int
    masks: int
    letters: int
    pixels: int

    def __str__(self):
        return (
            f"{self.events} events and {self.pictures} pictures of a race with {self.masks}"
            " masked runs"
        )


def raced(*arguments, **variables):
    done = run_script(PROGRAM, *arguments, timeout=100, **variables)
    assert done.returncode == 0, done.stderr
    told = Race(*map(int, done.stdout.split()))
    assert told.events > 100
    assert told.pictures > 30
    return told


@pytest.mark.promise("I7")
def test_nothing_that_is_masked_is_told_of_a_race(figure):
    told = raced()
    assert told.masks > 60
    assert (told.letters, told.pixels) == (0, 0)
    figure(f"{told}: 0 letters, 0 pixels of what is in them")


@pytest.mark.screen
@pytest.mark.promise("I7")
def test_nor_is_it_on_a_real_screen(figure):
    with start_xvfb(1280, 800) as display:
        told = raced(QT_QPA_PLATFORM="xcb", **x11_environment(display, {}))
    assert told.masks > 60
    assert (told.letters, told.pixels) == (0, 0)
    figure(f"{told}, on X11: 0 letters, 0 pixels of what is in them")


@pytest.mark.bites("I7")
def test_the_race_finds_what_is_not_masked():
    told = raced("wrong")
    assert told.letters > 10
    assert told.pixels > 100
