"""What it takes to reach the usero-desktop that runs already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

BARE = "python -c pass"
HEARD = Figure("a second usero-desktop, until the first hears", "ms", BARE, Goal(500, "value"))
ENDED = Figure("a second usero-desktop, until it has ended", "ms", BARE)


@REGISTRY.measure("second-start", HEARD, ENDED)
def second_start(bench: Bench) -> dict[str, Sample]:
    """From nothing: a new process, as a menu entry or a key of the desktop begins it."""
    told = bench.child("again")
    return {
        HEARD.name: Sample(told["heard"], told["bare"]),
        ENDED.name: Sample(told["ended"], told["bare"]),
    }
