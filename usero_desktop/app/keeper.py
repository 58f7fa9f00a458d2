from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop import policy, settings
from usero_desktop.core.pool import Pool
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.ending import EXIT_SECONDS, Ending

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.policy import Policy
    from usero_desktop.settings import Loaded, Settings


class Keeper(QtCore.QObject):
    """Reads and writes the settings file, in order, on a thread of its own. GUI thread.

    Signals: `loaded(Loaded, Policy)` with what the file and the administrator say,
    `saved(Settings)` with what the file holds now, `moved(Path)` where the broken file is, and
    `failed(UseroError)`.
    """

    loaded = Signal(object, object)
    saved = Signal(object)
    moved = Signal(object)
    failed = Signal(object)

    def __init__(self, owner: QtCore.QObject, path: Path | None = None) -> None:
        """`path` is the file where it is not the user's own."""
        super().__init__(owner)
        self._path = path
        self._pool = Pool(threads=1)
        self._bridge = Bridge(self)
        self._pending = 0
        self.current = settings.Settings()
        """What the file holds, once all is written that is under way."""
        Ending(self).close_with((self._pool.close, EXIT_SECONDS))

    @property
    def is_saving(self) -> bool:
        """Whether something is not written yet."""
        return self._pending > 0

    def load(self) -> None:
        """Read the file, and tell."""
        self._pool.run(self._read, self._bridge.to_gui(self._on_loaded))

    def save(self, wanted: Settings) -> None:
        """Write what `wanted` changes of what is current, and tell."""
        since, self.current = self.current, wanted
        self._pending += 1
        path = self._path
        job = lambda: settings.save(wanted, path, since=since)  # noqa: E731
        self._pool.run(job, self._bridge.to_gui(self._on_saved))

    def start_anew(self) -> None:
        """Move the file out of the way, tell where to, and read anew."""
        path = self._path
        job = lambda: settings.start_anew(settings.load(path).path)  # noqa: E731
        self._pool.run(job, self._bridge.to_gui(self._on_moved))

    def _read(self) -> tuple[Loaded, Policy]:
        return settings.load(self._path), policy.read()

    @guard
    def _on_loaded(self, outcome: tuple[Loaded, Policy] | BaseException) -> None:
        if isinstance(outcome, BaseException):
            raise outcome  # neither of the two raises anything
        if not self._pending:
            self.current = outcome[0].settings
        self.loaded.emit(*outcome)

    @guard
    def _on_saved(self, outcome: Settings | BaseException) -> None:
        self._pending -= 1
        if isinstance(outcome, UseroError):
            self.failed.emit(outcome)
            self.load()
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            if not self._pending:
                self.current = outcome
            self.saved.emit(outcome)

    @guard
    def _on_moved(self, outcome: Path | BaseException) -> None:
        if isinstance(outcome, UseroError):
            self.failed.emit(outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            self.moved.emit(outcome)
        self.load()
