"""The wheel and the sdist, a look inside the wheel, and the bill of what it brings along."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import artefacts
import bills
import player
from environment import BUILD, ROOT, clean_environment
from steps import Stop, run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment


def make(env: Environment) -> list[Path]:
    player.prepare(verbose=env.verbose)
    for old in [*BUILD.glob("usero_desktop-*.whl*"), *BUILD.glob("usero_desktop-*.tar.gz*")]:
        old.unlink()
    with step("building wheel and sdist"):
        run(
            [env.python, "-m", "hatchling", "build", "-d", BUILD],
            failed="The build failed (above is what hatchling said).",
            verbose=env.verbose,
            env=clean_environment(),
            cwd=ROOT,
        )
    wheel = artefacts.wheel()
    lacking = not_in_wheel(wheel)
    if lacking:
        raise Stop(f"{wheel.name} lacks {', '.join(lacking)}.")
    return [wheel, artefacts.sdist(), bills.of_wheel(env, wheel)]


def not_in_wheel(wheel: Path) -> list[str]:
    """Return the files of the package and its resources that the wheel does not hold."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {"usero_desktop/py.typed"}
    (plays_here, *_) = player.players()
    expected |= {f"usero_desktop/resources/player/{path.name}" for path in plays_here.files()}
    for folder, place in (("usero_desktop", ""), ("resources", "usero_desktop/")):
        files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        expected |= {
            place + file.relative_to(ROOT).as_posix()
            for file in files
            if file.suffix != ".pyc" and not file.name.startswith(".")
        }
    return sorted(expected - held)
