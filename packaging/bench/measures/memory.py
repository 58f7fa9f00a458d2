"""What the widget adds to the memory of a host, and what it loads that it should not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

SCREEN = (1280, 800)
HOST = "the bare host"
CLOSED = Figure("memory added, attached and closed", "MB", HOST, Goal(4, "value"))
OPENED = Figure("memory added, opened once", "MB", HOST, Goal(12, "value"))
UNWANTED = Figure("modules too early, opened once", "", "modules of the host", Goal(0, "value"))


@REGISTRY.measure("memory", CLOSED, OPENED, UNWANTED)
def memory(bench: Bench) -> dict[str, Sample]:
    """Three fresh processes of the same host: bare, attached, opened and closed again."""
    screen = bench.screen(*SCREEN)
    states = ["bare", "closed", "opened"]
    told = {state: bench.child("memory", screen, state=state) for state in states}
    bare, opened = told["bare"], told["opened"]
    early = [name for name in opened["unwanted"] if name not in bare["unwanted"]]
    return {
        CLOSED.name: _added(told["closed"], bare),
        OPENED.name: _added(opened, bare),
        UNWANTED.name: Sample(len(early), bare["modules"], ", ".join(early)),
    }


def _added(state: dict[str, Any], bare: dict[str, Any]) -> Sample:
    """RSS is the figure; its anonymous part, heap and stacks, stands beside it."""
    note = f"of it anonymous {state['anonymous'] - bare['anonymous']:.0f} MB"
    return Sample(state["rss"] - bare["rss"], bare["rss"], note)
