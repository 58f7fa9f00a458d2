from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, is_alive

if TYPE_CHECKING:
    from collections.abc import Callable


def after(owner: QtCore.QObject, milliseconds: int, slot: Callable[[], object]) -> None:
    """Call `slot` once after `milliseconds`, unless `owner` is gone by then. GUI thread.

    QTimer.singleShot takes an owner in one binding and not in the other.
    """
    timer = QtCore.QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    timer.timeout.connect(timer.deleteLater)
    timer.start(milliseconds)


def halt(timer: QtCore.QTimer) -> None:
    """Stop `timer`, unless a window that was deleted by hand has taken it along. GUI thread."""
    if is_alive(timer):
        timer.stop()
