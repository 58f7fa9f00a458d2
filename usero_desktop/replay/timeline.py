"""What time it is in a recording."""

from __future__ import annotations

import time


class Timeline:
    """Milliseconds since 1970 that never go back: a player goes by them. Any thread."""

    def __init__(self) -> None:
        self._ahead = time.time() - time.monotonic()

    def now_ms(self) -> int:
        """Return the time, as the machine's clock has it but for what it was set since."""
        return round((time.monotonic() + self._ahead) * 1000)
