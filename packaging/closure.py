"""Prints what an installation of usero-desktop with these extras holds, one name a line.

Run by the project's own Python, which has everything: what is asked is what stands in the metadata
of the packages that are installed here, with the markers of this system.
"""

from __future__ import annotations

import sys
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "usero-desktop"


def closure(extras: list[str]) -> set[str]:
    """Return the names of all that is needed for these extras, ours aside."""
    seen: set[tuple[str, str]] = set()
    wanted = [(ROOT, extra) for extra in ("", *extras)]
    while wanted:
        name, extra = wanted.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        wanted += _needs(name, extra)
    return {name for name, _ in seen} - {ROOT}


def _needs(name: str, extra: str) -> list[tuple[str, str]]:
    needs: list[tuple[str, str]] = []
    for line in metadata.requires(name) or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": extra}):
            needs += [(canonicalize_name(need.name), wish) for wish in ("", *need.extras)]
    return needs


if __name__ == "__main__":
    print(*sorted(closure(sys.argv[1:])), sep="\n")
