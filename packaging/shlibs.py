"""Which Debian packages the bundle needs: what its libraries ask for and do not bring along.

`dpkg-shlibdeps` finds that out, with the versions, from Debian's own lists of symbols. What is
opened by name while the program runs no such tool can know: that is told below.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from environment import clean_environment
from steps import Stop, run

BY_NAME: Final = {
    "libegl1": "Qt's platforms load it where there is OpenGL",
    "libgl1": "the same",
    "libxfixes3": "mss asks for it, where X has no shared memory",
    "libxrandr2": "the same",
    "ca-certificates": "truststore trusts what the system trusts",
}
_CONTROL: Final = "Source: usero-desktop\n\nPackage: usero-desktop\nArchitecture: any\n"
_MAGIC: Final = b"\x7fELF"


def depends(folder: Path) -> str:
    """Return the value of Depends for the programs and libraries in `folder`."""
    files = [file for file in sorted(folder.rglob("*")) if is_elf(file)]
    places = sorted({f"-l{file.parent}" for file in files})
    with tempfile.TemporaryDirectory(prefix="usero-shlibs-") as empty:
        control = Path(empty) / "debian" / "control"
        control.parent.mkdir()
        control.write_text(_CONTROL, encoding="utf-8")
        told = subprocess.run(
            # What it does not find a package for is in the bundle itself.
            ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *places, *files],
            cwd=empty, check=False, capture_output=True, text=True, env=clean_environment(),
        )  # fmt: skip
    if told.returncode:
        raise Stop(f"{told.stderr.strip()}\ndpkg-shlibdeps could not tell what the bundle needs.")
    found = told.stdout.strip().removeprefix("shlibs:Depends=").split(", ")
    names = {re.split(r"[ (:]", one)[0] for one in found}
    return ", ".join(sorted([*found, *(name for name in BY_NAME if name not in names)]))


def forget_builders_paths(folder: Path, *, verbose: bool) -> None:
    """Take out where libraries look for others on the machine that built them.

    A Python that was built at home looks there first, which on another machine may be a folder of
    anybody. What is beside a library stays ($ORIGIN); Python's own needs nothing else.
    """
    for file in sorted(folder.rglob("*")):
        if not is_elf(file):
            continue
        asked = subprocess.run(["patchelf", "--print-rpath", file], check=False,
                               capture_output=True, text=True)  # fmt: skip
        places = asked.stdout.strip().split(":")
        kept = [place for place in places if place.startswith("$ORIGIN")]
        if asked.returncode or places in (kept, [""]):
            continue
        change = ["--set-rpath", ":".join(kept)] if kept else ["--remove-rpath"]
        run(
            ["patchelf", *change, file],
            failed=f"patchelf could not change {file.name} (above is what it said).",
            verbose=verbose,
            env=clean_environment(),
        )


def is_elf(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC
