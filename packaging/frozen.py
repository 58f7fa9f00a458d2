"""What PyInstaller took into the bundle, and from where: read from its own lists."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

from steps import Stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LISTS: Final = ("COLLECT-00.toc", "PYZ-00.toc", "PKG-00.toc")
"""Libraries and data; modules of Python; what starts them."""


@dataclass(frozen=True)
class Taken:
    name: str  # of a file in `_internal`, or of a module
    source: Path


def taken(work: Path) -> list[Taken]:
    """Return all that was taken; `work` is PyInstaller's folder for one program."""
    found = []
    for name in LISTS:
        try:
            listed = ast.literal_eval((work / name).read_text(encoding="utf-8"))
        except OSError as error:
            raise Stop(f"{error.filename} is missing; run `dev.py build bundle`.") from error
        found += [one for one in _entries(listed) if one.source.is_absolute()]
    return found


def from_pypi(files: Iterable[Taken], site_packages: Path) -> list[Distribution]:
    """Return the distributions that files were taken of, and PyInstaller: its starter is in."""
    inside = {
        one.source.relative_to(site_packages).as_posix()
        for one in files
        if one.source.is_relative_to(site_packages)
    }
    return sorted(
        (
            one
            for one in distributions(path=[str(site_packages)])
            if one.name == "pyinstaller" or not inside.isdisjoint(map(str, one.files or ()))
        ),
        key=lambda one: one.name.lower(),
    )


def from_system(files: Iterable[Taken]) -> list[Taken]:
    """Return the libraries that belong to a Debian package of this machine."""
    libraries = [one for one in files if ".so" in one.source.name]
    # dpkg knows a library of /usr/lib by that name or, from before the two were one, as of /lib;
    # and what is taken may be a link, which is in the package or made by ldconfig.
    names = {one: _names(one.source) for one in libraries}
    asked = subprocess.run(
        ["dpkg", "-S", *sorted(set().union(*names.values()))],
        check=False,
        capture_output=True,
        text=True,
    )
    known = {line.rpartition(": ")[2] for line in asked.stdout.splitlines()}
    return [one for one in libraries if not known.isdisjoint(names[one])]


def _names(path: Path) -> set[str]:
    whole = {str(path), str(path.resolve())}
    return whole | {name.removeprefix("/usr") for name in whole}


def _entries(listed: object) -> Iterator[Taken]:
    """Walk through nested lists of (name in the bundle, path, kind)."""
    if isinstance(listed, (list, tuple)):
        match listed:
            case (str(name), str(path), str()):
                yield Taken(name, Path(path))
            case _:
                for one in listed:
                    yield from _entries(one)
