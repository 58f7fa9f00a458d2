"""A host that forks: the child shares no thread, no lock and no connection with its parent.

SQLite may not be inside a transaction while the process is copied: the child would roll it
back under its parent's feet. Nor may a thread of ours be in the middle of an import. So the
fork waits for both, for a moment, and the child begins anew. The handlers are registered with
the first report, never at import.
"""

from __future__ import annotations

import logging  # noqa: F401 - before any thread of ours is there, which could be in the middle of it
import os
import threading
from typing import TYPE_CHECKING, Final, Protocol
from weakref import WeakSet

from usero_desktop import loading

if TYPE_CHECKING:
    from usero_desktop.outbox.store import Outbox

HOLD_SECONDS: Final = 1.0
"""How long a fork waits for one outbox, or an import, to come to its end."""


class Forks(Protocol):
    """What has threads or locks, and begins anew in a forked child."""

    def _begin_anew(self) -> None:
        """Go on in the child without them."""

    def _open_outboxes(self) -> tuple[Outbox, ...]:
        """Return the outboxes that may not be in a transaction meanwhile."""


class _Forking(threading.local):
    """What the thread that forks has to let go of."""

    def __init__(self) -> None:
        self.held: list[Outbox] = []
        self.holds_imports = False


_lock = threading.Lock()
_watched: WeakSet[Forks] = WeakSet()
_forking = _Forking()
_registered = False


def watch(one: Forks) -> None:
    """Have `one` begin anew in children that are forked from now on."""
    global _registered  # noqa: PLW0603 - what is registered cannot be taken back
    with _lock:
        _watched.add(one)
        if not _registered and hasattr(os, "register_at_fork"):
            _registered = True
            os.register_at_fork(
                before=_before, after_in_parent=_in_parent, after_in_child=_in_child
            )


def _before() -> None:
    _forking.holds_imports = loading.importing.acquire(timeout=HOLD_SECONDS)
    with _lock:
        watched = tuple(_watched)
    outboxes = [outbox for feedback in watched for outbox in feedback._open_outboxes()]  # noqa: SLF001
    _forking.held = [outbox for outbox in outboxes if outbox.hold(HOLD_SECONDS)]


def _in_parent() -> None:
    for outbox in _forking.held:
        outbox.let_go()
    _forking.held = []
    if _forking.holds_imports:
        loading.importing.release()


def _in_child() -> None:
    global _lock  # noqa: PLW0603 - a thread that does not exist here may hold it
    _lock = threading.Lock()
    loading.importing = threading.RLock()
    for feedback in tuple(_watched):
        feedback._begin_anew()  # noqa: SLF001 - as above, the two belong together
