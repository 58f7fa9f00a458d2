"""The bundle beside a hello-window that PyInstaller has frozen in the same run: size and speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frozen_programs import Desktop, frozen, idle
from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from pathlib import Path

    from bench import Bench

HELLO = "a hello-window, frozen as it comes"
DISK = Figure("the bundle on disk", "MB", HELLO, Goal(150, "value"))
PACKED = Figure("the bundle as .tar.xz", "MB", "the same on disk", Goal(45, "value"))
START = Figure("start to a usable panel", "ms", f"{HELLO}, to its window", Goal(1.3, "ratio"))
WAKE_UPS = Figure("wake-ups added, idle in the tray", "1/s", HELLO, Goal(0, "value"))
MEMORY = Figure("memory added (PSS), idle in the tray", "MB", HELLO, Goal(15, "value"))


@REGISTRY.measure("bundle", DISK, PACKED, START, WAKE_UPS, MEMORY)
def bundle(bench: Bench) -> dict[str, Sample]:
    """Both are started alone, one after the other; then they idle side by side."""
    made = frozen(bench)
    desktop: Desktop = bench.kept("desktop of frozen programs", lambda: Desktop(bench))
    panel, window = bench.pair(
        lambda: desktop.start("Feedback on Bench", made.program, "open", "feedback"),
        lambda: desktop.start("Hello window", made.hello),
    )
    idling = idle(desktop, {"app": (made.program, "open", "--background"), "hello": (made.hello,)})
    app, hello = idling["app"], idling["hello"]
    disk = _megabytes(made.program.parent)
    return {
        DISK.name: Sample(disk, _megabytes(made.hello.parent)),
        PACKED.name: Sample(made.archive.stat().st_size / 1e6, disk),
        START.name: Sample(panel, window),
        WAKE_UPS.name: Sample(app.wake_ups - hello.wake_ups, hello.wake_ups),
        MEMORY.name: Sample(app.memory - hello.memory, hello.memory),
    }


def _megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6
