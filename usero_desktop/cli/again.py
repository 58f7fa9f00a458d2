"""How this program starts another of itself, installed or frozen."""

from __future__ import annotations

import sys


def command(*words: str) -> list[str]:
    """Return the command line that runs ``usero-desktop`` with `words`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]  # no Python is there that could be given a module
    return [sys.executable, "-m", "usero_desktop", *words]
