"""Doing something when the C++ half of an object goes, in a way that both bindings survive."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable


class Guest(Protocol):
    """What can leave its host without a trace."""

    def vanish(self) -> None:
        """Delete at once all that it has put into the host, and itself."""


# PyQt6 counts a slot among what its sender's wrapper holds. Where the garbage collector finds
# the wrapper unreachable it clears the slot, and `destroyed`, emitted a moment later, calls
# into nothing: the process dies. What stands here is reachable until it has run.
_waiting: dict[Callable[..., None], QtCore.QObject] = {}

_guests: WeakSet[Guest] = WeakSet()


def when_gone(owner: QtCore.QObject, job: Callable[[], None]) -> None:
    """Call `job` when `owner` is destroyed; `job` must not use `owner` any more. GUI thread."""

    @guard
    def run() -> None:
        _waiting.pop(run, None)
        job()

    _waiting[run] = owner
    owner.destroyed.connect(run)


def vanish_at_exit(guest: Guest) -> None:
    """Have `guest` vanish before the interpreter ends, if it lives until then. GUI thread."""
    _guests.add(guest)


def delete_now(thing: QtCore.QObject) -> None:
    """Delete `thing` without waiting for the event loop, which may never run again."""
    if is_alive(thing):
        thing.deleteLater()
        QtCore.QCoreApplication.sendPostedEvents(thing, QtCore.QEvent.Type.DeferredDelete)


def delete_parts(host: QtCore.QObject) -> None:
    """Delete what of ours is in the host's window, at once."""
    for part in host.findChildren(QtWidgets.QWidget, QtCore.QRegularExpression("^usero_")):
        delete_now(part)


@atexit.register
@guard
def _leave() -> None:
    """Take all of ours out of what is left of the host.

    When the interpreter ends, PyQt6 goes over a table of all its wrappers and deletes what
    Python owns: the host's windows with all that is in them. Python of ours that ran in the
    middle of that, an event filter or a slot, would change the table under its hands, and
    the process died of it in one of three hosts that ended with their windows open. What is
    registered later is called earlier, so this comes before.
    """
    if QtCore.QCoreApplication.instance() is None:
        return
    for guest in tuple(_guests):
        guest.vanish()
    while _waiting:
        run, owner = _waiting.popitem()
        if is_alive(owner):
            owner.destroyed.disconnect(run)
