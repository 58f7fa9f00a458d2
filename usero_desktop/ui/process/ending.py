"""The end of what works for a widget: within a time, and for all windows side by side."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import when_gone

if TYPE_CHECKING:
    from collections.abc import Callable

    Closer = tuple[Callable[[float], object], float]


EXIT_SECONDS = 2.0
"""The host's exit waits this long at most; what is unsent goes out at the next start.

Three tenths are the pool's, one that of the pictures, four the outbox's, and two the plugins'.
"""


class Ending:
    """Ends what it was given, once, in order; who comes second waits for the first to be done.

    It comes with the end of `owner` or of the application, whichever is first.
    """

    def __init__(self, owner: QtCore.QObject) -> None:
        self._lock = threading.Lock()
        self._closers: list[Closer] = []
        _endings.add(self)
        # Not `owner` itself: what is waited for is kept alive, and with it the host's window.
        when_gone(QtCore.QObject(owner), self.behind)
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.with_all)

    def begin_with(self, *closers: Closer) -> None:
        """End these first, each by what is called with the seconds it may take."""
        self._closers[:0] = closers

    def close_with(self, *closers: Closer) -> None:
        """End these last."""
        self._closers += closers

    @guard
    def now(self) -> None:
        """End it, and wait."""
        with self._lock:
            while self._closers:
                close, seconds = self._closers.pop(0)
                close(seconds)

    @guard
    def behind(self) -> None:
        """End it while the host goes on: its other windows need not wait for this one's network."""
        if self._closers:
            threading.Thread(target=self.now, name="usero-end", daemon=True).start()

    @guard
    def with_all(self) -> None:
        """End those of all windows side by side: the program waits as long as for one."""
        endings = tuple(_endings)
        for ending in endings:
            if ending is not self and ending._closers:  # noqa: SLF001 - one of its own kind
                ending.behind()
        for ending in endings:
            ending.now()


_endings: WeakSet[Ending] = WeakSet()
