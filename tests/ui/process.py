"""Whole programs of their own, for what ends a process or must not."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from usero_desktop.qt import BINDING

LIMIT = 60


def environment(**more):
    hidden = {"PYTEST_CURRENT_TEST", "DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {
        "QT_API": BINDING.lower(),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONFAULTHANDLER": "1",
    } | more  # fmt: skip


def run_script(source, *arguments, timeout=LIMIT, **variables):
    """Run `source` with this run's binding, in these variables too, and wait for its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(source), *map(str, arguments)],
        capture_output=True, text=True, timeout=timeout, check=False,
        env=environment(**variables),
    )  # fmt: skip
