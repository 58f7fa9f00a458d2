"""Masks stay where the pixels are while everything scrolls, changes its size and its parent."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import start_xvfb, x11_environment
from ui.process import run_script

TESTS = Path(__file__).parent.parent.parent
PROGRAM = f"""
import runpy, sys
sys.path.insert(0, {str(TESTS)!r})
runpy.run_module("replay.race", run_name="__main__")
"""


def raced(*arguments, **variables):
    """Return how many pictures a race gave, and how many pixels of a field are in them."""
    done = run_script(PROGRAM, *arguments, timeout=100, **variables)
    assert done.returncode == 0, done.stderr
    return tuple(map(int, done.stdout.split()))


@pytest.mark.faults
@pytest.mark.timeout(120)
@pytest.mark.promise("I7")
def test_no_pixel_of_a_masked_field_is_in_any_picture_of_a_race(figure):
    pictures, leaked = raced()
    assert pictures > 60
    assert leaked == 0
    figure(f"{pictures} pictures of a race, 0 pixels of a masked field")


@pytest.mark.faults
@pytest.mark.screen
@pytest.mark.timeout(120)
@pytest.mark.promise("I7")
def test_nor_is_one_on_a_real_screen(figure):
    with start_xvfb(1280, 800) as display:
        pictures, leaked = raced(QT_QPA_PLATFORM="xcb", **x11_environment(display, {}))
    assert pictures > 60
    assert leaked == 0
    figure(f"{pictures} pictures of a race on X11, 0 pixels of a masked field")


@pytest.mark.faults
@pytest.mark.timeout(120)
@pytest.mark.bites("I7")
def test_the_race_finds_fields_that_are_not_masked():
    _, leaked = raced("wrong")
    assert leaked > 1_000
