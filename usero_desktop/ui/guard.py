"""No exception of ours may reach Qt: it would abort a PyQt6 host and litter a PySide6 one.

`guard` goes on every slot and every overridden event handler. What goes wrong there is
logged, once a place, told to those who `listen_for_faults`, and the host carries on.
"""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload
from weakref import WeakSet

from usero_desktop.errors import UseroError
from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Callable

log = guest_logger("usero_desktop.ui")

Method = TypeVar("Method", bound="Callable[..., Any]")


class Listener(Protocol):
    """Who tells the host of what went wrong in here."""

    def hear_fault(self, error: UseroError) -> None:
        """Take note, and call nobody's code now: it may be the middle of a painting."""


_seen: set[str] = set()
_listeners: WeakSet[Listener] = WeakSet()


@overload
def guard(method: Method, /) -> Method: ...


@overload
def guard(*, otherwise: object) -> Callable[[Method], Method]: ...


def guard(
    method: Callable[..., Any] | None = None, /, *, otherwise: object = None
) -> Callable[..., Any]:
    """Wrap a method so that an exception is logged and `otherwise` is returned.

    Signals may bring more arguments than the method takes (``clicked`` brings a bool); the
    surplus is left behind, as Qt itself does for a slot with fewer parameters.
    """
    if method is None:
        return functools.partial(_wrap, otherwise=otherwise)
    return _wrap(method, otherwise=otherwise)


def _wrap(method: Callable[..., Any], *, otherwise: object) -> Callable[..., Any]:
    wanted = method.__code__.co_argcount

    @functools.wraps(method)
    def guarded(*arguments: object, **named: object) -> object:
        try:
            return method(*arguments[:wanted], **named)
        except Exception as error:  # noqa: BLE001 - whatever it is, Qt must not see it
            if not (isinstance(error, AttributeError) and _is_emptied(arguments)):
                _report(method.__qualname__, error)
            return otherwise

    # functools.wraps leaves a trail to the wrapped function that PySide6 would follow to
    # count parameters, and then hand over too few.
    del guarded.__wrapped__
    return guarded


def _is_emptied(arguments: tuple[object, ...]) -> bool:
    """Whether the garbage collector has emptied the object: Qt's half of it goes next.

    Until then PySide6 still calls it, with none of its attributes left.
    """
    return bool(arguments) and getattr(arguments[0], "__dict__", None) == {}


def listen_for_faults(listener: Listener) -> None:
    """Have `listener` hear of each place that fails, once, as long as it lives. GUI thread."""
    _listeners.add(listener)


def _report(place: str, error: Exception) -> None:
    is_new = place not in _seen
    _seen.add(place)
    message = f"usero_desktop failed in {place}; your program goes on."
    (log.error if is_new else log.debug)("%s", message, exc_info=error)
    # Who keeps the error keeps its frames, and in one of them may be a painter: it has to go
    # before what it paints on does.
    from traceback import clear_frames  # for what should not happen

    clear_frames(error.__traceback__)
    if is_new:
        fault = UseroError(message, code="internal")
        fault.__cause__ = error
        for listener in tuple(_listeners):
            with suppress(Exception):
                listener.hear_fault(fault)
