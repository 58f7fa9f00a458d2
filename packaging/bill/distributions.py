"""Installed Python packages as parts of a bill: name, version, licence, and what they need."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License, LicenseAcknowledgement
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_NAME = 60  # of a licence; some packages put its whole text there
OF_CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
}


def installed(folder: str) -> dict[str, metadata.Distribution]:
    """Return the packages installed in the site-packages `folder`, by their plain names."""
    found = metadata.distributions(path=[folder])
    return {canonicalize_name(one.metadata["Name"]): one for one in found}


def component(
    dist: metadata.Distribution, *, optional: bool = False, components: Iterable[Component] = ()
) -> Component:
    name = canonicalize_name(dist.metadata["Name"])
    licence = licence_of(dist)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=dist.version,
        bom_ref=f"pypi:{name}@{dist.version}",
        purl=PackageURL("pypi", None, name, dist.version),
        description=dist.metadata.get("Summary"),
        scope=ComponentScope.OPTIONAL if optional else ComponentScope.REQUIRED,
        licenses=[licence] if licence else [],
        external_references=_references(dist),
        components=components,
    )


def licence_of(dist: metadata.Distribution) -> License | None:
    told = dist.metadata
    stated = told.get("License-Expression") or told.get("License") or ""
    if not stated or len(stated) > LONGEST_NAME:
        classifiers = told.get_all("Classifier") or []
        stated = next((OF_CLASSIFIERS[one] for one in classifiers if one in OF_CLASSIFIERS), "")
    if not stated:
        return None
    return LicenseFactory().make_from_string(
        stated, license_acknowledgement=LicenseAcknowledgement.DECLARED
    )


def edges(
    dists: Mapping[str, metadata.Distribution], parts: Mapping[str, Component]
) -> list[tuple[Component, list[Component]]]:
    """Return which of `parts` each of them needs, by what their metadata says."""
    return [
        (part, [parts[need] for need in sorted(_needs(dists[name])) if need in parts])
        for name, part in parts.items()
        if name in dists
    ]


def _needs(dist: metadata.Distribution) -> set[str]:
    needs = [Requirement(line) for line in dist.requires or ()]
    return {canonicalize_name(need.name) for need in needs}


def _references(dist: metadata.Distribution) -> list[ExternalReference]:
    urls = [url for url in [dist.metadata.get("Home-page")] if url]
    urls += [
        line.split(",", 1)[1].strip()
        for line in dist.metadata.get_all("Project-URL") or ()
        if line.split(",", 1)[0].strip().lower() in {"homepage", "source", "repository"}
    ]
    return [
        ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(url)) for url in urls[:1]
    ]
