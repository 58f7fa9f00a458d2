"""Give a call that may never return a limit."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what `work` returns, or raise what it raises; TimeoutError after `seconds`.

    `work` runs in a daemon thread of its own: no call into a display server can be
    interrupted, so one that hangs is left behind and ends with the process. Any thread.
    """
    answer: Future[Result] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, whole
            answer.set_exception(error)

    threading.Thread(target=run, name="usero-screen", daemon=True).start()
    return answer.result(timeout=seconds)
