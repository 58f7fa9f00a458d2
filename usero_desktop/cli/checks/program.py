"""Which program this is, and what runs it."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import usero_desktop
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.paths import shown_path


def _look(_subject: Subject) -> tuple[Finding, ...]:
    version = usero_desktop.__version__
    is_frozen = bool(getattr(sys, "frozen", False))
    place = shown_path(Path(usero_desktop.__file__).parent)
    python = platform.python_version()
    system = f"{platform.system()} {platform.release()} {platform.machine()}".strip()
    return (
        Finding(
            "program",
            State.OK,
            f"usero-desktop {version}{', frozen' if is_frozen else ''}, in {place}.",
            facts={"version": version, "frozen": is_frozen, "place": place},
        ),
        Finding(
            "python",
            State.OK,
            f"{platform.python_implementation()} {python} on {system}.",
            facts={"version": python, "executable": shown_path(sys.executable), "system": system},
        ),
    )


PROGRAM = Check(("program", "python"), _look)
