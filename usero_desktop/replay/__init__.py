"""Session replay: what happened before a report, masked at the source, to be watched.

    from usero_desktop.replay import SessionReplay

    usero.attach(window, client_id="client_…", plugins=[SessionReplay()])

Importing this loads no Qt, and none of what records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usero_desktop.replay.session_replay import SessionReplay as SessionReplay

_HOMES = {"SessionReplay": "session_replay"}

__all__ = [*_HOMES]  # noqa: PLE0604 - the table is the list


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
