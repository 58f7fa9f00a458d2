"""What it costs to keep a report, to start with many, and to send many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from pathlib import Path

    from bench import Bench

MANY = 10_000
DRAINED = 1_000
INSERT = "one INSERT of the same bytes, TRUNCATE and FULL"
TWICE = Goal(2, "ratio")

KEEP = Figure("submit to safe in the outbox", "ms", INSERT, TWICE)
KEEP_PICTURES = Figure("submit to safe in the outbox, 3 x 1.5 MB", "ms", INSERT, TWICE)
START = Figure(f"first step of an outbox of {MANY:,}", "ms", "of an empty one", Goal(1.5, "ratio"))
DRAIN = Figure(
    f"sending a report, of {DRAINED:,} that wait", "ms", "a bare httpx loop, one connection", TWICE
)


@REGISTRY.measure("keep", KEEP, KEEP_PICTURES)
def keep(bench: Bench) -> dict[str, Sample]:
    """Without a window, in one process: the two in turn."""
    url = bench.server(0).url
    samples = {}
    for figure, pictures in ((KEEP, 0), (KEEP_PICTURES, 3)):
        told = bench.child("outbox", job="keep", url=url, pictures=pictures)
        samples[figure.name] = Sample(told["ours"], told["bare"])
    bench.server(0).take_log()
    return samples


@REGISTRY.measure("outbox-start", START)
def start(bench: Bench) -> dict[str, Sample]:
    """Reports that all wait for their next attempt, the cap lifted."""
    full, empty = (_filled(bench, count, later=True) for count in (MANY, 0))
    told = bench.child("outbox", job="start", full=str(full), empty=str(empty))
    return {START.name: Sample(told["ours"], told["bare"])}


@REGISTRY.measure("drain", DRAIN)
def drain(bench: Bench) -> dict[str, Sample]:
    """The pause between two reports, a politeness, is left out: this is what we cost."""
    url = bench.server(0).url
    filled = _filled(bench, DRAINED, later=False)
    told = bench.child("outbox", job="drain", url=url, filled=str(filled), count=DRAINED)
    bench.server(0).take_log()
    return {DRAIN.name: Sample(told["ours"], told["bare"])}


def _filled(bench: Bench, count: int, *, later: bool) -> Path:
    """Return a file with so many reports, made once a run."""

    def make() -> Path:
        file: Path = bench.home / f"outbox-{count}" / "reports.sqlite3"
        url = bench.server(0).url
        bench.child("outbox", job="fill", url=url, file=str(file), count=count, later=later)
        return file

    return bench.kept(("outbox", count), make)
