"""The licences of all that is in a bundle, laid beside it as they came: `licenses/`, NOTICE.txt."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import licences
import owners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.metadata import Distribution

TEXTS = Path(__file__).parents[1] / "pyinstaller" / "licenses"
OF_QT = ("LGPL-3.0.txt", "GPL-3.0.txt")
A_LICENCE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


def write(
    folder: Path, held: Mapping[str, owners.Holding], dists: Mapping[str, Distribution]
) -> None:
    """Lay the licences into the bundle at `folder`. Raises ValueError where one is not found."""
    target = folder / "licenses"
    shutil.rmtree(target, ignore_errors=True)
    names = []
    for owner in sorted(held):
        name = owner.removeprefix(owners.SYSTEM).split()[0]
        texts = _texts(owner, name, folder, dists)
        if not texts:
            raise ValueError(f"no licence of {name} is found, which is in the bundle")
        place = target / name
        place.mkdir(parents=True)
        for text in texts:
            shutil.copyfile(text, place / text.name)
        if name != licences.OURS:
            names.append(name)
    told = licences.notice(names, dists["pyside6-essentials"].version)
    (folder / "NOTICE.txt").write_text(told, encoding="utf-8")


def _texts(owner: str, name: str, folder: Path, dists: Mapping[str, Distribution]) -> list[Path]:
    if owner in {owners.QT, "pyside6-essentials", "shiboken6"}:
        return [TEXTS / text for text in OF_QT]
    if owner == owners.ICU:
        return [TEXTS / "Unicode-DFS-2016.txt"]
    if owner == owners.PYTHON:
        return [TEXTS / "PSF-2.0.txt"]
    if owner == owners.PLAYER:
        return [folder / "_internal" / "usero_desktop" / "resources" / "player" / "LICENSE"]
    if owner.startswith(owners.SYSTEM):
        return _of_debian(name)
    return _of_package(dists[owner])


def _of_debian(package: str) -> list[Path]:
    return [path for path in [Path("/usr/share/doc") / package / "copyright"] if path.exists()]


def _of_package(dist: Distribution) -> list[Path]:
    files = [file for file in dist.files or () if A_LICENCE.search(file.name)]
    here: Iterable[Path] = (Path(str(dist.locate_file(file))) for file in files)
    return [path for path in here if ".dist-info" in str(path) and path.is_file()]
