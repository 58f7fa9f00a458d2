"""What PyInstaller is told of us when it freezes a host: the entry point ``pyinstaller40``."""

from __future__ import annotations

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """Return the folder of the hooks; PyInstaller asks every installed package for its own."""
    return [str(Path(__file__).parent)]
