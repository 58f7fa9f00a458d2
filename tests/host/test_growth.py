"""A host that runs for weeks: opening and sending leave nothing behind."""

from __future__ import annotations

import json
from statistics import linear_regression

import pytest
from host.program import run
from host.stalls import late_often, longest

KILOBYTES_AN_OPEN = 20
OPENS_AN_OBJECT = 25
"""One object more in so many opens is growth; a report comes with two or three opens."""
COUNTED = ("widgets", "objects", "python", "descriptors", "threads")


def grow(inbox, tmp_path, opens, submits, leak=0, block=0):
    """Return what the program told: samples, reports delivered, and gaps in each 25 opens."""
    done = run("growth", inbox.url, tmp_path, opens, submits, leak, block, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def grown(told):
    """Return kilobytes an open, and what else has become more."""
    # What is loaded and cached at the first reports is not growth.
    samples = told["samples"][1:]
    slope, _ = linear_regression(
        [sample["opens"] for sample in samples], [sample["kilobytes"] for sample in samples]
    )
    half = len(samples) // 2
    first, second = samples[:half], samples[half:]
    # What is made when it is first needed may be made late, and is made once.
    once = (second[-1]["opens"] - second[0]["opens"]) / OPENS_AN_OBJECT
    more = {}
    for name in COUNTED:
        before, after = (max(sample[name] for sample in some) for some in (first, second))
        if after > before + once:
            more[name] = (before, after)
    return slope, more


@pytest.mark.promise("H5", "H7")
@pytest.mark.faults
@pytest.mark.timeout(400)
def test_five_hundred_opens_and_two_hundred_reports_leave_nothing_behind(inbox, tmp_path, figure):
    told = grow(inbox, tmp_path, 500, 200)
    slope, more = grown(told)
    rounds = told["rounds"]
    stalled = late_often(rounds)
    if stalled:  # a machine that is busy for all of it, or ours?
        rounds = grow(inbox, tmp_path, 500, 200)["rounds"]
        stalled &= late_often(rounds)

    assert more == {}
    assert slope <= KILOBYTES_AN_OPEN
    assert told["delivered"] >= 200
    assert stalled == set(), rounds
    figure(f"500 opens, 200 reports: {max(slope, 0):.1f} KB an open, no object or descriptor more")
    figure(f"the loop stood still for {longest(rounds)} ms at most")


@pytest.mark.bites("H5")
@pytest.mark.faults
def test_what_an_open_leaks_is_seen(inbox, tmp_path, figure):
    slope, more = grown(grow(inbox, tmp_path, 150, 0, leak=40_000))

    assert slope > KILOBYTES_AN_OPEN
    assert {"objects", "descriptors"} <= more.keys()
    figure(f"40 KB an open leaked on purpose, {slope:.0f} seen; objects and descriptors too")


@pytest.mark.bites("H7")
@pytest.mark.faults
def test_a_quarter_of_a_second_at_one_key_in_twenty_five_is_seen(inbox, tmp_path, figure):
    rounds = grow(inbox, tmp_path, 125, 0, block=250)["rounds"]

    assert late_often(rounds) == {"type"}
    figure(f"250 ms blocked on purpose at one key in 25, {longest(rounds)} ms seen")
