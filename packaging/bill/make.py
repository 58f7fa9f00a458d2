"""Writes the bill of materials of a wheel or of a bundle. Run by the project's own Python.

make.py wheel WHEEL OUT REQUIRED OPTIONAL             (names, with commas between)
make.py bundle ARTEFACT OUT FOLDER WORK SITE_PACKAGES  (ARTEFACT is made of the folder)
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import distributions
import notices
import owners
import written
from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.component import Component, ComponentType
from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.metadata import Distribution

LICENCES = {
    owners.PYTHON: "PSF-2.0",
    owners.QT: "LGPL-3.0-only",
    owners.ICU: "Unicode-DFS-2016",
    owners.FREEZER: "GPL-2.0-or-later WITH Bootloader-exception",
    owners.PLAYER: "MIT",
}


def of_wheel(wheel: Path, out: Path, required: str, optional: str) -> None:
    dists = distributions.installed(sysconfig.get_path("purelib"))
    whole = _whole(dists[owners.OURS], wheel, ComponentType.LIBRARY)
    parts = {name: distributions.component(dists[name]) for name in _names(required)}
    parts |= {
        name: distributions.component(dists[name], optional=True) for name in _names(optional)
    }
    _write(whole, wheel, out, parts, dists)


def of_bundle(
    artefact: Path, out: Path, folder: Path, work: Path, site_packages: str, *, is_deb: bool
) -> None:
    dists = distributions.installed(site_packages)
    whole = _whole(dists[owners.OURS], artefact, ComponentType.APPLICATION)
    held = owners.holdings(work, dists)
    parts = {}
    for owner, holding in sorted(held.items()):
        if owner == owners.OURS or (is_deb and owner.startswith(owners.SYSTEM)):
            continue
        files = _files(owners.libraries(holding, folder))
        if owner in dists and owner not in LICENCES:
            parts[owner] = distributions.component(dists[owner], components=files)
        else:
            parts[owner] = _other(owner, _version(owner, folder, dists), files)
    _write(whole, artefact, out, parts, dists)


def _version(owner: str, folder: Path, dists: Mapping[str, Distribution]) -> str:
    if owner == owners.PYTHON:
        return sys.version.split()[0]
    if owner == owners.QT:
        return dists["pyside6-essentials"].version
    if owner == owners.PLAYER:
        return owners.version_of_player(folder)
    if owner == owners.ICU:
        (library,) = (folder / "_internal").glob("PySide6/Qt/lib/libicudata.so.*")
        return library.name.rsplit(".", 1)[-1]
    if owner == owners.FREEZER:
        return dists[owner].version
    return owner.split()[1]


def _other(owner: str, version: str, files: list[Component]) -> Component:
    name = owner.removeprefix(owners.SYSTEM).split()[0]
    if owner.startswith(owners.SYSTEM):
        purl = PackageURL("deb", "debian", name, version, {"arch": owner.split()[2]})
    else:
        kind = {owners.PLAYER: "npm", owners.FREEZER: "pypi"}.get(owner, "generic")
        purl = PackageURL(kind, None, name, version)
    licence = LICENCES.get(owner)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=str(purl),
        purl=purl,
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        components=files,
    )


def _files(digests: Mapping[str, str]) -> list[Component]:
    return [
        Component(
            type=ComponentType.FILE,
            name=name,
            bom_ref=f"file:{name}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        )
        for name, digest in digests.items()
    ]


def _whole(dist: Distribution, artefact: Path, kind: ComponentType) -> Component:
    licence = distributions.licence_of(dist)
    return Component(
        type=kind,
        name=owners.OURS,
        version=dist.version,
        bom_ref=owners.OURS,
        purl=PackageURL("pypi", None, owners.OURS, dist.version)
        if kind is ComponentType.LIBRARY
        else None,
        description=dist.metadata["Summary"],
        licenses=[licence] if licence else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=owners.digest(artefact))],
    )


def _write(
    whole: Component,
    artefact: Path,
    out: Path,
    parts: Mapping[str, Component],
    dists: Mapping[str, Distribution],
) -> None:
    moment = os.environ.get("SOURCE_DATE_EPOCH") or artefact.stat().st_mtime
    needs = distributions.edges(dists, {owners.OURS: whole} | dict(parts))
    beside = [part for name, part in parts.items() if name not in dists]
    whole_needs = next(wanted for part, wanted in needs if part is whole)
    needs = [(part, wanted) for part, wanted in needs if part is not whole]
    written.write(
        whole,
        parts.values(),
        [*needs, (whole, [*whole_needs, *beside])],
        out=out,
        digest=owners.digest(artefact),
        moment=int(moment),
    )


def _names(words: str) -> Iterable[str]:
    return filter(None, words.split(","))


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "wheel":
        wheel, out, required, optional = words
        of_wheel(Path(wheel), Path(out), required, optional)
    elif what in {"bundle", "deb"}:
        artefact, out, folder, work, site_packages = words
        places = (Path(artefact), Path(out), Path(folder), Path(work))
        of_bundle(*places, site_packages, is_deb=what == "deb")
    else:
        folder, work, site_packages = words
        dists = distributions.installed(site_packages)
        notices.write(Path(folder), owners.holdings(Path(work), dists), dists)
