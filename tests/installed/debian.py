"""Debian 12 as it is when nobody has installed anything yet, to be used once and thrown away.

What debootstrap makes is kept in `build/debian-12` from one run to the next, and so are the
packages that were fetched; each test has a layer of its own over it. All mounts are in a namespace
that ends with the process that holds it, so nothing is left behind, however a test ends.

Root alone may do this. Network and screen are this machine's own; what is run there is root.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
BASE = ROOT / "build" / "debian-12"
FETCHED = ROOT / "build" / "debian-12-packages"
SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources")
MINUTES = 60.0
HOME = "/root"

# What the program there needs is said by its own test; these are the same for all.
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8"}

HOLD = """\
set -e
base=$1 layer=$2 fetched=$3
mkdir -p "$layer/root" "$layer/upper" "$layer/work"
layers="lowerdir=$base,upperdir=$layer/upper,workdir=$layer/work"
mount -t overlay overlay -o "$layers" "$layer/root" 2>/dev/null || cp -a "$base/." "$layer/root"
mount --rbind /proc "$layer/root/proc"
mount --rbind /dev "$layer/root/dev"
mount --bind "$fetched" "$layer/root/var/cache/apt/archives"
cp /etc/resolv.conf /etc/hosts "$layer/root/etc/"
echo ready
cat
"""


class Tree:
    """One Debian: `run` runs a program in it, `path` is where a file of it is from outside."""

    def __init__(self, folder: Path, holder: int) -> None:
        self._folder = folder
        self._enter = ("nsenter", f"--target={holder}", "--mount", "chroot", str(folder))
        self._holder = holder

    def path(self, inside: str) -> Path:
        return (
            Path(f"/proc/{self._holder}/root") / self._folder.relative_to("/") / inside.lstrip("/")
        )

    def run(
        self, *command: str, env: Mapping[str, str] | None = None, timeout: float = 600, **options
    ) -> subprocess.CompletedProcess[str]:
        options = {"check": True, "capture_output": True, "text": True} | options
        return subprocess.run(  # noqa: PLW1510 - it is among the options
            [*self._enter, *map(str, command)],
            env=PLAIN | dict(env or {}), timeout=timeout, **options,
        )  # fmt: skip

    def running(self, *command: str, env: Mapping[str, str] | None = None, **options):
        """Start a program; a context manager, with whose block it ends."""
        return running([*self._enter, *command], PLAIN | dict(env or {}), **options)

    def install(self, *packages: str) -> None:
        """Install packages of Debian's by name, or a file (`./name.deb`), with what they need."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        self.run("apt-get", "install", "--yes", "--no-install-recommends", *packages, env=quiet)

    def show(self, outside: Path, inside: str) -> None:
        """Have a folder of this machine's seen at that place in the tree."""
        place = self._folder / inside.lstrip("/")
        self.path(inside).mkdir(parents=True, exist_ok=True)
        within = ["nsenter", f"--target={self._holder}", "--mount"]
        subprocess.run([*within, "mount", "--bind", str(outside), str(place)], check=True)


@contextmanager
def debian(folder: Path) -> Iterator[Tree]:
    """Yield a fresh Debian 12, whose changes are in `folder` and go with it."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a tree of another system's and go into it")
    _prepare()
    layer = folder / "debian"
    unshare = ["unshare", "--mount", "--propagation=private", "sh", "-c", HOLD, "hold"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with running([*unshare, BASE, layer, FETCHED], os.environ, stderr=None, **pipes) as holder:
        said = holder.stdout.readline().strip()
        assert said == "ready", f"the tree could not be mounted: {holder.wait(30)}"
        yield Tree(layer / "root", holder.pid)
        holder.stdin.close()
        holder.wait(30)


def _prepare() -> None:
    """Make the tree that all others lie over, if it is not there: two at once make it once."""
    FETCHED.mkdir(parents=True, exist_ok=True)
    (FETCHED / "partial").mkdir(exist_ok=True)
    with (BASE.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if BASE.exists():
            return
        fresh = BASE.with_suffix(".part")
        shutil.rmtree(fresh, ignore_errors=True)
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, fresh, mirror()],
            check=False, capture_output=True, text=True, timeout=MINUTES * 60,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
        # What apt fetches is kept for the next tree, and daemons stay asleep.
        conf = fresh / "etc/apt/apt.conf.d/90keep"
        keep = 'APT::Keep-Downloaded-Packages "true";'
        conf.write_text(f"{keep}\nBinary::apt::{keep}\n")
        policy = fresh / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        (fresh / "etc/apt/sources.list").write_text(f"deb {mirror()} {SUITE} main\n")
        subprocess.run(["chroot", fresh, "apt-get", "update"], check=True, capture_output=True)
        fresh.rename(BASE)


def mirror() -> str:
    """Return where this machine has its Debian packages from, if it is a Debian."""
    for name in SOURCES:
        file = Path(name)
        words = file.read_text(encoding="utf-8") if file.exists() else ""
        found = re.search(
            r"^(?:URIs:|deb(?:\s+\[.*\])?)\s+(https?://\S+/debian)/?\s", words, re.MULTILINE
        )
        if found:
            return found[1]
    return MIRROR
