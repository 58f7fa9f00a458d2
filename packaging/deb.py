"""The Debian package: the bundle in /usr/lib, and what a desktop and a shell want to know of it.

Libraries that the bundle has from this Debian are left out and depended on: there, Debian looks
after them. Python, Qt and what came from PyPI stay in.

It is made of the same files to the same bytes: times are those of SOURCE_DATE_EPOCH, or of the
last commit. Nothing in it is run when it is installed or removed, since there is nothing to do:
menus, icons and manual pages have Debian's own triggers. What a user has written stays at their
home when the package is purged, as a mailbox does.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Final

import artefacts
import bundle
import desktop_files
import frozen
import licences
import shlibs
import system
from environment import BUILD, ROOT, clean_environment
from steps import Stop, run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

NAME: Final = artefacts.NAME
TREE: Final = BUILD / "deb"
"""The package before it is packed, as it will lie in the root of a system."""

HOME: Final = f"usr/lib/{NAME}"
FROZEN_IN: Final = artefacts.FROZEN / "environment"
"""Where the bundle was made: of all that, the bundle holds a part."""

COMPLETIONS: Final = {
    "bash": f"bash-completion/completions/{NAME}",
    "zsh": f"zsh/vendor-completions/_{NAME}",
    "fish": f"fish/vendor_completions.d/{NAME}.fish",
}
MAINTAINER: Final = "Usero <support@usero.io>"
STAMP = BUILD / "deb.stamp"
CONTROL = ROOT / "packaging" / "linux" / "control"
OVERRIDES = ROOT / "packaging" / "linux" / "lintian-overrides"


def make(env: Environment) -> list[Path]:
    tools = [tool for tool in system.TOOLS if tool.marker == "deb"]
    system.prepare(env.site_packages, tools=tools, verbose=env.verbose)
    bundle.folder(env)
    epoch, made = source_date_epoch(), path()
    wanted = _digest(epoch)
    if not (made.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted):
        STAMP.unlink(missing_ok=True)
        lay_out(epoch)
        settle(TREE, epoch)
        with step(f"packing {made.name}"):
            pack(TREE, made, epoch, verbose=env.verbose)
        STAMP.write_text(wanted, encoding="utf-8")
    return [made, bundle.bill(env, made, kind="deb")]


def lay_out(epoch: int) -> None:
    """Make the package's tree of the bundle, anew."""
    with step("laying out the Debian package"):
        shutil.rmtree(TREE, ignore_errors=True)
        # Debian has one place for licences, and they are all in that: `_documents`.
        licences_of_bundle = shutil.ignore_patterns("licenses", "NOTICE.txt")
        shutil.copytree(artefacts.BUNDLE, TREE / HOME, symlinks=True, ignore=licences_of_bundle)
        debians = frozen.from_debian(bundle.WORK / NAME)
        for name in debians:
            (TREE / HOME / "_internal" / name).unlink(missing_ok=True)
        _link(TREE / "usr/bin" / NAME, f"../lib/{NAME}/{NAME}")
        _desktop(epoch)
        _documents(epoch, without=set(debians.values()))
    with step("finding out what it needs"):
        _control(shlibs.depends(TREE / HOME))


def pack(tree: Path, made: Path, epoch: int, *, verbose: bool, how: str = "xz") -> None:
    """Pack a tree as a package; `how` is what dpkg-deb knows by -Z."""
    run(
        ["dpkg-deb", "--root-owner-group", f"-Z{how}", "--build", tree, made],
        failed="dpkg-deb did not succeed (above is what it said).",
        verbose=verbose,
        env=clean_environment() | {"SOURCE_DATE_EPOCH": str(epoch)},
    )


def path() -> Path:
    return BUILD / f"{NAME}_{version()}_{architecture()}.deb"


def version() -> str:
    """Return the version as Debian orders them: what comes before a release sorts before it."""
    return re.sub(r"[.-]?(a|b|rc|dev)(?=\d)", r"~\1", artefacts.version()) + "-1"


def architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True,
                           text=True)  # fmt: skip
    return asked.stdout.strip()


def source_date_epoch() -> int:
    """Return the time that all of the package has, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not given.isdigit():
            raise Stop(f"SOURCE_DATE_EPOCH is {given!r}, and not a number of seconds since 1970.")
        return int(given)
    if shutil.which("git") and (ROOT / ".git").exists():
        asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=False,
                               capture_output=True, text=True)  # fmt: skip
        if asked.returncode == 0:
            return int(asked.stdout)
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)  # of an sdist: when it was made


def _desktop(epoch: int) -> None:
    applications, metainfo = TREE / "usr/share/applications", TREE / "usr/share/metainfo"
    applications.mkdir(parents=True)
    metainfo.mkdir(parents=True)
    entry, info = desktop_files.write(TREE, epoch)
    entry.rename(applications / entry.name)
    info.rename(metainfo / info.name)
    shutil.copytree(artefacts.ICONS / "hicolor", TREE / "usr/share/icons/hicolor")


def _documents(epoch: int, without: set[str]) -> None:
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    page = _told(ROOT / "packaging" / "manpage.py", artefacts.version(), day)
    _gzipped(TREE / f"usr/share/man/man1/{NAME}.1.gz", page)
    for shell, place in COMPLETIONS.items():
        file = TREE / "usr/share" / place
        file.parent.mkdir(parents=True)
        file.write_bytes(_told("-m", "usero_desktop", "completion", shell))
    folder = TREE / "usr/share/doc" / NAME
    _gzipped(folder / "changelog.gz", (ROOT / "CHANGELOG.md").read_bytes())
    _gzipped(folder / "changelog.Debian.gz", _changelog(epoch).encode())
    words = licences.debian(artefacts.BUNDLE / "licenses", without)
    (folder / "copyright").write_text(words, encoding="utf-8")
    overrides = TREE / "usr/share/lintian/overrides" / NAME
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(OVERRIDES, overrides)


def _told(*arguments: str | Path) -> bytes:
    """Return what a Python with the program in it prints."""
    done = subprocess.run(
        [FROZEN_IN / "bin" / "python", *arguments],
        check=False,
        capture_output=True,
        env=clean_environment(),
    )
    if done.returncode:
        what = " ".join(map(str, arguments))
        raise Stop(f"{done.stderr.decode()}\nWhat belongs into the package was not told: {what}.")
    return done.stdout


def _changelog(epoch: int) -> str:
    when = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(epoch))
    told = desktop_files.releases(epoch)[0].words
    return (
        f"{NAME} ({version()}) stable; urgency=medium\n\n  * {told}\n"
        f"    /usr/share/doc/{NAME}/changelog.gz tells more.\n\n -- {MAINTAINER}  {when}\n"
    )


def _control(needs: str) -> None:
    folder = TREE / "DEBIAN"
    folder.mkdir()
    files = sorted(file for file in (TREE / "usr").rglob("*") if file.is_file())
    real = [file for file in files if not file.is_symlink()]
    fields = {
        "version": version(),
        "architecture": architecture(),
        "maintainer": MAINTAINER,
        # In KiB, as dpkg counts: each file in whole ones, each folder one.
        "size": sum(-(-file.stat().st_size // 1024) for file in real)
        + sum(1 for one in (TREE / "usr").rglob("*") if one.is_dir() or one.is_symlink()),
        "depends": needs,
    }
    words = CONTROL.read_text(encoding="utf-8").format(**fields)
    (folder / "control").write_text(words, encoding="utf-8")
    sums = [
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{file.relative_to(TREE)}"
        for file in real
    ]
    (folder / "md5sums").write_text("\n".join(sums) + "\n", encoding="utf-8")


def settle(tree: Path, epoch: int) -> None:
    """Give every file the same rights and time, whoever builds and wherever."""
    for one in sorted(tree.rglob("*"), reverse=True):
        if not one.is_symlink():
            runs = one.is_dir() or one == tree / HOME / NAME
            one.chmod(0o755 if runs else 0o644)
        os.utime(one, (epoch, epoch), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))


def _digest(epoch: int) -> str:
    """Stand for all that a package depends on: the bundle, what is laid beside it, and how."""
    here = ROOT / "packaging"
    code = [here / f"{name}.py" for name in ("deb", "desktop_files", "frozen", "licences",
                                             "manpage", "shlibs", "icons")]  # fmt: skip
    parts = [bundle.STAMP, ROOT / "CHANGELOG.md", *code, *sorted((here / "linux").iterdir())]
    whole = hashlib.sha256(str(epoch).encode())
    for part in parts:
        whole.update(hashlib.sha256(part.read_bytes()).digest())
    return whole.hexdigest()


def _link(place: Path, target: str) -> None:
    place.parent.mkdir(parents=True)
    place.symlink_to(target)


def _gzipped(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(gzip.compress(content, 9, mtime=0))
