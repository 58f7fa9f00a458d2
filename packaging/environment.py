"""The project's own virtual environment: `.venv`, holding the pinned versions and nothing else.

A stamp inside it says for what it was made, so that a second run takes no time. The stamp
is written last; while the work goes on it says so, and an environment found in that state
was interrupted and is made anew. Two runs at once wait for one another.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import system
from steps import Stop, run, say, step

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"

INSTALLING = "installing"
# The user's own Python settings would put other code before the pinned versions.
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV")


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


class Environment:
    def __init__(self, root: Path, *, verbose: bool = False) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.constraints = root / "packaging" / "constraints.txt"
        self.verbose = verbose
        self._scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self._stamp = self.folder / "usero-desktop.stamp"

    def program(self, name: str) -> Path:
        return self._scripts / (f"{name}.exe" if os.name == "nt" else name)

    @property
    def python(self) -> Path:
        return self.program("python")

    @property
    def site_packages(self) -> Path:
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        return self.folder / "lib" / f"python{_this_python()}" / "site-packages"

    def digest(self) -> str:
        """Stand for all that the environment depends on; a linter's settings are not part of it."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        parts = {
            "python": _this_python(),
            "root": str(self.root),  # scripts and the editable install hold this path
            "constraints": self.constraints.read_text(encoding="utf-8"),
            "project": project["project"],
            "build": [project["build-system"], project.get("tool", {}).get("hatch")],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def ready(self) -> bool:
        return self._state() == self.digest() and self.python.exists()

    def prepare(self) -> None:
        """Make or renew `.venv`; returns at once when there is nothing to do."""
        if self.ready():
            return
        with only_one(self.root / "build" / "dev.lock"):
            if self.ready():  # the run we waited for has done it
                return
            say(f"Preparing {self.folder}")
            if not self._usable():
                self._make()
            self._install()

    def _state(self) -> str:
        try:
            return self._stamp.read_text(encoding="utf-8")
        except OSError:
            return ""

    def _usable(self) -> bool:
        """Whether what is there can be brought up to date in place."""
        if self._state() == INSTALLING or not self.python.exists():
            return False
        probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [str(self.python), "-I", "-c", probe], check=False, capture_output=True, text=True
            )
        except OSError:  # its Python has been uninstalled
            return False
        return answer.returncode == 0 and answer.stdout.strip() == _this_python()

    def _make(self) -> None:
        if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package apart
            package = f"python{_this_python()}-venv"
            system.provide({package: "makes virtual environments"}, verbose=self.verbose)
        with step(f"making it with Python {_this_python()}"):
            run(
                [sys.executable, "-m", "venv", "--clear", "--prompt", "usero-desktop", self.folder],
                failed=f"The virtual environment {self.folder} could not be made.",
                verbose=self.verbose,
                env=clean_environment(),
            )

    def _install(self) -> None:
        digest = self.digest()
        self._stamp.write_text(INSTALLING, encoding="utf-8")
        try:
            with step("installing the pinned versions"):
                # Wheels only: no dependency's own code runs while it is installed.
                self._pip("--require-hashes", "--only-binary=:all:", "-r", str(self.constraints))
            with step("installing the project itself"):
                self._pip("--no-build-isolation", "--editable", str(self.root))
        except Stop:
            self._stamp.unlink()  # pip has ended in good order: try again in place
            raise
        self._stamp.write_text(digest, encoding="utf-8")

    def _pip(self, *arguments: str) -> None:
        # Which index is asked is the machine's own pip setting and stands in no file of ours.
        own = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        run(
            [self.python, "-m", "pip", "install", "--no-deps", *arguments],
            failed="pip could not install what the project needs (above is what it said).",
            verbose=self.verbose,
            env=clean_environment() | own,
        )


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock file; a second process waits here until the first is done or dead."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b") as file:
        # The children have it too: if we are killed, a pip that goes on holds the lock on.
        os.set_inheritable(file.fileno(), True)
        if not _try_lock(file):
            say("Another dev.py is preparing .venv: waiting for it.")
            _lock(file)
        yield  # closing the file, or dying, lets the lock go


if sys.platform == "win32":
    import msvcrt
    import time

    def _try_lock(file: IO[Any]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _lock(file: IO[Any]) -> None:
        while not _try_lock(file):
            time.sleep(0.5)

else:
    import fcntl

    def _try_lock(file: IO[Any]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _lock(file: IO[Any]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


def _this_python() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"
