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
COLD, WARM = Goal(round(2 * FRAME, 1), "value"), Goal(round(FRAME, 1), "value")

ATTACH = Figure("attach to launcher painted, first", "ms", BUTTON, COLD)
OPEN = Figure("open to panel painted, first", "ms", STOCK, COLD)
REOPEN = Figure("open to panel painted, again", "ms", AGAIN, WARM)
SLIDE = Figure("open to first frame of the slide, again", "ms", AGAIN, WARM)


@REGISTRY.measure("panel", ATTACH, OPEN, REOPEN, SLIDE)
def panel(bench: Bench) -> dict[str, Sample]:
    """Product and stock widgets, each first in a fresh process, in the same host."""
    screen = bench.screen(*SCREEN)
    ours, stock = bench.pair(
        lambda: bench.child("panel", screen, product=True),
        lambda: bench.child("panel", screen, product=False),
    )
    return {
        figure.name: Sample(ours[key], stock[key], _note(ours, key))
        for figure, key in (
            (ATTACH, "attach"),
            (OPEN, "cold"),
            (REOPEN, "reopened"),
            (SLIDE, "sliding"),
        )
    }


def _note(ours: dict[str, float], key: str) -> str:
    call = ours.get(f"{key}_call")
    return "" if call is None else f"the call itself {call:.0f} ms"
