"""Crashes of the interpreter itself: written down as they happen, asked about at the next start."""

from __future__ import annotations

import faulthandler
import os
import threading
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import OutboxError
from usero_desktop.plugin import Offer, Plugin, PluginContext
from usero_desktop.plugins.hooks import crash_watches
from usero_desktop.plugins.locked import is_left, lock
from usero_desktop.plugins.trace import shortened
from usero_desktop.private import FILE_MODE, NO_WAITING

if TYPE_CHECKING:
    from pathlib import Path

BYTES: Final = 100_000
"""A crash is read this far: it names all threads, and the one it happened in comes first."""

_lock = threading.Lock()
_asked: set[Path] = set()


class CrashReports(Plugin):
    """Asks at the next start about a program that ended in a crash (a fault below Python).

    `faulthandler` writes the trace of every thread into a file of this plugin's folder. It has
    one file in a process: where the host has switched it on before, that stays as it is, and
    this plugin only says so in the log. An end without a crash leaves nothing behind. The
    trace is attached to what the user sends, and to nothing else.
    """

    name = "crash-reports"

    def __init__(self) -> None:
        self._contexts: set[PluginContext] = set()
        self._path: Path | None = None
        self._handle = -1

    def on_init(self, context: PluginContext) -> None:
        """Watch, and ask about what an earlier run has left."""
        try:
            folder = context.folder()
        except (OutboxError, OSError) as error:
            context.logger.warning("Crashes are not noted down: %s", error)
            return
        with _lock:
            self._contexts.add(context)
            if self._path is None:
                self._watch(context, folder)
            left = [path for path in sorted(folder.glob("crash-*.txt")) if is_left(path)]
            left = [path for path in left if path not in _asked]
            _asked.update(left)
        for path in left:
            self._ask(context, path)

    def _ask(self, context: PluginContext, path: Path) -> None:
        text = shortened(_read(path))
        if not text:  # killed, or ended in a hurry
            path.unlink(missing_ok=True)
        elif context.offer is not None:
            when = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
            offer = Offer("plugin.crash", {"crash": text, "crashedAt": when})
            context.offer(offer, lambda shown: _done(path, shown=shown))

    def on_destroy(self, context: PluginContext) -> None:
        """Watch no more: this is a clean end."""
        with _lock:
            self._contexts.discard(context)
            if self._contexts or self._path is None:
                return
            crash_watches.discard(faulthandler.disable)
            faulthandler.disable()
            os.close(self._handle)
            self._path.unlink(missing_ok=True)
            self._path = None

    def _watch(self, context: PluginContext, folder: Path) -> None:
        if faulthandler.is_enabled():
            context.logger.info("faulthandler is in use: crashes are written where it says.")
            return
        path = folder / f"crash-{os.getpid()}-{uuid.uuid4().hex[:8]}.txt"
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_WAITING, FILE_MODE)
        lock(self._handle)
        faulthandler.enable(self._handle)
        crash_watches.add(faulthandler.disable)
        self._path = path


def _read(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return file.read(BYTES).decode(errors="replace").strip()
    return ""


def _done(path: Path, *, shown: bool) -> None:
    if shown:
        path.unlink(missing_ok=True)
    else:  # the panel is in use: at the next start
        _asked.discard(path)
