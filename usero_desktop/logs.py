"""Logging in somebody else's process, where handlers and filters are the host's code too."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any


class GuestLogger(logging.LoggerAdapter[logging.Logger]):
    """A logger whose methods never raise: what a handler or a filter raises is dropped.

    Otherwise one of the host's that fails would end what speaks, a worker among them.
    """

    def log(self, level: int, msg: object, *args: object, **options: Any) -> None:
        """Log `msg` with `args` and `options` as `logging.Logger.log` does. Any thread."""
        # The line that is named is the caller's, not this one.
        options["stacklevel"] = options.get("stacklevel", 1) + 1
        with suppress(Exception):
            self.logger.log(level, msg, *args, **options)


def guest_logger(name: str = "usero_desktop") -> GuestLogger:
    """Return the logger of `name`, one for each module that asks."""
    return GuestLogger(logging.getLogger(name))
