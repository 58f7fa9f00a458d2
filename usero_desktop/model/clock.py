"""Time as a seam: the code that waits and stamps is told what time it is."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks: one that people read and may set, one that only goes forward."""

    def now(self) -> float:
        """Seconds since 1970 (UTC); it may jump when somebody sets the machine's clock."""

    def monotonic(self) -> float:
        """Seconds since some moment; it never goes back and means nothing elsewhere."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()
