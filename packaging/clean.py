"""An environment as a user's own: the built wheel, the pinned versions it asks for, nothing else.

The bundle is made in one, so that nothing of the developer's tools or of the checkout gets into
it, and the wheel is proved in one.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from environment import ROOT, clean_environment
from steps import Stop, run, step

if TYPE_CHECKING:
    from pathlib import Path

    from environment import Environment

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==.*\n(?:[ \t].*\n?)*", re.MULTILINE)
STAMP = "usero-desktop.stamp"


class Clean:
    """A virtual environment in `folder`, with the wheel and what it wants with `extras`."""

    def __init__(self, env: Environment, folder: Path, *extras: str) -> None:
        self._env = env
        self.folder = folder
        self._extras = extras
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")

    def prepare(self, wheel: Path) -> None:
        """Make it, or renew what has changed: all of it with the pins, else the wheel alone."""
        pins = self.pins()
        made_of = f"{sys.version}\n{pins}".encode()
        made_for = [hashlib.sha256(part).hexdigest() for part in (made_of, _bytes(wheel))]
        held = self._stamp()
        if held == made_for and self.python.exists():
            return
        if held[:1] != made_for[:1] or not self.python.exists():
            self._make(pins)
        (self.folder / STAMP).write_text(made_for[0], encoding="utf-8")
        with step(f"installing {wheel.name} there"):
            self._pip("--force-reinstall", "--no-index", wheel)
        (self.folder / STAMP).write_text("\n".join(made_for), encoding="utf-8")

    def pins(self) -> str:
        """Return those of the pinned versions that this environment holds, with their hashes."""
        names = wanted(self._env, *self._extras)
        text = self._env.constraints.read_text(encoding="utf-8")
        pins = {pin["name"]: pin.group() for pin in PIN.finditer(text)}
        lacking = names - pins.keys()
        if lacking:
            raise Stop(f"Not pinned: {', '.join(sorted(lacking))}. Run `dev.py lock`.")
        return "".join(pins[name] for name in sorted(names))

    @property
    def site_packages(self) -> Path:
        (found,) = [
            *self.folder.glob("lib/python*/site-packages"),
            *self.folder.glob("Lib/site-packages"),
        ]
        return found

    def _stamp(self) -> list[str]:
        try:
            return (self.folder / STAMP).read_text(encoding="utf-8").split()
        except OSError:
            return []

    def _make(self, pins: str) -> None:
        with step(f"making an environment of its own, {self.folder.relative_to(ROOT)}"):
            run(
                [sys.executable, "-m", "venv", "--clear", "--without-pip", self.folder],
                failed=f"The virtual environment {self.folder} could not be made.",
                verbose=self._env.verbose,
                env=clean_environment(),
            )
        wanted = self.folder / "requirements.txt"
        wanted.write_text(pins, encoding="utf-8")
        with step("installing the pinned versions there"):
            self._pip("--require-hashes", "--only-binary=:all:", "-r", wanted)

    def _pip(self, *arguments: str | Path) -> None:
        pip = [self._env.python, "-m", "pip", "--python", self.python, "install", "--no-deps"]
        own = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        run(
            [*pip, *arguments],
            failed="pip could not install what is needed (above is what it said).",
            verbose=self._env.verbose,
            env=clean_environment() | own,
        )


def wanted(env: Environment, *extras: str) -> set[str]:
    """Return the names of all that an installation with `extras` brings, ours aside."""
    asked = subprocess.run(
        [str(env.python), str(ROOT / "packaging" / "closure.py"), *extras],
        check=False,
        capture_output=True,
        text=True,
        env=clean_environment(),
    )
    if asked.returncode:
        raise Stop(f"{asked.stderr.strip()}\nWhat the wheel needs could not be found out.")
    return set(asked.stdout.split())


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Stop(f"{file.relative_to(ROOT)} is missing. Run `dev.py build wheel`.") from None
