"""What the host names to be masked: for all of the program, since one window may show another.

GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from weakref import WeakSet

from usero_desktop.qt import QtCore, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from usero_desktop.config import Options


class Naming(Protocol):
    """A feedback widget, with what its `options.mask` names."""

    @property
    def options(self) -> Options | None: ...


class Watcher(Protocol):
    """Who goes on with what has been masked so far: a recording."""

    def names_changed(self) -> None:
        """Take note that other names are masked from now on; see `names_of_program`."""


_naming: Final[WeakSet[Naming]] = WeakSet()
_watchers: Final[WeakSet[Watcher]] = WeakSet()


def join(one: Naming) -> None:
    """Have what `one` names be masked, as long as it is there."""
    _naming.add(one)


def names_of_program() -> tuple[str, ...]:
    """Return the patterns that the feedback widgets of the program name to be masked."""
    told = set[str]()
    for one in tuple(_naming):
        if isinstance(one, QtCore.QObject) and is_alive(one) and one.options is not None:
            told.update(one.options.mask)
    return tuple(sorted(told))


def watch(watcher: Watcher) -> None:
    """Tell `watcher` of it when other names are masked, as long as it lives."""
    _watchers.add(watcher)


def changed(before: Iterable[str], after: Iterable[str]) -> None:
    """Tell who watches where `after` are not the names that were masked `before`."""
    if tuple(before) != tuple(after):
        for watcher in tuple(_watchers):
            watcher.names_changed()
