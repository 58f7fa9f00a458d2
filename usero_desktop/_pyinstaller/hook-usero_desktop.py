"""What PyInstaller cannot see in `usero_desktop`, for a host that is frozen with it.

What is imported by its name (our rooms, the libraries that `loading.py` loads, the keyring of this
system), `resources`, and the metadata that says our version. And what it would see too much of:
both bindings, of which a process has one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from PyInstaller.utils.hooks import collect_entry_point, copy_metadata

import usero_desktop
from usero_desktop import api, assets, capture, outbox
from usero_desktop.identity import backends
from usero_desktop.plugins.discovery import GROUP


class Graph(Protocol):
    """All that the program imports, as PyInstaller knows it."""

    def find_node(self, name: str, /) -> object: ...


class Frozen(Protocol):
    """What of PyInstaller's hook API is used here; its published types lack the graph's."""

    @property
    def graph(self) -> Graph: ...

    def add_imports(self, *names: str) -> None: ...


BINDINGS = {"PySide6": "shiboken6", "PyQt6": "PyQt6.sip"}
"""The bindings of qt.py, each with what it asks about an object's C++ half."""

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork")

PROGRAMS = {"_designer", "_pyinstaller", "app", "cli", "demo", "inbox", "settings", "__main__"}
"""Rooms that no host's window needs. Who imports one gets it."""


def names_of_ours() -> list[str]:
    """Return every module of ours but those of programs."""
    root = Path(usero_desktop.__file__).parent
    files = (file.relative_to(root).with_suffix("") for file in root.rglob("*.py"))
    parts = [[part for part in file.parts if part != "__init__"] for file in files]
    return [".".join(["usero_desktop", *names]) for names in parts if not {*names[:1]} & PROGRAMS]


datas = [(str(assets.root()), "usero_desktop/resources"), *copy_metadata("usero-desktop")]
hiddenimports = [
    *names_of_ours(),
    *api.PARTS,
    *backends.PARTS,
    *capture.PARTS,
    *capture.PICTURE_PARTS,
    *outbox.PARTS,
]
_datas_of_plugins, _plugins = collect_entry_point(GROUP)
datas += _datas_of_plugins
hiddenimports += _plugins

# The binding is the host's: what it imports, or what QT_API says of a host that names none.
excludedimports = [*BINDINGS, "shiboken6"]


def hook(api: Frozen) -> None:
    """Add what qt.py loads of the one binding that the host has."""
    wish = os.environ.get("QT_API", "").lower()
    found = [name for name in BINDINGS if api.graph.find_node(name)]
    for name in found or [name for name in BINDINGS if name.lower() == wish]:
        api.add_imports(*(f"{name}.{module}" for module in MODULES), BINDINGS[name])
