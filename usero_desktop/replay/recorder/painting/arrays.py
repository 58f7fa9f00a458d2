"""What a paint engine is given many of, which PySide6 would never free.

It makes a list of the boxes, lines or points that are painted, and counts whatever is in it as
held once more than it is (6.11: each call of drawRects, drawLines, drawPoints and drawPolygon).
In half a minute of somebody's work that came to 6,500 objects and 1 MB, and it never ended.
"""

from __future__ import annotations

from sys import getrefcount
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import BINDING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _count(things: Sequence[object]) -> int:
    """Return how often the first of `things` is held, as counted in here."""
    for thing in things:
        return getrefcount(thing)
    return 0


_RIGHT: Final = _count([object()])
"""What is counted of one that nothing but its list holds."""


def _decref() -> Callable[[object], None] | None:
    """Return what counts one hold less, None where there is no such way."""
    try:
        import ctypes

        function = ctypes.pythonapi.Py_DecRef
    except (ImportError, AttributeError):
        return None
    function.argtypes, function.restype = [ctypes.py_object], None
    return function


_let_go: Final = _decref() if BINDING == "PySide6" else None


def released(things: Sequence[object]) -> None:
    """Have all in `things` be freed with it.

    To be called with what an engine was just given, before anybody else holds any of it: then a
    count that is one too high is PySide6's. Where it counts right, nothing is done. GUI thread.
    """
    if _let_go is not None and _count(things) == _RIGHT + 1:
        for thing in things:
            _let_go(thing)
