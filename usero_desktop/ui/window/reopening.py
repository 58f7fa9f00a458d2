from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.form.drafts import Lease
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed, when_gone
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options


def take_up(
    widget: QtCore.QObject,
    window: QtWidgets.QWidget,
    options: Options,
    *,
    open_: Callable[[], None],
) -> Lease:
    """Return the hold of `widget` on its draft: one that was left by another, or a new one.

    It ends with the widget, however that ends. The panel opens again where it was open, by
    `open_`.
    """
    lease = Lease((options.base_url, options.client_id))
    # Of an object that knows nothing of the window: who waits for it keeps it alive.
    when_gone(QtCore.QObject(widget), lease.end)
    if lease.was_open:
        Reopening(widget, window, open_)
    return lease


class Reopening(QtCore.QObject):
    """Opens a panel that was open before, once its window is in sight; then it is gone.

    Never at once: who attaches has not got the handle yet that `on_open` may ask.
    """

    def __init__(
        self, parent: QtCore.QObject, window: QtWidgets.QWidget, open_: Callable[[], None]
    ) -> None:
        """`open_` opens the panel of `parent`, the widget in `window`."""
        super().__init__(parent)
        self._window, self._open = Borrowed(window), open_
        self._is_due = False
        if window.isVisible():
            self._plan()
        else:
            window.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.Show:
            self._plan()
        return False

    def _plan(self) -> None:
        if not self._is_due:
            self._is_due = True
            after(self, 0, self._on_turn)

    @guard
    def _on_turn(self) -> None:
        self._window().removeEventFilter(self)
        self._open()
        self.deleteLater()
