"""The verb `build`: which artefacts there are, and what each is made of.

One function an artefact: it is given the project's environment, finds what it needs in `build/`,
and returns what it has made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import bundle
import deb
import disk_image
import setup_exe
import system
import wheels
from environment import ROOT
from steps import Stop, say, verb_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from environment import Environment


@dataclass(frozen=True)
class Artefact:
    make: Callable[[Environment], list[Path]]
    needs: tuple[str, ...] = ()  # others that are made before it
    here: Callable[[], bool] = lambda: True  # whether this system can make it


ARTEFACTS = {
    "wheel": Artefact(wheels.make),
    "bundle": Artefact(bundle.make, needs=("wheel",)),
    "deb": Artefact(deb.make, needs=("wheel",), here=system.has_apt),
    "setup": Artefact(setup_exe.make, needs=("bundle",), here=setup_exe.here),
    "dmg": Artefact(disk_image.make, needs=("bundle",), here=disk_image.here),
}


def build(env: Environment, arguments: list[str]) -> int:
    parser = verb_parser("build", "Without a name: the wheel, with the sdist.")
    parser.add_argument("artefacts", nargs="*", metavar=f"{{{','.join([*ARTEFACTS, 'all'])}}}")
    wishes = parser.parse_args(arguments).artefacts or ["wheel"]
    unknown = [wish for wish in wishes if wish not in {*ARTEFACTS, "all"}]
    if unknown:
        parser.error(f"there is no {unknown[0]} to build")
    order = in_order(wishes)
    elsewhere = [name for name in order if not ARTEFACTS[name].here()]
    if elsewhere:
        raise Stop(f"A {elsewhere[0]} is made on another system than this one.")
    env.prepare()
    for name in order:
        say(f"{name}:")
        for made in ARTEFACTS[name].make(env):
            say(f"  {made.relative_to(ROOT)}  {size(made)}")
    return 0


def in_order(wishes: Sequence[str]) -> list[str]:
    """Return all that has to be made for `wishes`, each behind what it is made of."""
    order: list[str] = []
    everything = [name for name, artefact in ARTEFACTS.items() if artefact.here()]
    for wish in everything if "all" in wishes else wishes:
        order += [name for name in in_order(ARTEFACTS[wish].needs) if name not in order]
        order += [wish] if wish not in order else []
    return order


def size(made: Path) -> str:
    files = made.rglob("*") if made.is_dir() else [made]
    total = sum(file.lstat().st_size for file in files if not file.is_dir())
    return f"{total / 1e6:.1f} MB" if total >= 1e6 else f"{total / 1e3:.0f} kB"  # noqa: PLR2004
