"""What the widget adds to the memory of a host, and what it loads that it should not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

SCREEN = (1280, 800)
HOST = "the bare host"
STACKS = "the bare host's anonymous memory: heap and stacks, no files"
IDLE_GOAL = Goal(1, "value")
"""None at all, as far as the noise of two processes lets it be seen."""
CLOSED = Figure("memory added, attached and closed", "MB", HOST, Goal(4, "value"))
OPENED = Figure("memory added, opened once", "MB", HOST, Goal(12, "value"))
HEAP = Figure("anonymous memory added, closed", "MB", STACKS)
IDLE = Figure("CPU time added, closed, 3 s", "ms", "the bare host, idle for as long", IDLE_GOAL)
UNWANTED = Figure("modules too early, opened once", "", "modules of the host", Goal(0, "value"))


@REGISTRY.measure("memory", CLOSED, HEAP, OPENED, IDLE, UNWANTED)
def memory(bench: Bench) -> dict[str, Sample]:
    """Three fresh processes of the same host: bare, attached, opened and closed again."""
    screen = bench.screen(*SCREEN)
    states = ["bare", "closed", "opened"]
    told = {state: bench.child("memory", screen, state=state) for state in states}
    bare, opened = told["bare"], told["opened"]
    early = [name for name in opened["unwanted"] if name not in bare["unwanted"]]
    return {
        CLOSED.name: _added(told["closed"], bare, "rss"),
        HEAP.name: _added(told["closed"], bare, "anonymous"),
        OPENED.name: _added(opened, bare, "rss"),
        IDLE.name: _added(told["closed"], bare, "cpu"),
        UNWANTED.name: Sample(len(early), bare["modules"], ", ".join(early)),
    }


def _added(state: dict[str, Any], bare: dict[str, Any], key: str) -> Sample:
    return Sample(state[key] - bare[key], bare[key])
