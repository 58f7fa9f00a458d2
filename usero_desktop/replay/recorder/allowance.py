"""How often may be looked: what goes on and on is told more rarely, so that it costs no more.

Not only looks count: where much is painted, to hear of it takes a third as long as to look at it.
"""

from __future__ import annotations

from typing import Final

TICK_S: Final = 0.1
"""From a change to when it is told, where nobody says otherwise."""
LONGEST_S: Final = 0.6
"""The same at the most."""
SHARE: Final = 0.0055
"""The most of the GUI thread's time that hearing and looking take in the long run.

What Qt and the binding take to call either is not counted, nor can be: together it stays under
the hundredth of it that a recording may take (`packaging/dev.py bench`).
"""
SAVED_S: Final = 0.03
"""What looks may take at once where there were none for a while: as for a menu that opens."""


class Allowance:
    """Counts the time that looks have taken, and says when the next one may be.

    All times are in seconds, `now` is that of any clock that never goes back. GUI thread.
    """

    def __init__(self, now: float, tick: float = TICK_S) -> None:
        """`tick` is what lies between two looks at the least."""
        self._tick = tick
        self._left, self._counted = SAVED_S, now

    def spend(self, seconds: float, now: float) -> None:
        """Count a look that has just ended: it took `seconds`, with what was heard before it.

        One that took very long, as the first one of a window does, is forgotten soon: the next
        ones are late by LONGEST_S and no more.
        """
        self._grow(now)
        self._left = max(self._left - seconds, -LONGEST_S * SHARE)

    def wait(self, now: float) -> float:
        """Return how long it is until the next look."""
        self._grow(now)
        return max(self._tick, min(-self._left / SHARE, LONGEST_S))

    def _grow(self, now: float) -> None:
        self._left = min(self._left + (now - self._counted) * SHARE, SAVED_S)
        self._counted = now
