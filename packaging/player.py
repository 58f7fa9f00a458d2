"""rrweb, which plays session replays, out of npm into `build/`: fixed versions, checked hashes.

Two of them stand in player.toml. One plays in the inbox's page and goes into the wheel, the
other is for tests. Of a package three files are taken; nothing of it is run here.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import system
from environment import BUILD, ROOT, clean_environment, only_one
from steps import Stop, run, say, step, verb_parser

if TYPE_CHECKING:
    from environment import Environment

LOCK = ROOT / "packaging" / "player.toml"
LICENSE = ROOT / "packaging" / "rrweb-LICENSE"
NPM = "npm"

# As the package has them, and as they are called here. A server that goes by a file's ending
# knows what ".js" is.
FILES = {
    "package/dist/rrweb.umd.min.cjs": "rrweb.js",
    "package/dist/style.min.css": "rrweb.css",
    "package/package.json": "package.json",
}
STAMP = "integrity"
LICENSE_FILE = "LICENSE"


@dataclass(frozen=True)
class Player:
    """One version of rrweb, and the folder in `build/` that it has or is to have."""

    folder: Path
    version: str
    integrity: str

    def ready(self) -> bool:
        try:
            return (self.folder / STAMP).read_text(encoding="utf-8") == self.integrity
        except OSError:
            return False

    def files(self) -> list[Path]:
        """Return what belongs into its folder."""
        return [self.folder / name for name in (*FILES.values(), LICENSE_FILE, STAMP)]


def players(lock: Path = LOCK, build: Path = BUILD) -> list[Player]:
    pinned = tomllib.loads(lock.read_text(encoding="utf-8"))
    return [Player(build / name, **pin) for name, pin in pinned.items()]


def player(env: Environment, arguments: list[str]) -> int:
    verb_parser("player").parse_args(arguments)
    prepare(verbose=env.verbose)
    for one in players():
        say(f"  {one.folder.relative_to(ROOT)}  rrweb {one.version}")
    return 0


def ready() -> bool:
    return all(one.ready() for one in players())


def prepare(*, verbose: bool) -> None:
    """Fetch what is not here yet; returns at once when there is nothing to do."""
    if ready():
        return
    with only_one(BUILD / "dev.lock"):
        missing = [one for one in players() if not one.ready()]
        if missing and shutil.which(NPM) is None:
            system.provide({NPM: "fetches rrweb, which plays session replays"}, verbose=verbose)
        for one in missing:
            with step(f"fetching rrweb {one.version}"):
                install(one, fetch(one, verbose=verbose))


def offer(*, verbose: bool) -> None:
    """Fetch what is not here where that is easily done: the demo does without, if need be."""
    if ready() or shutil.which(NPM) is None:
        return
    try:
        prepare(verbose=verbose)
    except Stop as stop:
        say(f"{stop}\nSession replays cannot be watched until `dev.py player` has fetched it.")


def fetch(one: Player, *, verbose: bool) -> bytes:
    """Return the package as npm has it, not yet looked at."""
    npm = shutil.which(NPM)
    if npm is None:
        raise Stop("npm is not on the PATH.")
    with tempfile.TemporaryDirectory(prefix="usero-npm-") as folder:
        # Which registry is asked is the machine's own npm setting and stands in no file of ours.
        run(
            [npm, "pack", f"rrweb@{one.version}", "--pack-destination", folder],
            failed=f"npm could not fetch rrweb {one.version} (above is what it said).",
            verbose=verbose,
            env=clean_environment(),
            cwd=Path(folder),
        )
        (package,) = Path(folder).glob("*.tgz")
        return package.read_bytes()


def install(one: Player, package: bytes) -> None:
    """Put the files of `package` in their place, all or none, if it is the one that is meant."""
    came = "sha512-" + base64.b64encode(hashlib.sha512(package).digest()).decode()
    if came != one.integrity:
        raise Stop(
            f"What npm sent as rrweb {one.version} is not what {LOCK.name} names: "
            f"{came} instead of {one.integrity}."
        )
    files = _files_in(package, one.version)
    fresh = one.folder.with_name(f"{one.folder.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, content in files.items():
        (fresh / name).write_bytes(content)
    shutil.copy(
        LICENSE, fresh / LICENSE_FILE
    )  # the package names its licence and does not bring it
    (fresh / STAMP).write_text(one.integrity, encoding="utf-8")
    shutil.rmtree(one.folder, ignore_errors=True)
    fresh.rename(one.folder)


def _files_in(package: bytes, version: str) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
        for member in archive:
            if member.name in FILES and (content := archive.extractfile(member)):
                found[FILES[member.name]] = content.read()
    lacking = [name for name, ours in FILES.items() if ours not in found]
    if lacking:
        raise Stop(f"rrweb {version} has no file {', '.join(lacking)}.")
    return found
