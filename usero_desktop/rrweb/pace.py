"""How much may be recorded for now, so that a recording stays within its bytes a second.

A bucket fills by the second and is emptied by what is recorded. The emptier it is, the longer it
is from one picture to the next. Where that would get too long for good, pictures are made with
fewer pixels; where that does not help either, it is said that there should be none. All of it
is taken back once the bucket has been well filled for a while.
"""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.rrweb.events import Event

BYTES_PER_SECOND: Final = 16_384
BURST_SECONDS: Final = 8.0
"""So many seconds of the rate may go at once: first of all there is everything to be shown."""
EASY: Final = 0.5
"""Down to this share of the bucket nothing is slowed down."""
SLOWING: Final = 20.0
"""How many times slower it gets by each bucket's load that is lacking below that."""
COARSE_FROM: Final = 16.0
"""Slowness from which fewer pixels are better: usually four seconds from picture to picture."""
COARSE: Final = 0.5
"""Pixels to one of the page, then: a quarter of the bytes, about."""
PAUSE_FROM: Final = 100.0
"""Slowness from which a picture is older than it is worth."""
WATCH_SECONDS: Final = 10.0
"""What is so for as long is no matter of one large picture."""
WELL: Final = 0.8
"""How full the bucket is when all is well again."""
PICTURE_SHARE: Final = 0.76
"""What is left of a picture in base64 once it is packed with the others around it."""
TEXT_SHARE: Final = 0.1
"""And of everything else; both measured on recordings of half a minute."""


class Pace:
    """Hears of every event that is recorded, and says how pictures are to be made. Any thread."""

    def __init__(
        self, bytes_per_second: float = BYTES_PER_SECOND, clock: Callable[[], float] = monotonic
    ) -> None:
        """`bytes_per_second` are those that travel, packed; `clock` is in seconds."""
        self._rate = bytes_per_second
        self._capacity = bytes_per_second * BURST_SECONDS
        self._clock = clock
        self._lock = threading.Lock()
        self._left = self._capacity
        self._at = self._well_from = self._watched_from = clock()
        self._left_then = self._left
        self._scale = 1.0
        self._is_paused = False

    @property
    def slowness(self) -> float:
        """How many times as long as usual it is from one picture to the next; 1 at least."""
        with self._lock:
            self._fill()
            return self._slowness()

    @property
    def scale(self) -> float:
        """Pixels of a picture for one of the page: 1, or less where bytes are short."""
        with self._lock:
            self._fill()
            return self._scale

    @property
    def is_paused(self) -> bool:
        """Whether there should be no pictures for now, but a word in their place."""
        with self._lock:
            self._fill()
            return self._is_paused

    def wait(self, size: int) -> float:
        """Return the seconds until `size` bytes, packed, are there to be spent.

        What is larger than the whole bucket may be spent when that is full.
        """
        with self._lock:
            self._fill()
            return max(0.0, min(size, self._capacity) - self._left) / self._rate

    def spend(self, event: Event) -> None:
        """Take the bytes of an event that is recorded."""
        with self._lock:
            self._fill()
            was_easy = self._left >= EASY * self._capacity
            self._left -= packed_size(event)
            if not was_easy and self._at - self._watched_from < WATCH_SECONDS:
                return
            if not was_easy and self._left <= self._left_then:
                self._back_off()
            self._watched_from, self._left_then = self._at, self._left

    def _fill(self) -> None:
        """Let in what has come since, and take all back where it is well filled for long."""
        now = max(self._clock(), self._at)
        lacking = WELL * self._capacity - self._left
        if lacking > 0:
            self._well_from = self._at + lacking / self._rate
        self._left = min(self._capacity, self._left + (now - self._at) * self._rate)
        self._at = now
        if now - self._well_from >= WATCH_SECONDS:
            self._scale, self._is_paused = 1.0, False

    def _slowness(self) -> float:
        return 1 + SLOWING * max(0.0, EASY - self._left / self._capacity)

    def _back_off(self) -> None:
        """Slowing down alone has not filled the bucket: do more where it is slow indeed."""
        slowness = self._slowness()
        if slowness >= COARSE_FROM:
            self._is_paused = slowness >= PAUSE_FROM and self._scale < 1
            self._scale = COARSE


def packed_size(event: Event) -> int:
    """Return about how many bytes of an event travel."""
    share = PICTURE_SHARE if b";base64," in event.data else TEXT_SHARE
    return round(len(event.data) * share)
