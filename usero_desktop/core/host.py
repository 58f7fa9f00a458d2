"""The host's own code, which may do anything: what it raises goes into the log and no further."""

from __future__ import annotations

import logging
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import PageText

log = logging.getLogger("usero_desktop")


def call_host(
    name: str,
    code: Callable[..., object] | None,
    *values: object,
    patience: float | None = None,
) -> object:
    """Call the host's `code` on this thread and return its answer, None where it raises.

    `name` is what the host knows it by; one that takes longer than `patience` seconds is
    named in the log.
    """
    if code is None:
        return None
    started = perf_counter()
    try:
        return code(*values)
    except Exception as error:  # noqa: BLE001 - what a host's code may raise is anything
        message = f"Your {name} callback failed; feedback goes on without it."
        log_safely(log, logging.ERROR, message, error)
        return None
    finally:
        if patience is not None and perf_counter() - started > patience:
            took = f"took over {patience * 1000:.0f} ms and kept your program waiting."
            log_safely(log, logging.WARNING, f"Your {name} callback {took}")


def host_text(name: str, value: PageText | None, *, patience: float | None = None) -> str | None:
    """Return the page's address or title, asking the host's callable where it is one.

    What a callable answers that is no text counts as nothing, and so does one that raises.
    """
    answer = call_host(name, value, patience=patience) if callable(value) else value
    return answer if isinstance(answer, str) else None


def log_safely(
    to: logging.Logger, level: int, message: str, error: Exception | None = None
) -> None:
    """Log `message`; what a handler or a filter raises, which are the host's too, is dropped.

    For where nobody is left who could hear of that.
    """
    with suppress(Exception):
        to.log(level, "%s", message, exc_info=error)
