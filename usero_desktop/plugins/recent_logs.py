"""The last lines of the program's own log, in the metadata of every report."""

from __future__ import annotations

import logging
import threading
from collections import deque
from contextlib import suppress
from time import localtime, strftime
from typing import TYPE_CHECKING, Final

from usero_desktop.model.metadata import stringified_size
from usero_desktop.model.scrub import scrub_text
from usero_desktop.model.text import without_lone_surrogates
from usero_desktop.plugin import Plugin, PluginContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.model.submission import Submission

KEY: Final = "recentLogs"
LINE_CHARACTERS: Final = 400


class RecentLogs(Plugin):
    """Keeps recent records of `logging` in memory and sends the newest along, without secrets.

    The newest `count` records from `level` up are kept, and of these as many sent as take at
    most `size` bytes. `loggers` names those whose records count, with all below them; empty
    means all. Our own never do.

    Records are seen as they are made (`logging.setLogRecordFactory`, chained), since a handler
    at the root would make the host's later `logging.basicConfig` do nothing: what a logger's
    level lets through is here, whatever filters and handlers make of it. A record is written
    out at once, which takes microseconds: nothing of the host's is kept alive.
    """

    name = "recent-logs"

    def __init__(
        self,
        *,
        count: int = 50,
        size: int = 3_000,
        level: int = logging.INFO,
        loggers: tuple[str, ...] = (),
    ) -> None:
        self._level, self._size, self._loggers = level, size, loggers
        self._lines: deque[str] = deque(maxlen=count)
        self._lock = threading.Lock()
        self._contexts: set[PluginContext] = set()
        self._tap: Callable[..., logging.LogRecord] | None = None
        self._before: Callable[..., logging.LogRecord] = logging.LogRecord
        self._writing = threading.local()

    def on_init(self, context: PluginContext) -> None:
        """Listen."""
        with self._lock:
            self._contexts.add(context)
            if self._tap is None:
                self._tap = self._made_tap()
                logging.setLogRecordFactory(self._tap)

    def on_feedback_submit(
        self, context: PluginContext, submission: Submission
    ) -> Mapping[str, object] | None:
        """Return the newest lines that fit, the oldest of them first."""
        del context, submission
        room, lines = self._size, []
        for line in reversed(tuple(self._lines)):
            clean = scrub_text(line)
            room -= stringified_size(clean) + 1
            if room < 0:
                break
            lines.append(clean)
        return {"metadata": {KEY: lines[::-1]}} if lines else None

    def on_destroy(self, context: PluginContext) -> None:
        """Listen no more; a factory that was chained behind ours is kept, and ours just passes."""
        with self._lock:
            self._contexts.discard(context)
            if not self._contexts and self._tap is not None:
                if logging.getLogRecordFactory() is self._tap:
                    logging.setLogRecordFactory(self._before)
                self._tap = None
                self._lines.clear()

    def _made_tap(self) -> Callable[..., logging.LogRecord]:
        before = self._before = logging.getLogRecordFactory()

        def tap(*values: object, **named: object) -> logging.LogRecord:
            record = before(*values, **named)
            if self._tap is tap:
                self._take(record)
            return record

        return tap

    def _take(self, record: logging.LogRecord) -> None:
        # Python itself makes some without a name, to be filled in later.
        is_ours = getattr(self._writing, "now", False)  # by the __str__ of what is written out
        if is_ours or record.levelno < self._level or not self._counts(record.name):
            return
        self._writing.now = True
        with suppress(Exception):  # the host's own %-format, __str__, or what takes their place
            when = strftime("%H:%M:%S", localtime(record.created))
            words = without_lone_surrogates(record.getMessage())[:LINE_CHARACTERS]
            kind = record.exc_info[0] if record.exc_info else None
            words += f" ({kind.__name__})" if kind is not None else ""
            self._lines.append(f"{when} {record.levelname} {record.name}: {words}")
        self._writing.now = False

    def _counts(self, name: str | None) -> bool:
        if not name or name.partition(".")[0] == "usero_desktop":
            return False
        return not self._loggers or any(
            name == one or name.startswith(f"{one}.") for one in self._loggers
        )
