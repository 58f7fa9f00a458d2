"""The bundle: the program with its Python and its Qt in one folder, and that folder packed."""

from __future__ import annotations

import hashlib
import sys
import tarfile
from typing import TYPE_CHECKING

import artefacts
import bills
import shlibs
import system
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
PACKED = artefacts.FROZEN / "packed"


def make(env: Environment) -> list[Path]:
    frozen = folder(env)
    archive = artefacts.archive()
    if _read(PACKED) != _read(STAMP) or not archive.exists():
        pack(frozen, archive)
        PACKED.write_text(_read(STAMP), encoding="utf-8")
    return [frozen, archive, bill(env, archive)]


def folder(env: Environment) -> Path:
    """Freeze the wheel. What was made of the same wheel, pins and recipe is left as it is."""
    clean = environment_of(env)
    clean.prepare(artefacts.wheel())
    stamp = _digest(clean)
    if not (_read(STAMP) == stamp and artefacts.BUNDLE.exists() and artefacts.ICONS.exists()):
        STAMP.unlink(missing_ok=True)
        draw_icons(env)
        freeze(clean, SPEC, into=artefacts.FROZEN, work=WORK, verbose=env.verbose)
        if system.is_linux():
            forget_builders_paths(env)
        bills.lay_licences(env, work=WORK / SPEC.stem, site_packages=clean.site_packages)
        STAMP.write_text(stamp, encoding="utf-8")
    return artefacts.BUNDLE


def forget_builders_paths(env: Environment) -> None:
    tools = [tool for tool in system.TOOLS if tool.package == "patchelf"]
    system.prepare(env.site_packages, tools=tools, verbose=env.verbose)
    with step("taking out where libraries were on this machine"):
        shlibs.forget_builders_paths(artefacts.BUNDLE, verbose=env.verbose)


def bill(env: Environment, artefact: Path, *, kind: str = "bundle") -> Path:
    """Write what is in `artefact`, which holds the bundle; the `kind` as bills.py has it."""
    work, site_packages = WORK / SPEC.stem, environment_of(env).site_packages
    return bills.of_bundle(env, artefact, work=work, site_packages=site_packages, kind=kind)


def environment_of(env: Environment) -> Clean:
    """Return the environment that the bundle is made in."""
    return Clean(env, artefacts.FROZEN / "environment", "app", "freeze")


def draw_icons(env: Environment) -> None:
    with step("drawing the icons"):
        run(
            [env.python, ROOT / "packaging" / "icons.py", artefacts.ICONS],
            failed="The icons could not be drawn (above is what was said).",
            verbose=env.verbose,
            env=clean_environment(),
        )


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
    here = ROOT / "packaging"
    code = [here / name for name in ("bundle.py", "shlibs.py", "licences.py", "icons.py")]
    code += sorted((here / "bill").glob("*.py"))
    recipe = [file for place in (RECIPE, here / "macos", ROOT / "resources" / "app")
              for file in sorted(place.rglob("*")) if file.is_file()]  # fmt: skip
    parts = [artefacts.wheel(), *code, *recipe]
    whole = hashlib.sha256(f"{sys.version}\n{clean.pins()}".encode())
    for part in parts:
        whole.update(hashlib.sha256(part.read_bytes()).digest())
    return whole.hexdigest()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
