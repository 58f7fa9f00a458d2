"""What `dev.py build` makes, and what each is called: for who makes it and for who uses it."""

from __future__ import annotations

import platform
import sys
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from environment import BUILD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAME = "usero-desktop"
FROZEN = BUILD / "frozen"
"""Where the bundle is made, with the environment it is made in."""

BUNDLE = FROZEN / NAME
"""The program as one folder: its executable, and `_internal` with all it needs."""

ICONS = BUILD / "icons"
"""Those of the app, drawn for each system by icons.py."""


@cache
def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def wheel() -> Path:
    return BUILD / f"{NAME.replace('-', '_')}-{version()}-py3-none-any.whl"


def sdist() -> Path:
    return BUILD / f"{NAME.replace('-', '_')}-{version()}.tar.gz"


def archive() -> Path:
    return BUILD / f"{NAME}-{version()}-{_system()}-{platform.machine().lower()}.tar.xz"


def bill(artefact: Path) -> Path:
    """Return where the list of all that is in `artefact` stands: beside it."""
    return artefact.with_name(f"{artefact.name}.cdx.json")


def _system() -> str:
    return {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
