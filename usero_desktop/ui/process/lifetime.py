"""Doing something when the C++ half of an object goes, in a way that both bindings survive."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet, ref

from usero_desktop.qt import QtCore, QtWidgets, is_alive, owned_by_python
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable


class Guest(Protocol):
    """What can leave its host without a trace."""

    def vanish(self) -> None:
        """Delete at once all that it has put into the host, and itself."""


class Borrowed:
    """A window or another widget of the host's, held no longer than by the host. GUI thread.

    What we put into a window is kept by the window. If that kept the window in turn, a host that
    lets go of it would not be rid of it until the garbage collector comes by, which takes a tree of
    wrappers to pieces in any order: PySide6 has then deleted a layout that another still had.
    """

    __slots__ = ("_kept", "_seen")

    def __init__(self, window: QtWidgets.QWidget) -> None:
        """Hold `window`."""
        self._seen = ref(window)
        # One that C++ owns lives on without its wrapper, which would be another one next time.
        self._kept = None if owned_by_python(window) else window

    def __call__(self) -> QtWidgets.QWidget:
        """Return it; raises RuntimeError where it is gone, as a binding does."""
        window = self._seen()
        if window is None:
            raise RuntimeError("The widget has gone.")
        return window

    @property
    def is_there(self) -> bool:
        """Whether it has not been deleted."""
        window = self._seen()
        return window is not None and is_alive(window)

    def is_it(self, thing: QtCore.QObject) -> bool:
        """Whether it is `thing`, also while that is being deleted."""
        return self._seen() is thing


# PyQt6 counts a slot among what its sender's wrapper holds. Where the garbage collector finds
# the wrapper unreachable it clears the slot, and `destroyed`, emitted a moment later, calls
# into nothing: the process dies. What stands here is reachable until it has run.
_waiting: dict[Callable[..., None], QtCore.QObject] = {}

_guests: WeakSet[Guest] = WeakSet()
_application: ref[QtCore.QCoreApplication] | None = None


def when_gone(owner: QtCore.QObject, job: Callable[[], None]) -> None:
    """Call `job` when `owner` is destroyed; `job` must not use `owner` any more. GUI thread."""

    @guard
    def run() -> None:
        _waiting.pop(run, None)
        job()

    _waiting[run] = owner
    owner.destroyed.connect(run)


def hold(part: QtCore.QObject) -> None:
    """Keep the wrappers of `part` and of all that is in it until C++ deletes them. GUI thread.

    A host may have its window in a reference cycle. The garbage collector, which finds it some
    day, would take the wrappers of ours to pieces one by one, in any order, and PySide6 (6.11)
    deletes a layout then that the one around it still has: the process dies at the next look at
    it. What can be reached is left to the window, which deletes its parts in the right order.
    """
    when_gone(part, lambda: None)


def vanish_at_exit(guest: Guest) -> None:
    """Have `guest` vanish before the interpreter or the application ends, if it lives until then.

    An application ends before the interpreter where its last name goes: as one of the names of a
    function `main` does, which go in the order they were given, the windows after it. GUI thread.
    """
    global _application  # noqa: PLW0603 - the one there is; a host may end it and begin another
    application = QtCore.QCoreApplication.instance()
    if (
        application is not None
        # The Python half of one that C++ began goes sooner, and comes again.
        and owned_by_python(application)
        and (_application is None or _application() is not application)
    ):
        # Python calls this before it takes the object to pieces, so that Qt is there still.
        _application = ref(application, lambda _gone: _leave())
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

    When the interpreter or the application ends, PyQt6 goes over a table of all its wrappers
    and deletes what Python owns: the host's windows with all that is in them. Python of ours that
    ran in the middle of that, an event filter or a slot, would change the table under its hands,
    and the process died of it in one of three hosts that ended with their windows open. What is
    registered later is called earlier, so this comes before.

    Nobody is told of `sip.delete(application)`. A host that does so with windows open that run any
    Python at their end is at the mercy of that table, with a widget or without.
    """
    if QtCore.QCoreApplication.instance() is None:
        return
    for guest in tuple(_guests):
        guest.vanish()
    while _waiting:
        run, owner = _waiting.popitem()
        if is_alive(owner):
            owner.destroyed.disconnect(run)
