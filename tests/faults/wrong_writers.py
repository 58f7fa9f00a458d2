"""Programs that are wrong on purpose: the harnesses must find that out."""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

from faults.powercuts import Toll

if TYPE_CHECKING:
    from pathlib import Path


class NaiveWriter:
    """Writes each report into a file of its own and calls it kept; nothing is synced."""

    def __init__(self) -> None:
        self.toll = Toll()
        self._numbers = count()
        self.forget()

    def forget(self) -> None:
        self._kept: set[str] = set()

    def write(self, folder: Path) -> None:
        try:
            for number in self._numbers:
                body = str(number) * 700
                digest = sha256(body.encode()).hexdigest()
                (folder / f"{number}.json").write_text(json.dumps([body, digest]))
                self._kept.add(f"{number}.json")
                self.toll.acknowledged += 1
        except OSError:
            pass

    def check(self, folder: Path) -> None:
        found = {file.name for file in folder.glob("*.json") if _is_sound(file)}
        self.toll.lost += len(self._kept - found)
        self._kept &= found


def _is_sound(file: Path) -> bool:
    try:
        body, digest = json.loads(file.read_bytes())
    except ValueError:
        return False
    return sha256(body.encode()).hexdigest() == digest


def careless_sqlite(**settings: str) -> type[sqlite3.Connection]:
    """Return a connection that takes these PRAGMAs for whatever the program says of them."""

    class Careless(sqlite3.Connection):
        overruled = 0

        def execute(self, statement, *values):
            for name, value in settings.items():
                if statement.startswith(f"PRAGMA {name} ="):
                    Careless.overruled += 1
                    statement = f"PRAGMA {name} = {value}"
            return super().execute(statement, *values)

    return Careless
