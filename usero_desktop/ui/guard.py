"""No exception of ours may reach Qt: it would abort a PyQt6 host and litter a PySide6 one.

`guard` goes on every slot and every overridden event handler. What goes wrong there is
logged, once a place, and the host carries on.
"""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("usero_desktop.ui")

Method = TypeVar("Method", bound="Callable[..., Any]")

_seen: set[str] = set()


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
        except Exception as error:  # noqa: BLE001 - the slot guard is one of the three places
            _report(method.__qualname__, error)
            return otherwise

    # functools.wraps leaves a trail to the wrapped function that PySide6 would follow to
    # count parameters, and then hand over too few.
    del guarded.__wrapped__
    return guarded


def _report(place: str, error: Exception) -> None:
    level = logging.DEBUG if place in _seen else logging.ERROR
    _seen.add(place)
    log.log(level, "usero_desktop failed in %s; your program goes on.", place, exc_info=error)


def call_host(name: str, code: Callable[..., object] | None, *values: object) -> object:
    """Call the host's own `code`; what it raises is logged and changes nothing."""
    if code is None:
        return None
    try:
        return code(*values)
    except Exception:
        log.exception("Your %s callback failed; feedback goes on without it.", name)
        return None
