"""The bill of materials beside an artefact: all that is in it or comes with it, as CycloneDX.

What writes it (bill/make.py) wants libraries, and is run by the project's own Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import artefacts
from clean import wanted
from environment import ROOT, clean_environment
from steps import run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

MAKE = ROOT / "packaging" / "bill" / "make.py"
EXTRAS = ("app", "pyqt6")
"""What a wheel may be installed with: those of developers are nobody else's."""


def of_wheel(env: Environment, wheel: Path) -> Path:
    """Write what an installation of `wheel` brings, as it is pinned here."""
    required = wanted(env)
    optional = wanted(env, *EXTRAS) - required
    return _make(env, "wheel", wheel, *(",".join(sorted(names)) for names in (required, optional)))


def of_bundle(
    env: Environment, artefact: Path, *, work: Path, site_packages: Path, kind: str = "bundle"
) -> Path:
    """Write what is in `artefact`, which holds the bundle as it was made in `work`.

    The `kind` "deb" leaves Debian's libraries to Debian.
    """
    return _make(env, kind, artefact, artefacts.BUNDLE, work, site_packages)


def lay_licences(env: Environment, *, work: Path, site_packages: Path) -> None:
    """Lay the licences of all that is in the bundle beside it."""
    with step("gathering the licences"):
        _run(env, "notices", artefacts.BUNDLE, work, site_packages)


def _make(env: Environment, kind: str, artefact: Path, *rest: Path | str) -> Path:
    bill = artefacts.bill(artefact)
    with step(f"writing down what is in {artefact.name}"):
        _run(env, kind, artefact, bill, *rest)
    return bill


def _run(env: Environment, *words: Path | str) -> None:
    run(
        [env.python, MAKE, *words],
        failed="What is in it could not be found out (above is why).",
        verbose=env.verbose,
        env=clean_environment() | {"PYTHONPATH": str(MAKE.parents[1])},  # for what both use
    )
