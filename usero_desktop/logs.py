"""Logging in somebody else's process, where handlers and filters are the host's code too."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import logging

_DEBUG: Final = 10
_INFO: Final = 20
_WARNING: Final = 30
_ERROR: Final = 40
_CRITICAL: Final = 50
"""Python's levels, whose numbers it documents: they cost no import here."""

_FRAMES: Final = 2
"""Frames of this module between the caller's line and the logger."""


class GuestLogger:
    """A logger whose methods never raise: what a handler or a filter raises is dropped.

    Otherwise one of the host's that fails would end what speaks, a worker among them. Python's
    `logging` (0.4 MB) is loaded with the first line that anybody could see. Any thread.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """`name` is the logger's, as `logging.getLogger` takes it."""
        self.name = name

    def debug(self, msg: object, *args: object, **options: Any) -> None:
        """Log what only helps to find a mistake."""
        self._say(_DEBUG, msg, args, options)

    def info(self, msg: object, *args: object, **options: Any) -> None:
        """Log what went as it should."""
        self._say(_INFO, msg, args, options)

    def warning(self, msg: object, *args: object, **options: Any) -> None:
        """Log what somebody should know."""
        self._say(_WARNING, msg, args, options)

    def error(self, msg: object, *args: object, **options: Any) -> None:
        """Log what failed."""
        self._say(_ERROR, msg, args, options)

    def exception(self, msg: object, *args: object, **options: Any) -> None:
        """Log what failed, with the exception that is being handled."""
        self._say(_ERROR, msg, args, {"exc_info": True} | options)

    def critical(self, msg: object, *args: object, **options: Any) -> None:
        """Log what nothing goes on after."""
        self._say(_CRITICAL, msg, args, options)

    def log(self, level: int, msg: object, *args: object, **options: Any) -> None:
        """Log `msg` with `args` and `options` as `logging.Logger.log` does."""
        self._say(level, msg, args, options)

    def _say(
        self, level: int, msg: object, args: tuple[object, ...], options: dict[str, Any]
    ) -> None:
        # Who has not loaded it has set no level: nothing below a warning is wanted.
        if level < _WARNING and "logging" not in sys.modules:
            return
        # The line that is named is the caller's, not one of these.
        options["stacklevel"] = options.get("stacklevel", 1) + _FRAMES
        with suppress(Exception):
            self._logger().log(level, msg, *args, **options)

    def _logger(self) -> logging.Logger:
        import logging  # most programs never log a line of ours

        return logging.getLogger(self.name)


def guest_logger(name: str = "usero_desktop") -> GuestLogger:
    """Return the logger of `name`, one for each module that asks."""
    return GuestLogger(name)
