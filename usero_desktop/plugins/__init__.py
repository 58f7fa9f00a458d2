"""Plugins that come along, and the way to those that are installed beside this package.

    usero.attach(window, client_id="client_…", plugins=[RecentLogs(), UnhandledErrors()])

Importing this loads none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usero_desktop.plugins.crash_reports import CrashReports as CrashReports
    from usero_desktop.plugins.discovery import discover as discover
    from usero_desktop.plugins.recent_logs import RecentLogs as RecentLogs
    from usero_desktop.plugins.unhandled_errors import UnhandledErrors as UnhandledErrors

_HOMES = {
    "CrashReports": "crash_reports",
    "RecentLogs": "recent_logs",
    "UnhandledErrors": "unhandled_errors",
    "discover": "discovery",
}

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
