"""The interpreter's hooks for errors that nobody has caught, chained and given back."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable


crash_watches: Final[set[Callable[[], object]]] = set()
"""How to stop those who watch for a crash of this process."""


def end_is_kept(trace: str) -> None:
    """Know that `trace` is written down, which the program ends with.

    Where it says which of Python's lines it was, the crash that an abort is has nothing to add,
    and the user would be asked about one end twice.
    """
    if trace.startswith("Traceback"):
        for stop in tuple(crash_watches):
            stop()


class Chained:
    """A function in place of `module.name`, which calls the one before it as well.

    `hear` gets what the hook gets, and first whether the program ends with it: whether no
    Python is under way below. Whoever puts another in front of it later keeps that: `leave`
    gives the place back only where it is still ours, and otherwise just hands on.
    """

    def __init__(self, module: object, name: str, hear: Callable[..., None]) -> None:
        self._module, self._name = module, name
        before: Callable[..., object] = getattr(module, name)
        self._before = before
        self._is_on = True

        def hook(*values: Any) -> object:
            if self._is_on:
                with suppress(Exception):  # the host hears of its own error, whatever ours does
                    hear(sys._getframe().f_back is None, *values)  # noqa: SLF001
            return before(*values)

        self._hook = hook
        setattr(module, name, hook)

    def leave(self) -> None:
        """Take it out; may be called again."""
        self._is_on = False
        if getattr(self._module, self._name) is self._hook:
            setattr(self._module, self._name, self._before)


def chain_all(
    hear: Callable[[BaseException, bool], None], *, main: bool, unraisable: bool
) -> list[Chained]:
    """Have `hear` told of every error that nobody catches, on the thread it happens on.

    The second thing it gets is whether the program ends with it. `main` says whether the main
    thread's count: see `ui.process.fatal.may_hook`.
    """

    def of_thread(_ends: bool, its: threading.ExceptHookArgs) -> None:  # noqa: FBT001
        if its.exc_value is not None and its.exc_type is not SystemExit:
            hear(its.exc_value, False)

    def of_main(ends: bool, _type: object, error: BaseException, _trace: object) -> None:  # noqa: FBT001
        hear(error, ends)

    def of_unraisable(_ends: bool, its: sys.UnraisableHookArgs) -> None:  # noqa: FBT001
        if its.exc_value is not None:
            hear(its.exc_value, False)

    chained = [Chained(threading, "excepthook", of_thread)]
    if main:
        chained.append(Chained(sys, "excepthook", of_main))
    if unraisable:
        chained.append(Chained(sys, "unraisablehook", of_unraisable))
    return chained
