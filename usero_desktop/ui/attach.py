from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop import policy
from usero_desktop.config import Options
from usero_desktop.core.host import call_host
from usero_desktop.errors import ConfigError, UseroError
from usero_desktop.logs import guest_logger
from usero_desktop.model.kind import shown
from usero_desktop.qt import BINDING, QtCore, QtWidgets, is_alive
from usero_desktop.ui.widget import FeedbackWidget

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from usero_desktop.config import OptionValues

log = guest_logger()


def attach(
    window: QtWidgets.QWidget, client_id: str | None = None, **options: Unpack[OptionValues]
) -> FeedbackWidget:
    """Put a feedback button into `window` and return the handle on it. GUI thread.

    `options` are those of `Options`. A wrong configuration never raises into the host:
    on_error is called with a ConfigError, one warning is logged, and the handle that comes
    back does nothing.
    """
    host = None
    try:
        _check_application()
        host = _window_of(window)
        return _attached(host, client_id, options)
    except Exception as error:
        # The host's own call: a fault of ours is not its either.
        problem = error if isinstance(error, UseroError) else _fault(error)
        log.warning("The feedback button stays away: %s", problem, exc_info=problem.__cause__)
        call_host("on_error", _callable(options.get("on_error")), problem)
        return FeedbackWidget(host, None)


def _check_application() -> None:
    if QtWidgets.QApplication.instance() is None:
        raise ConfigError(
            "attach() needs a QApplication: make that first, then the window, then call this.",
            code="no_window",
        )


def _window_of(widget: object) -> QtWidgets.QWidget:
    if not isinstance(widget, QtWidgets.QWidget):
        raise ConfigError(
            f"attach() needs your main window, a QWidget of {BINDING}, not {shown(widget)}.",
            code="no_window",
        )
    if not is_alive(widget):
        raise ConfigError(
            "The window that attach() was given is deleted already: give it one that is there.",
            code="no_window",
        )
    if widget.thread() is not QtCore.QThread.currentThread():
        raise ConfigError(
            "attach() was called on another thread than the GUI's, where all of Qt's windows "
            "are at home: call it there.",
            code="wrong_thread",
        )
    return widget.window()


def _attached(
    host: QtWidgets.QWidget, client_id: str | None, options: OptionValues
) -> FeedbackWidget:
    policy.read().check()
    chosen = Options.create(client_id, **options)
    # All that is in the window would be wrapped for Python: a window may hold thousands.
    direct = QtCore.Qt.FindChildOption.FindDirectChildrenOnly
    for other in host.findChildren(FeedbackWidget, options=direct):
        known = None if other.is_inert else other.options
        if known is not None and _project(known) == _project(chosen):
            log.warning(
                "This window has a feedback button for %s already, and gets another one: use "
                "update() to change the first, or destroy() to take it away.",
                chosen.client_id,
            )
            break
    return FeedbackWidget(host, chosen)


def _project(options: Options) -> tuple[str, str]:
    return options.base_url, options.client_id


def _fault(error: Exception) -> UseroError:
    fault = UseroError("usero_desktop failed in attach(); your program goes on.", code="internal")
    fault.__cause__ = error
    return fault


def _callable(value: object) -> Callable[..., object] | None:
    return value if callable(value) else None
