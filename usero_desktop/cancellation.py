"""Work on a background thread that may be cancelled between two of its steps.

A picture of 8K takes seconds to encode, in many steps of some milliseconds. Where the program ends
in the middle of one, PySide6 (6.11) aborts it: the interpreter ends a thread that asks for its
lock, through C++ that cannot be ended so. So the work is told, and waited for until its next step.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):
    """Nobody waits for this work any more."""


class _Heeded(threading.local):
    is_cancelled: Callable[[], bool] | None = None


_heeded = _Heeded()


def heed(is_cancelled: Callable[[], bool]) -> None:
    """Have `checkpoint` ask this on the calling thread from now on."""
    _heeded.is_cancelled = is_cancelled


def checkpoint() -> None:
    """Go on, or raise `Cancelled` where the calling thread's work is not wanted any more.

    Any thread; on one that heeds nothing, as the GUI's, it does nothing.
    """
    asked = _heeded.is_cancelled
    if asked is not None and asked():
        raise Cancelled
