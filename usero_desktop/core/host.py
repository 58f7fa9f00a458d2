"""The host's own code, which may do anything: what it raises goes into the log and no further."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import PageText

log = guest_logger()

SLOW_SECONDS: Final = 0.05
"""Host code on the GUI thread that takes longer than this is named in the log."""


def call_host(
    name: str,
    code: Callable[..., object] | None,
    *values: object,
    patience: float | None = None,
    failed: object = None,
    quietly: bool = False,
) -> object:
    """Call the host's `code` on this thread and return its answer, `failed` where it raises.

    `name` is what the host knows it by; one that takes longer than `patience` seconds is
    named in the log. `quietly` is for what is known already.
    """
    if code is None:
        return None
    started = perf_counter()
    try:
        return code(*values)
    except Exception:  # noqa: BLE001 - the host's own code may raise anything, and is told of it
        tell = log.debug if quietly else log.error
        tell("Your %s callback failed; feedback goes on without it.", name, exc_info=True)
        return failed
    finally:
        if patience is not None and perf_counter() - started > patience:
            took = patience * 1000
            log.warning(
                "Your %s callback took over %.0f ms and kept your program waiting.", name, took
            )


def host_text(name: str, value: PageText | None, *, patience: float | None = None) -> str | None:
    """Return the page's address or title, asking the host's callable where it is one.

    What a callable answers that is no text counts as nothing, and so does one that raises.
    """
    answer = call_host(name, value, patience=patience) if callable(value) else value
    return answer if isinstance(answer, str) else None
