"""What was recorded and is not sent yet, where a session is streamed: bounded."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.rrweb.events import Event

ENOUGH_BYTES: Final = 512 * 1024
"""So much of it, unpacked, is worth a chunk before its time."""

MOST_BYTES: Final = 4 * 1024 * 1024
"""What waits may be so large, unpacked; beyond that it is dropped: half a minute takes 340 KB."""


class Tap:
    """Takes events while it is open. Whoever has it holds a lock; it never waits for anything."""

    def __init__(self, wake: Callable[[], object]) -> None:
        """`wake` is called where somebody should look: it returns at once."""
        self._wake = wake
        self._events: list[Event] = []
        self._bytes = 0
        self._since = 0.0
        self.is_open = False
        """Whether it takes anything. Any thread."""
        self.overflows = 0
        """How often it had to drop what was in it. Any thread."""
        self.listens = False
        """Whether to wake somebody at each event while it is shut. Any thread."""

    @property
    def waits_since(self) -> float | None:
        """When the first of those in it came, as the monotonic clock has it. Any thread."""
        return self._since if self._bytes else None

    @property
    def has_enough(self) -> bool:
        """Whether it is worth a chunk by now. Any thread."""
        return self._bytes >= ENOUGH_BYTES

    def take(self, event: Event) -> None:
        """Take `event`, where it is open."""
        if not self.is_open:
            if self.listens:
                self._wake()
            return
        if not self._bytes:
            self._since = monotonic()
            self._wake()
        self._events.append(event)
        self._bytes += len(event.data)
        if self._bytes > MOST_BYTES:
            self.overflows += 1
            self.shut()
            self._wake()
        elif self.has_enough:
            self._wake()

    def open(self) -> None:
        """Take events from now on: what was in it is forgotten."""
        self.drawn()
        self.is_open = True

    def shut(self) -> bool:
        """Take none any more; whether there was anything in it."""
        self.is_open = False
        return bool(self.drawn())

    def drawn(self) -> tuple[Event, ...]:
        """Return what is in it, and be empty."""
        events, self._events, self._bytes = tuple(self._events), [], 0
        return events
