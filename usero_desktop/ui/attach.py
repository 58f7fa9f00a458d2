from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from usero_desktop.config import Options
from usero_desktop.errors import ConfigError, UseroError
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.guard import call_host
from usero_desktop.ui.widget import FeedbackWidget

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("usero_desktop")


def attach(
    window: QtWidgets.QWidget, client_id: str | None = None, **options: object
) -> FeedbackWidget:
    """Put a feedback button into `window` and return the handle on it. GUI thread.

    `options` are those of `Options`. A wrong configuration never raises into the host:
    on_error is called with a ConfigError, one warning is logged, and the handle that comes
    back does nothing.
    """
    host: QtWidgets.QWidget | None = None
    try:
        if isinstance(window, QtWidgets.QWidget):
            host = window.window()
        if QtWidgets.QApplication.instance() is None or host is None:
            raise ConfigError(
                "attach() needs a QApplication and a widget of it: call it after both exist.",
                code="no_window",
            )
        return FeedbackWidget(host, Options.create(client_id, **options))
    except UseroError as error:
        log.warning("The feedback button stays away: %s", error)
        on_error = options.get("on_error")
        call_host("on_error", _callable(on_error), error)
        return FeedbackWidget(host, None)


def _callable(value: object) -> Callable[..., object] | None:
    return value if callable(value) else None
