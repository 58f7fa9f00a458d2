"""dev.py and its parts as modules, and the project as an installer sees it."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
BINDINGS = {"PySide6": ("PySide6", "shiboken6"), "PyQt6": ("PyQt6",)}
PARTS = (
    *("steps", "system", "environment", "player", "promises", "suite", "lock"),
    *("artefacts", "clean", "bills", "wheels", "bundle", "frozen", "licences", "shlibs"),
    *("desktop_files", "manpage", "icons", "deb", "setup_exe", "building", "dev"),
)


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture
def door(monkeypatch):
    """The modules of packaging/, loaded as `python3 packaging/dev.py` loads them."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    modules = {name: importlib.import_module(name) for name in PARTS}
    yield SimpleNamespace(**modules)
    for name in PARTS:
        del sys.modules[name]


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """A copy of what is built, so that a build writes nothing into the checkout."""
    copy = tmp_path_factory.mktemp("source") / "usero"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("usero_desktop", "resources", "tests", "packaging"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy)
    return copy


def hatch(folder, *arguments):
    command = [sys.executable, "-m", "hatchling", "build", *map(str, arguments)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def build():
    return hatch


@pytest.fixture(scope="session")
def wheel(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    hatch(source, "-t", "wheel", "-d", folder)
    (made,) = folder.glob("*.whl")
    return made


class Installed:
    """A virtual environment with the built wheel, its dependencies and the bindings we say."""

    def __init__(self, folder, wheel, bindings):
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        self.scripts = folder / "bin"
        self.python = self.scripts / "python"
        (self.site_packages,) = folder.glob("lib/python*/site-packages")
        self._borrow(bindings)
        pip = [sys.executable, "-m", "pip", "--python", self.python]
        options = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", *options, wheel], check=True, capture_output=True)

    def _borrow(self, bindings):
        """Link the packages that are installed already: a test fetches nothing."""
        unwanted = {"usero_desktop", "_usero", "__pycache__", "pip", "setuptools"}
        for name in BINDINGS.keys() - set(bindings):
            unwanted.update(BINDINGS[name])
        for entry in SITE_PACKAGES.iterdir():
            if not entry.name.startswith(tuple(unwanted)) and entry.suffix != ".pth":
                (self.site_packages / entry.name).symlink_to(entry)

    def run(self, code, **variables):
        """Run code there, far from the source tree, and return what it printed."""
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(self.python), "-c", code],
            check=False,
            cwd=self.folder,
            env=env | variables,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="session")
def install(wheel, tmp_path_factory):
    """Make an environment: install("PyQt6") has that binding alone, install() has none."""
    made = {}

    def make(*bindings):
        if bindings not in made:
            folder = tmp_path_factory.mktemp("-".join(["venv", *bindings])) / "venv"
            made[bindings] = Installed(folder, wheel, bindings)
        return made[bindings]

    return make
