from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.core.pool import Pool
from usero_desktop.errors import ConfigError
from usero_desktop.paths import data_dir
from usero_desktop.qt import QtCore
from usero_desktop.settings import file
from usero_desktop.ui.process.ending import EXIT_SECONDS, Ending

if TYPE_CHECKING:
    from pathlib import Path

FARTHEST: Final = 100_000
"""Pixels from the screens' common corner, as far as any of them may be; a window is less wide."""

CORNER: Final = ("x", "y")
SIZE: Final = ("width", "height")


def spot_path() -> Path:
    """Return the file: what a program finds out for itself is among its data, no setting."""
    return data_dir() / "app" / "panel.json"


class Spot(QtCore.QObject):
    """Where the user has put the panel and how large they made it; also in the next run.

    It is one for all programs. GUI thread: it reads a small file when it is made, as the settings
    are read before there is a window, and writes in the background. What cannot be read is as if
    nothing were known; what cannot be written is known for this run.
    """

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._path = spot_path()
        known = _read(self._path)
        self.corner = QtCore.QPoint(*known[CORNER]) if CORNER in known else None
        """Of its frame, in logical pixels; None where the user has not put it anywhere."""
        self.size = QtCore.QSize(*known[SIZE]) if SIZE in known else None
        """Without its frame; None where the user has not changed it."""
        self._pool = Pool(threads=1)
        Ending(self).close_with((self._pool.close, EXIT_SECONDS))

    def keep(self, corner: QtCore.QPoint | None, size: QtCore.QSize | None) -> None:
        """Know these from now on."""
        if (corner, size) == (self.corner, self.size):
            return
        self.corner, self.size = corner, size
        told: dict[str, int] = {}
        if corner is not None:
            told |= {"x": corner.x(), "y": corner.y()}
        if size is not None:
            told |= {"width": size.width(), "height": size.height()}
        path, raw = self._path, json.dumps(told).encode("ascii")
        self._pool.run(lambda: _write(path, raw), lambda _: None)


def _read(path: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the pairs of the file that can be used; never raises."""
    try:
        told = json.loads(file.read(path) or b"{}")
    except (OSError, ValueError, RecursionError, ConfigError):
        return {}
    found = {}
    for names, least in ((CORNER, -FARTHEST), (SIZE, 1)):
        one, other = (_number(told, name, least) for name in names)
        if one is not None and other is not None:
            found[names] = (one, other)
    return found


def _number(told: object, name: str, least: int) -> int | None:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= FARTHEST else None


def _write(path: Path, raw: bytes) -> None:
    with suppress(OSError):
        file.replace(path, raw)
