"""What a picture of the screen costs: processor, bytes, the GUI's patience, and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

SCREEN = (3840, 2160)
KINDS = ("text", "mixed", "photo")
PILLOW = "mss in one call and Pillow's default PNG, without a preview"
IDLE = "the same window, idle for 2 s before"
CPU = {
    kind: Figure(f"CPU from grab to file, {kind}", "ms", PILLOW, Goal(0.25, "ratio"))
    for kind in KINDS
}
BYTES = {
    kind: Figure(f"bytes of the file, {kind}", "KB", PILLOW, Goal(1.1, "ratio")) for kind in KINDS
}
OWN_CPU = {kind: Figure(f"CPU without isal, {kind}", "ms", PILLOW) for kind in KINDS}
OWN_BYTES = {kind: Figure(f"bytes without isal, {kind}", "KB", PILLOW) for kind in KINDS}
GAP = {
    kind: Figure(f"longest GUI gap, 3 screens of {kind}", "ms", IDLE, Goal(16.7, "value"))
    for kind in KINDS
}
EDITED_GAP = {
    kind: Figure(f"longest GUI gap, 3 {kind} edited", "ms", IDLE, Goal(16.7, "value"))
    for kind in KINDS
}
FIGURES = (CPU, BYTES, OWN_CPU, OWN_BYTES, GAP, EDITED_GAP)


@REGISTRY.measure("pictures", *(figure for group in FIGURES for figure in group.values()))
def pictures(bench: Bench) -> dict[str, Sample]:
    """A fresh process for each screen, which shows it and takes it."""
    found: dict[str, Sample] = {}
    for kind in KINDS:
        told = bench.child("screens", bench.screen(*SCREEN), kind=kind, size=SCREEN)
        note = _note(told)
        cpu, size = told["pillow_cpu"], told["pillow_bytes"] / 1000
        found[CPU[kind].name] = Sample(told["cpu"], cpu, note)
        found[BYTES[kind].name] = Sample(told["bytes"] / 1000, size, note)
        found[OWN_CPU[kind].name] = Sample(told["own_cpu"], cpu)
        found[OWN_BYTES[kind].name] = Sample(told["own_bytes"] / 1000, size)
        found[GAP[kind].name] = Sample(told["gaps"]["pictures"], told["gaps"]["idle"])
        found[EDITED_GAP[kind].name] = Sample(told["gaps"]["edited"], told["gaps"]["idle"])
    return found


def _note(told: dict[str, Any]) -> str:
    if not told["fast"]:
        return "isal is not installed"
    return "" if told["lossless"] else "NOT LOSSLESS"


LARGE = ("flat", "photo", "noise")
ONCE = "one JPEG by Pillow of the same pixels"
ITSELF = "the memory of the pixels themselves"
TIME = {
    kind: Figure(f"8K of {kind} to its file", "ms", ONCE, Goal(3000, "value")) for kind in LARGE
}
MEMORY = {
    kind: Figure(f"memory for 8K of {kind}", "MB", ITSELF, Goal(1.3, "ratio")) for kind in LARGE
}


@REGISTRY.measure("8k", *TIME.values(), *MEMORY.values())
def largest(bench: Bench) -> dict[str, Sample]:
    """A fresh process for each picture."""
    found: dict[str, Sample] = {}
    for kind in LARGE:
        told = bench.child("eightk", kind=kind)
        found[TIME[kind].name] = Sample(told["took"], told["once"], told["said"])
        found[MEMORY[kind].name] = Sample(told["grown"], told["pixels"])
    return found
