"""Doing something when the C++ half of an object goes, in a way that both bindings survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.qt import QtCore

# PyQt6 counts a slot among what its sender's wrapper holds. Where the garbage collector finds
# the wrapper unreachable it clears the slot, and `destroyed`, emitted a moment later, calls
# into nothing: the process dies. What stands here is reachable until it has run.
_waiting: dict[Callable[..., None], QtCore.QObject] = {}


def when_gone(owner: QtCore.QObject, job: Callable[[], None]) -> None:
    """Call `job` when `owner` is destroyed; `job` must not use `owner` any more. GUI thread."""

    @guard
    def run() -> None:
        _waiting.pop(run, None)
        job()

    _waiting[run] = owner
    owner.destroyed.connect(run)
