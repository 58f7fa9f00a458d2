"""From attach() and from open() to the frame in which the last part is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

FRAME = 1000 / 60
SCREEN = (1280, 800)
BUTTON = "a stock button, first in its process"
STOCK = "an unstyled panel of stock widgets, first in its process"
AGAIN = "the same unstyled panel, hidden and shown"
ANOTHER = "another stock button"
COLD, WARM = Goal(round(2 * FRAME, 1), "value"), Goal(round(FRAME, 1), "value")

ATTACH = Figure("attach to launcher painted, first", "ms", BUTTON, COLD)
ATTACH_CALL = Figure("attach() returns, first", "ms", BUTTON, Goal(60, "value"))
ATTACH_AGAIN = Figure("attach() returns, all imported", "ms", ANOTHER, Goal(8, "value"))
OPEN = Figure("open to panel painted, first", "ms", STOCK, COLD)
OPEN_CALL = Figure("open() returns, first", "ms", STOCK)
REOPEN = Figure("open to panel painted, again", "ms", AGAIN, WARM)
SLIDE = Figure("open to first frame of the slide, again", "ms", AGAIN, WARM)
KEYS = {
    "attach": ATTACH,
    "attach_call": ATTACH_CALL,
    "attach_again": ATTACH_AGAIN,
    "cold": OPEN,
    "cold_call": OPEN_CALL,
    "reopened": REOPEN,
    "sliding": SLIDE,
}


@REGISTRY.measure("panel", *KEYS.values())
def panel(bench: Bench) -> dict[str, Sample]:
    """Product and stock widgets, each first in a fresh process, in the same host."""
    screen = bench.screen(*SCREEN)
    ours, stock = bench.pair(
        lambda: bench.child("panel", screen, product=True),
        lambda: bench.child("panel", screen, product=False),
    )
    return {figure.name: Sample(ours[key], stock[key]) for key, figure in KEYS.items()}
