"""Loading modules in the background without making the GUI thread wait for the interpreter."""

from __future__ import annotations

import atexit
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REST_SECONDS: Final = 0.01
"""Shortest rest between two modules: most of what a key or a mouse move does is less."""

REST_SHARE: Final = 2
"""A module is followed by a rest this many times as long as it took."""

importing = threading.RLock()
"""Held while a thread of ours imports: a process that is forked in the middle of that would
leave its child half a module, and a lock that nobody releases."""


END_SECONDS: Final = 1.0
"""How long the end of the program waits for a module that is being loaded."""

_ended = threading.Event()


def _end() -> None:
    """Load nothing any more, and wait for what is being loaded.

    The interpreter ends background threads where they stand. Where that is within a module
    made in Rust (cryptography, behind the keyring) the whole program aborts.
    """
    _ended.set()
    if importing.acquire(timeout=END_SECONDS):
        importing.release()


atexit.register(_end)


def load(names: Iterable[str]) -> None:
    """Import the modules `names` at once; one that is not there is left out. Any thread.

    On a background thread it raises SystemExit, which ends that, once the program ends.
    """
    for name in names:
        with importing:
            if _ended.is_set() and threading.current_thread() is not threading.main_thread():
                raise SystemExit
            if name not in sys.modules:
                before = set(sys.modules)
                with suppress(ImportError):
                    import_module(name)
                _forget_sources(sys.modules.keys() - before)


def _forget_sources(names: Iterable[str]) -> None:
    """Have nobody keep the text of modules that were just loaded.

    PySide6 looks into it for its switches (see `switches`), and what it has read stays in
    `linecache`: 1.7 MB for Python's own ``email`` and what that brings. Whoever wants a line of
    it for a traceback reads it again.
    """
    kept = sys.modules.get("linecache")
    if kept is not None:
        for name in names:
            file = getattr(sys.modules.get(name), "__file__", None)
            if isinstance(file, str):
                kept.cache.pop(file, None)


def load_gently(names: Iterable[str], *, rest: Callable[[float], object] = time.sleep) -> None:
    """Import the modules `names` one by one, and let the other threads go on in between.

    A thread that imports holds the interpreter's lock for up to 5 ms at a time, and the GUI
    thread asks for that lock after every call into Qt: beside one long import, a key press of
    2 ms was seen to take 20. So the names are to be given in an order in which each brings
    little; `rest` gets the seconds to wait, and may return early where somebody is waiting.

    A module that is not there is left out: whoever needs it says so better. For a worker
    thread.
    """
    for name in names:
        if name in sys.modules:
            continue
        started = time.perf_counter()
        load([name])
        rest(max(REST_SECONDS, REST_SHARE * (time.perf_counter() - started)))
