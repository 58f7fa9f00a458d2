"""A feedback button for Qt applications, and the same thing without Qt.

    import usero_desktop as usero

    widget = usero.attach(window, client_id="client_…")

Importing this package loads nothing but this file: each public name is looked up in one
table the first time it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usero_desktop.api.client import UseroClient as UseroClient
    from usero_desktop.config import Options as Options
    from usero_desktop.config import OptionValues as OptionValues
    from usero_desktop.core.feedback import Feedback as Feedback
    from usero_desktop.core.ticket import Ticket as Ticket
    from usero_desktop.core.ticket import TicketState as TicketState
    from usero_desktop.errors import ApiError as ApiError
    from usero_desktop.errors import Busy as Busy
    from usero_desktop.errors import CaptureError as CaptureError
    from usero_desktop.errors import CaptureRefused as CaptureRefused
    from usero_desktop.errors import CaptureUnavailable as CaptureUnavailable
    from usero_desktop.errors import ConfigError as ConfigError
    from usero_desktop.errors import ImageError as ImageError
    from usero_desktop.errors import InvalidFeedback as InvalidFeedback
    from usero_desktop.errors import OutboxError as OutboxError
    from usero_desktop.errors import QtError as QtError
    from usero_desktop.errors import QtMismatch as QtMismatch
    from usero_desktop.errors import QtMissing as QtMissing
    from usero_desktop.errors import Refused as Refused
    from usero_desktop.errors import Unreachable as Unreachable
    from usero_desktop.errors import UseroError as UseroError
    from usero_desktop.model.rating import Rating as Rating
    from usero_desktop.model.submission import Receipt as Receipt
    from usero_desktop.model.submission import SentReport as SentReport
    from usero_desktop.model.submission import Submission as Submission
    from usero_desktop.model.submission import UploadedScreenshot as UploadedScreenshot
    from usero_desktop.model.unset import UNSET as UNSET
    from usero_desktop.model.user import User as User
    from usero_desktop.plugin import Offer as Offer
    from usero_desktop.plugin import Plugin as Plugin
    from usero_desktop.plugin import PluginContext as PluginContext
    from usero_desktop.theme import Theme as Theme
    from usero_desktop.ui.attach import attach as attach
    from usero_desktop.ui.button import FeedbackButton as FeedbackButton
    from usero_desktop.ui.widget import FeedbackWidget as FeedbackWidget

    __version__: str

_HOMES = {
    "UNSET": "model.unset",
    "UseroClient": "api.client",
    "Options": "config",
    "OptionValues": "config",
    "Feedback": "core.feedback",
    "Ticket": "core.ticket",
    "TicketState": "core.ticket",
    "ApiError": "errors",
    "Busy": "errors",
    "CaptureError": "errors",
    "CaptureRefused": "errors",
    "CaptureUnavailable": "errors",
    "ConfigError": "errors",
    "ImageError": "errors",
    "InvalidFeedback": "errors",
    "OutboxError": "errors",
    "QtError": "errors",
    "QtMismatch": "errors",
    "QtMissing": "errors",
    "Refused": "errors",
    "Unreachable": "errors",
    "UseroError": "errors",
    "Rating": "model.rating",
    "Receipt": "model.submission",
    "SentReport": "model.submission",
    "Submission": "model.submission",
    "UploadedScreenshot": "model.submission",
    "User": "model.user",
    "Offer": "plugin",
    "Plugin": "plugin",
    "PluginContext": "plugin",
    "Theme": "theme",
    "attach": "ui.attach",
    "FeedbackButton": "ui.button",
    "FeedbackWidget": "ui.widget",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the table is the list


if not TYPE_CHECKING:  # a checker that saw it would take any name for one of ours

    def __getattr__(name: str) -> object:
        # importlib.metadata alone takes a quarter of the time of importing Qt: only when asked.
        if name == "__version__":
            from importlib.metadata import version

            value: object = version("usero-desktop")
        elif name in _HOMES:
            from importlib import import_module

            value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        else:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
