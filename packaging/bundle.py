"""The bundle: the program with its Python and its Qt in one folder, and that folder packed."""

from __future__ import annotations

import hashlib
import tarfile
from typing import TYPE_CHECKING

import artefacts
from clean import Clean
from environment import ROOT, clean_environment
from steps import run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

RECIPE = ROOT / "packaging" / "pyinstaller"
SPEC = RECIPE / "usero-desktop.spec"
WORK = artefacts.FROZEN / "work"
STAMP = artefacts.FROZEN / "stamp"


def make(env: Environment) -> list[Path]:
    """Freeze the wheel. What was made of the same wheel, pins and recipe is left as it is."""
    clean = Clean(env, artefacts.FROZEN / "environment", "app", "build")
    clean.prepare(artefacts.wheel())
    archive = artefacts.archive()
    stamp = _digest(clean)
    if not (_read(STAMP) == stamp and archive.exists()):
        STAMP.unlink(missing_ok=True)
        freeze(clean, SPEC, into=artefacts.FROZEN, work=WORK, verbose=env.verbose)
        pack(artefacts.BUNDLE, archive)
        STAMP.write_text(stamp, encoding="utf-8")
    return [artefacts.BUNDLE, archive]


def freeze(clean: Clean, spec: Path, *, into: Path, work: Path, verbose: bool) -> None:
    """Run PyInstaller of the environment `clean` with this spec."""
    pyinstaller = [clean.python, "-I", "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    with step(f"freezing {spec.stem}"):
        run(
            [*pyinstaller, "--distpath", into, "--workpath", work, spec],
            failed="PyInstaller did not succeed (above is what it said).",
            verbose=verbose,
            # What it keeps from one run to the next is kept here, and not at the user's home.
            env=clean_environment() | {"PYINSTALLER_CONFIG_DIR": str(work)},
            cwd=artefacts.FROZEN,
        )


def pack(folder: Path, archive: Path) -> None:
    """Write the .tar.xz: the same bytes for the same files, whoever packs them."""
    fresh = archive.with_name(f"{archive.name}.part")
    with step(f"packing {archive.name}"), tarfile.open(fresh, "w:xz", preset=9) as packed:
        for path in [folder, *sorted(folder.rglob("*"))]:
            name = path.relative_to(folder.parent).as_posix()
            packed.add(path, name, recursive=False, filter=_anybodys)
    fresh.rename(archive)


def _anybodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


def _digest(clean: Clean) -> str:
    parts = [artefacts.wheel(), *sorted(file for file in RECIPE.rglob("*") if file.is_file())]
    whole = hashlib.sha256(clean.pins().encode())
    for part in parts:
        whole.update(hashlib.sha256(part.read_bytes()).digest())
    return whole.hexdigest()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
