from __future__ import annotations

import threading
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from usero_desktop.core.events import Delivered, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.events import Event

POLL_SECONDS: Final = 0.5
"""How often the outbox is looked at when nothing is told: others may be sending too."""

LOOK_SECONDS: Final = 0.01
"""How long the outbox is let alone after a report was sent."""


class Flush:
    """Waits until nothing is left to send. Any thread."""

    def __init__(self) -> None:
        self._settled = threading.Condition()

    def hear(self, event: Event) -> None:
        """Look again, where a report has come to its end."""
        if isinstance(event, Delivered | Rejected):
            self.wake()

    def wake(self) -> None:
        """Look again at once."""
        with self._settled:
            self._settled.notify_all()

    def wait(
        self, timeout: float, *, is_pending: Callable[[], bool], is_over: Callable[[], bool]
    ) -> bool:
        """Wait up to `timeout` seconds until nothing `is_pending`; False where it still is."""
        deadline = monotonic() + timeout
        while is_pending():
            left = deadline - monotonic()
            if left <= 0 or is_over():
                return False
            with self._settled:
                self._settled.wait(min(left, POLL_SECONDS))
            sleep(LOOK_SECONDS)  # there may be many, one close upon the other
        return True

    def forked(self) -> None:
        """Go on in a forked child with a lock of its own."""
        self._settled = threading.Condition()
