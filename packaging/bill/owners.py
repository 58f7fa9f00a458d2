"""What is really in a bundle, by whose it is: read from what PyInstaller wrote down of it.

Every file has an owner: a Python package (by its RECORD), Python itself, Qt (which PySide6's wheel
brings), PyInstaller, rrweb, or a package of the system's. One that has none stops the build.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import sysconfig
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import frozen
import shlibs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import Distribution

RECIPE = Path(__file__).resolve().parents[1] / "pyinstaller"
OURS = "usero-desktop"
PYTHON = "python"
QT = "qt"
ICU = "icu"
FREEZER = "pyinstaller"
PLAYER = "rrweb"
SYSTEM = "system:"
"""What the owner's name begins with where it is a package of the system's."""

UNPACKED = "files.dir"
"""What PySide6 calls the folder of its modules in Python that are unpacked out of its library."""


@dataclass(frozen=True)
class Holding:
    """What of a bundle is one owner's: where each file stands in it, and where it came from."""

    files: dict[str, Path] = field(default_factory=dict)


def holdings(work: Path, dists: Mapping[str, Distribution]) -> dict[str, Holding]:
    """Return all that went into the bundle, by owner; `work` is PyInstaller's own folder.

    Raises ValueError where nobody knows whose a file is.
    """
    owners = _owners(dists)
    found: dict[str, Holding] = defaultdict(Holding)
    system: dict[str, Path] = {}
    for name, source, kind in frozen.entries(work, frozen.FILES, frozen.MODULES):
        if kind == "SYMLINK":
            continue
        name = name.replace("\\", "/")  # noqa: PLW2901 - as Windows has it
        owner = _owner(name, source, kind, work, owners)
        if owner:
            found[owner].files[name] = source
        else:
            system[name] = source
    for name, package in _packages(system).items():
        found[SYSTEM + package].files[name] = system[name]
    return dict(found)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def libraries(holding: Holding, folder: Path) -> dict[str, str]:
    """Return the shared libraries and programs of an owner in the bundle, each with its digest."""
    found = {}
    for name in sorted(holding.files):
        for file in (folder / "_internal" / name, folder / name):
            if shlibs.is_elf(file):
                found[name] = digest(file)
    return found


def version_of_player(folder: Path) -> str:
    file = folder / "_internal" / "usero_desktop" / "resources" / "player" / "package.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["version"])


def _owners(dists: Mapping[str, Distribution]) -> dict[Path, str]:
    return {
        Path(str(dist.locate_file(file))): name
        for name, dist in dists.items()
        for file in dist.files or ()
    }


def _owner(name: str, source: Path, kind: str, work: Path, owners: Mapping[Path, str]) -> str:
    """Return whose a file is; "" for one of the system's."""
    if name.startswith("PySide6/Qt/"):
        return ICU if Path(name).name.startswith("libicu") else QT
    if name.startswith("usero_desktop/resources/player/"):
        return PLAYER
    if UNPACKED in source.parts:
        # That package has written it beside itself, when the bundle was made.
        source = Path(*source.parts[: source.parts.index(UNPACKED)], "__init__.py")
    return owners.get(source) or _maker(name, source, kind, work)


def _maker(name: str, source: Path, kind: str, work: Path) -> str:
    """Return who has made a file that no Python package has; "" for the system."""
    standard = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    if sys.platform in {"win32", "darwin"}:  # there, Python has a folder to itself
        standard.add(sys.base_prefix)
    if name.startswith("libpython") or source.name == "base_library.zip":
        return PYTHON
    if any(source.is_relative_to(folder) for folder in standard):
        return PYTHON
    if source.is_relative_to(RECIPE):
        return OURS
    is_made_here = source.is_relative_to(work) or source == Path("-")
    return FREEZER if is_made_here or kind == "EXECUTABLE" else ""


def _packages(files: Mapping[str, Path]) -> dict[str, str]:
    """Return "package version architecture" of each of the system's files."""
    found = frozen.packages(files) if sys.platform.startswith("linux") else {}
    for name in files.keys() - found.keys():
        raise ValueError(f"nobody knows whose {files[name]} is, which is in the bundle")
    versions = {
        package: _ask(
            "dpkg-query", "--show", "--showformat=${Package} ${Version} ${Architecture}", package
        )
        for package in set(found.values())
    }
    return {name: versions[package] for name, package in found.items()}


def _ask(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout
