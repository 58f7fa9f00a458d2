"""A host that runs for weeks: opening and sending leave nothing behind."""

from __future__ import annotations

import json
from statistics import linear_regression

import pytest
from host.program import run

KILOBYTES_AN_OPEN = 20
COUNTED = ("widgets", "objects", "python", "descriptors", "threads")


def grown(inbox, tmp_path, opens, submits, leak=0):
    """Return kilobytes an open, what else has become more, and how many reports arrived."""
    done = run("growth", inbox.url, tmp_path, opens, submits, leak, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # What is loaded and cached at the first reports is not growth.
    samples = told["samples"][1:]
    slope, _ = linear_regression(
        [sample["opens"] for sample in samples], [sample["kilobytes"] for sample in samples]
    )
    half = len(samples) // 2
    more = [
        name
        for name in COUNTED
        if max(s[name] for s in samples[half:]) > max(s[name] for s in samples[:half])
    ]
    return slope, more, told["delivered"]


@pytest.mark.promise("H5")
@pytest.mark.faults
@pytest.mark.timeout(300)
def test_five_hundred_opens_and_two_hundred_reports_leave_nothing_behind(inbox, tmp_path, figure):
    slope, more, delivered = grown(inbox, tmp_path, 500, 200)

    assert more == []
    assert slope <= KILOBYTES_AN_OPEN
    assert delivered >= 200
    figure(f"500 opens, 200 reports: {max(slope, 0):.1f} KB an open, no object or descriptor more")


@pytest.mark.bites("H5")
@pytest.mark.faults
def test_what_an_open_leaks_is_seen(inbox, tmp_path, figure):
    slope, more, _ = grown(inbox, tmp_path, 150, 0, leak=40_000)

    assert slope > KILOBYTES_AN_OPEN
    assert {"objects", "descriptors"} <= set(more)
    figure(f"40 KB an open leaked on purpose, {slope:.0f} seen; objects and descriptors too")
