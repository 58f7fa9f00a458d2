"""Which steps of a program kept the event loop waiting for too long."""

from __future__ import annotations

from collections import Counter

STALL_MS = 50
ATTEMPTS = 5
"""Other programs may make anything late once; what is ours is late each time."""

BUSY_MS = 150
ALONE = "nothing of ours"


def late(told):
    """Return the steps that kept the window waiting.

    A machine that is busy with other things lengthens what the host does alone as well; so much
    longer may a step be.
    """
    limit = max(STALL_MS, min(1.5 * told[ALONE], BUSY_MS))
    return {step for step, took in told.items() if took > limit} - {ALONE}


def late_often(rounds):
    """Return the steps that were late in so many of the rounds that it is no chance."""
    times = Counter(step for told in rounds for step in late(told))
    return {step for step, count in times.items() if count >= ATTEMPTS}


def longest(rounds):
    """Return the longest of what is ours in whole milliseconds."""
    return round(max(took for told in rounds for step, took in told.items() if step != ALONE))
