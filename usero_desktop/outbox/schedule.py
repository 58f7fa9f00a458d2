"""When to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_SECONDS: Final = 5.0
LONGEST_SECONDS: Final = 3_600.0
SHORTEST_SECONDS: Final = 1.0

RETRY_AFTER_SECONDS: Final = 82_800.0
"""A server's wish to be left alone is honoured for at most 23 hours, and spread over one more:
no report waits longer than a day."""

MENDABLE: Final = frozenset({401, 403, 404, 410})
"""Refusals that the project's owner may end in its settings."""

AGAIN_SECONDS: Final = 86_400.0
"""How often a report that was refused in this way is tried again by itself."""

NEVER: Final = 250_000_000_000.0
"""`due_at` of a rejected report that is not tried again by itself (a day in the year 9892)."""

PAUSE_SECONDS: Final = 0.1
"""Between two reports, so that a long queue does not fall upon the server at once."""

EXPIRY_SECONDS: Final = 30 * 86_400.0
EXPIRY_ATTEMPTS: Final = 10
"""A report gives up by itself only after both; what it has waited counts no leap of the clock."""

CHUNK_ATTEMPTS: Final = 5
CHUNK_SECONDS: Final = 15.0
CHUNK_JITTER_SECONDS: Final = 0.25
"""How a chunk of a recording is tried again at first; seen on the wire of the web client."""


def retry_delay(
    attempts: int, *, random: Callable[[], float], retry_after: float | None = None
) -> float:
    """Return the seconds to wait after `attempts` failed ones (1 for the first).

    Full jitter: anywhere between a second and 5 s, 10 s, 20 s … one hour, so that programs
    that lost the same server do not all come back in the same second. `random` gives numbers
    from 0 to 1. The server's own `retry_after`, in seconds, is the least that is waited; it
    told the others the same, so the jitter comes on top, half as long as the wish at least.
    """
    window = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempts - 1, 30))
    least = SHORTEST_SECONDS
    if retry_after is not None and retry_after > least:
        least = min(retry_after, RETRY_AFTER_SECONDS)
        window = least + max(window, min(least / 2, LONGEST_SECONDS))
    return least + (window - least) * random()


def chunk_delay(
    attempts: int, *, random: Callable[[], float], retry_after: float | None = None
) -> float:
    """Return the seconds to wait after a chunk of a recording failed `attempts` times in a row.

    The first four times as the web client does: half a second, doubled each time, and up to
    a quarter of one on top. After the fifth it waits as reports do. A server's own
    `retry_after`, in seconds, is the least that is waited.
    """
    if attempts >= CHUNK_ATTEMPTS:
        return retry_delay(attempts - CHUNK_ATTEMPTS + 1, random=random, retry_after=retry_after)
    delay = min(CHUNK_SECONDS, 0.5 * 2.0 ** (attempts - 1)) + CHUNK_JITTER_SECONDS * random()
    return max(delay, min(retry_after or 0.0, RETRY_AFTER_SECONDS))


def again_in(status: int) -> float | None:
    """Return the seconds after which a refusal of this HTTP `status` is tried again, or None."""
    return AGAIN_SECONDS if status in MENDABLE else None


def is_expired(waited_seconds: float, attempts: int) -> bool:
    """Whether trying by itself has gone on long enough; the report is kept all the same."""
    return waited_seconds > EXPIRY_SECONDS and attempts >= EXPIRY_ATTEMPTS
