"""What one must know of the machine to read the figures, and nothing that names it."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"
PACKAGES = {"pyside6": "PySide6-Essentials", "pyqt6": "PyQt6"}
BESIDE = ("httpx", "isal", "mss", "pillow", "sentry-sdk")


def machine_facts(binding: str) -> dict[str, object]:
    """Return processors, Python, Qt and library versions and the load; no name of anybody."""
    return {
        "cpus": os.cpu_count(),
        "architecture": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "binding": binding,
        "binding version": _version(PACKAGES[binding]),
        "qt": _version("PyQt6-Qt6" if binding == "pyqt6" else "shiboken6"),
        "libraries": {name: _version(name) for name in BESIDE} | {"rrweb": _player()},
        "load": load(),
    }


def load() -> float | None:
    """Return the load of the last minute; None where the system does not say."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None


def _player() -> str | None:
    try:
        told = json.loads((BUILD / "player" / "package.json").read_text(encoding="utf-8"))
    except OSError:
        return None
    version_: str = told["version"]
    return version_


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
