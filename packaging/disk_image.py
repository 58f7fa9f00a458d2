"""The disk image for macOS: the app, signed and notarised as `packaging/macos/pack.sh` does it."""

from __future__ import annotations

import platform
import shutil
import sys
from typing import TYPE_CHECKING, Final

import artefacts
import bundle
from environment import BUILD, ROOT, clean_environment
from steps import run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

APP: Final = artefacts.FROZEN / "Usero Desktop.app"
"""What PyInstaller makes beside the folder, on macOS."""


def here() -> bool:
    return sys.platform == "darwin"


def make(env: Environment) -> list[Path]:
    _lay_licences(APP / "Contents" / "Resources")
    made = BUILD / f"{artefacts.NAME}-{artefacts.version()}-{platform.machine()}.dmg"
    with step(f"signing and packing {made.name}"):
        run(
            [ROOT / "packaging" / "macos" / "pack.sh", APP, made],
            failed=f"{made.name} could not be made (above is why).",
            verbose=env.verbose,
            env=clean_environment(),
            warns=True,
        )
    return [made, bundle.bill(env, made)]


def _lay_licences(resources: Path) -> None:
    """Take them from the folder beside the app, before a signature seals what is in that."""
    shutil.copy(artefacts.BUNDLE / "NOTICE.txt", resources)
    shutil.copytree(artefacts.BUNDLE / "licenses", resources / "licenses", dirs_exist_ok=True)
