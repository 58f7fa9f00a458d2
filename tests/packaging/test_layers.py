"""The rooms' contracts hold, and are seen to fail when someone breaks one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder):
    done = subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(root, tmp_path):
    shutil.copytree(root / "usero_desktop", tmp_path / "usero_desktop")
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(copy):
    code, told = lint(copy)
    assert code == 0, told


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("model/draft.py", "import usero_desktop.ui", "Imports go downward only"),
        ("core/__init__.py", "import usero_desktop.ui", "Imports go downward only"),
        ("outbox/__init__.py", "import httpx", "httpx, its httpcore and truststore live in api"),
        ("ui/__init__.py", "import sqlite3", "sqlite3 lives in outbox"),
        ("ui/__init__.py", "import PySide6", "A binding is imported by qt.py alone"),
        ("core/__init__.py", "import usero_desktop.qt", "The headless product knows no Qt"),
        ("inbox/__init__.py", "import usero_desktop.api", "The inbox shares model.wire"),
        ("shed/__init__.py", "", "Imports go downward only"),  # a room that has no place
    ],
)
def test_a_planted_breach_is_found(copy, file, line, contract):
    path = copy / "usero_desktop" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")
    code, told = lint(copy)
    assert code != 0
    verdict = next(line for line in told.splitlines() if line.startswith(contract))
    assert verdict.endswith("BROKEN")
