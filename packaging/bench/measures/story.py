"""How long the host's GUI stands still while a whole story is told on a 4K screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

SCREEN = (3840, 2160)
IDLE = "the same host, idle for 5 s before"
FRAME, COLD = Goal(16.7, "value"), Goal(60, "value")
GAP = Figure("longest GUI gap, whole story", "ms", IDLE, FRAME)
WORK = Figure("most GUI work between two beats", "ms", IDLE)
ATTACH = "attach"
"""Happens while the host is starting, before there is anything to be smooth: a goal of its own."""

STORY = (
    "approach",
    "open",
    "type",
    "picture 1",
    "picture 2",
    "picture 3",
    "send",
    "thanks",
)
BY_PHASE = {
    phase: Figure(f"longest GUI gap, {phase}", "ms", IDLE, COLD if phase == ATTACH else None)
    for phase in (ATTACH, *STORY)
}


@REGISTRY.measure("story", GAP, WORK, *BY_PHASE.values())
def story(bench: Bench) -> dict[str, Sample]:
    """One fresh process: idle, then attach, open, type, three screens, send and thanks."""
    told = bench.child("story", bench.screen(*SCREEN), url=bench.server(0).url)
    bench.server(0).take_log()
    gaps, work = told["gaps"], told["work"]
    found = {GAP.name: _longest(gaps, told["collected"]), WORK.name: _longest(work, {})}
    for phase, figure in BY_PHASE.items():
        found[figure.name] = Sample(gaps[phase], gaps["idle"])
    return found


def _longest(times: dict[str, float], collected: dict[str, float]) -> Sample:
    where = max(STORY, key=times.__getitem__)
    note = f"longest in {where}"
    if where in collected:
        # Python stops every thread for that; how long depends on the host's own objects.
        note += f", with a full garbage collection of {collected[where]:.0f} ms in it"
    return Sample(times[where], times["idle"], note)
