"""The installer for Windows: the bundle, packed by NSIS as `packaging/windows` says."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

import artefacts
import bundle
from environment import BUILD, ROOT, clean_environment
from steps import Stop, run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

SCRIPT: Final = ROOT / "packaging" / "windows" / "usero-desktop.nsi"


def here() -> bool:
    return sys.platform == "win32"


def make(env: Environment) -> list[Path]:
    made = BUILD / f"usero-desktop-{artefacts.version()}-setup.exe"
    with step(f"packing {made.name}"):
        pack(artefacts.BUNDLE, artefacts.ICONS / f"{artefacts.NAME}.ico", made, verbose=env.verbose)
    return [made, bundle.bill(env, made)]


def pack(payload: Path, icon: Path, made: Path, *, verbose: bool) -> None:
    """Have NSIS make the installer `made` of what is in the folder `payload`."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise Stop("makensis is not on the PATH. Install NSIS, https://nsis.sourceforge.io.")
    version = artefacts.version()
    defined = {
        "VERSION": version,
        "VERSION_OF_FOUR": of_four(version),
        "PAYLOAD": payload.resolve(),
        "ICON": icon.resolve(),
        "OUTPUT": made.resolve(),
    }
    # -WX: what NSIS warns of is wrong.
    run(
        [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8",
         *(f"-D{name}={value}" for name, value in defined.items()), SCRIPT],
        failed="NSIS did not succeed (above is what it said).",
        verbose=verbose,
        env=clean_environment(),
    )  # fmt: skip


def of_four(version: str) -> str:
    """Return a version as Windows wants it in a file: four numbers."""
    numbers = re.match(r"[\d.]*\d", version)
    parts = numbers[0].split(".") if numbers else []
    return ".".join((parts + ["0"] * 4)[:4])
