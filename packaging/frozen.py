"""What PyInstaller took into the bundle, and from which of Debian's packages: by its own lists."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from steps import Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = "COLLECT-00.toc"
MODULES = "PYZ-00.toc"


def entries(work: Path, *lists: str) -> list[tuple[str, Path, str]]:
    """Return name in the bundle, source and kind of all that is in these lists of PyInstaller's.

    `work` is its own folder for one program.
    """
    found = []
    for name in lists:
        try:
            told = ast.literal_eval((work / name).read_text(encoding="utf-8"))
        except OSError as error:
            raise Stop(f"{error.filename} is missing; run `dev.py build bundle`.") from error
        (listed,) = [part for part in told if isinstance(part, list)]
        found += [(to, Path(source), kind) for to, source, kind in listed]
    return found


def from_debian(work: Path) -> dict[str, str]:
    """Return the place in `_internal` of each library of Debian's, and the package it is of."""
    libraries = {name: source for name, source, _ in entries(work, FILES) if ".so" in source.name}
    return {name: package.partition(":")[0] for name, package in packages(libraries).items()}


def packages(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the package of each of these files that is Debian's, as dpkg names it."""
    places = {name: _places(source) for name, source in files.items()}
    every = sorted(set().union(*places.values()))
    if not every:
        return {}
    asked = subprocess.run(["dpkg", "-S", *every], check=False, capture_output=True, text=True)
    whose = {}
    for line in asked.stdout.splitlines():
        package, _, place = line.partition(": ")
        whose[place] = package.split(",")[0]
    found = {name: [whose[one] for one in known if one in whose] for name, known in places.items()}
    return {name: names[0] for name, names in found.items() if names}


def _places(path: Path) -> list[str]:
    """Return the names under which dpkg may know a file.

    That of /usr/lib or, from before the two were one, of /lib; and what was taken may be a link,
    which is in the package or was made by ldconfig.
    """
    whole = {str(path), str(path.resolve())}
    return sorted(whole | {name.removeprefix("/usr") for name in whole})
