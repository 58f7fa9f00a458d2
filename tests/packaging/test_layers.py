"""The rooms' contracts hold, and are seen to fail when someone breaks one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
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


def plant(folder, file, line):
    path = folder / "usero_desktop" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")


def broken(told):
    """The names of the broken contracts; lint-imports counts the ignored imports behind some."""
    return set(re.findall(r"^(.+) BROKEN(?: \(.*\))?$", told, re.MULTILINE))


LAYERS = "Imports go downward only, and every room has its place"
ROOMS_OF_UI = "Imports go downward only between the rooms of ui, too"
ROOMS_OF_APP = "Imports go downward only between the rooms of app, too"
INBOX = "The inbox shares what the wire means, and nothing else"
HEADLESS = "The headless product knows no Qt"
HTTP = "httpx, its httpcore and truststore live in api"
SQLITE = "sqlite3 lives in outbox (and in the inbox's own store)"
SCREEN = "mss lives in capture"
PICTURES = "Pillow lives in capture (and in the inbox, which decodes anew)"
SERVER = "Starlette, uvicorn and python_multipart live in inbox"
DESKTOP = "jeepney lives in two places of ui/process and of app, and in capture"
FOLDERS = "platformdirs lives in paths (and in the inbox's command)"
BINDING = "A binding is imported by qt.py alone"
KEYRING = "keyring, and secretstorage below it, live in identity"
SYSTEM = "ctypes lives where a system is asked for what Python and Qt do not know"
REGISTRY = "winreg lives in policy/registry and in app/autostart/windows"
HOMELESS = "qt.py reaches the other binding by its name"


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("model/draft.py", "import usero_desktop.ui", LAYERS),
        ("core/__init__.py", "import usero_desktop.ui", LAYERS),
        ("shed/__init__.py", "", LAYERS),  # a room that has no place
        ("ui/form/desk.py", "import usero_desktop.ui.panel.panel", ROOMS_OF_UI),
        ("ui/masking/rules.py", "import usero_desktop.ui.attach", ROOMS_OF_UI),
        ("ui/shed/__init__.py", "", ROOMS_OF_UI),
        ("app/instance/place.py", "import usero_desktop.app.programs.desk", ROOMS_OF_APP),
        ("app/windows/card.py", "import usero_desktop.app.tray.home", ROOMS_OF_APP),
        ("app/shed.py", "", ROOMS_OF_APP),
        ("inbox/__init__.py", "import usero_desktop.api", INBOX),
        ("inbox/store.py", "import usero_desktop.i18n", INBOX),
        ("inbox/store.py", "import usero_desktop.paths", INBOX),
        ("inbox/store.py", "import usero_desktop.ui.window.launcher", INBOX),
        ("inbox/rules.py", "import usero_desktop.model.draft", INBOX),
        ("core/__init__.py", "import usero_desktop.qt", HEADLESS),
        ("cli/send.py", "import usero_desktop.qt", HEADLESS),
        ("rrweb/nodes.py", "import usero_desktop.qt", HEADLESS),
        ("rrweb/events.py", "import usero_desktop.core", LAYERS),
        ("cli/main.py", "import httpx", HTTP),
        ("demo/run.py", "import httpx", HTTP),
        ("paths.py", "import httpx", HTTP),
        ("i18n/texts.py", "import httpx", HTTP),
        ("outbox/__init__.py", "import httpx", HTTP),
        ("inbox/server.py", "import httpcore", HTTP),
        ("core/__init__.py", "import truststore", HTTP),
        ("demo/run.py", "import sqlite3", SQLITE),
        ("errors.py", "import sqlite3", SQLITE),
        ("ui/__init__.py", "import sqlite3", SQLITE),
        ("ui/panel/comment.py", "import mss", SCREEN),
        ("inbox/images.py", "import mss", SCREEN),
        ("demo/run.py", "import PIL", PICTURES),
        ("theme.py", "from PIL import Image", PICTURES),
        ("core/__init__.py", "import starlette", SERVER),
        ("ui/__init__.py", "from starlette.routing import Route", SERVER),
        ("api/__init__.py", "import uvicorn", SERVER),
        ("cli/inbox.py", "import uvicorn", SERVER),
        ("core/__init__.py", "import python_multipart", SERVER),
        ("ui/capture/aside.py", "import jeepney", DESKTOP),
        ("outbox/store.py", "import platformdirs", FOLDERS),
        ("app/instance/instance.py", "import ctypes", SYSTEM),
        ("app/autostart/mac.py", "import winreg", REGISTRY),
        ("ui/__init__.py", "import PySide6", BINDING),
        ("__main__.py", "from PySide6 import QtCore", BINDING),
        ("core/__init__.py", "import keyring", KEYRING),
        ("ui/__init__.py", "from keyring import get_password", KEYRING),
        ("ui/process/desktop.py", "import secretstorage", KEYRING),
        ("demo/run.py", "from PyQt6 import QtCore", HOMELESS),
    ],
)
def test_a_planted_breach_is_found(copy, file, line, contract):
    plant(copy, file, line)
    code, told = lint(copy)
    assert code != 0
    assert broken(told) == {contract}, told


@pytest.mark.parametrize(
    "library, contract",
    [
        *[("httpx", HTTP), ("sqlite3", SQLITE), ("mss", SCREEN), ("PIL", PICTURES)],
        *[("starlette", SERVER), ("jeepney", DESKTOP), ("platformdirs", FOLDERS)],
        *[("PySide6", BINDING), ("keyring", KEYRING), ("PyQt6", HOMELESS)],
    ],
)
def test_a_room_that_nobody_has_thought_of_yet_is_kept_out_as_well(copy, library, contract):
    plant(copy, "shed/__init__.py", f"import {library}")
    _, told = lint(copy)
    assert broken(told) == {LAYERS, contract}, told


def libraries(folder):
    """Every library, the standard one aside, that the package in `folder` imports."""
    code = (
        "import grimp\n"
        "seen = grimp.build_graph(\n"
        "    'usero_desktop', include_external_packages=True, cache_dir=None\n"
        ")\n"
        "print(*(name for name in seen.modules if '.' not in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, check=True, capture_output=True, text=True
    )
    return set(done.stdout.split()) - sys.stdlib_module_names - {"usero_desktop"}


def housed(folder):
    """Every library that a contract names."""
    settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = [
        *(name for contract in contracts for name in contract.get("protected_modules", ())),
        *(name for contract in contracts for name in contract.get("forbidden_modules", ())),
    ]
    assert len(set(named)) == len(named), "each is stated once"
    return set(named)


def test_every_library_in_use_has_a_home(copy):
    assert libraries(copy) - housed(copy) == set()


def test_a_library_without_a_home_is_found(copy):
    plant(copy, "core/__init__.py", "import requests")
    assert libraries(copy) - housed(copy) == {"requests"}
