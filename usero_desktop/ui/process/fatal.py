"""What Qt calls critical or fatal, heard without taking it from who heard it before."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from usero_desktop.qt import BINDING, QtCore

if TYPE_CHECKING:
    from collections.abc import Callable

    Hear = Callable[[str, bool], None]

_Type = QtCore.QtMsgType
_HEARD = (_Type.QtCriticalMsg, _Type.QtFatalMsg)


def may_hook() -> bool:
    """Whether `sys.excepthook` may be chained without changing what an error in a slot does.

    PyQt6 ends the process for such an error as long as the hook is Python's own, and only
    then: another hook there, also one that does nothing, keeps a host alive that would have
    ended. What ends it comes as a fatal message instead, with the trace in it.
    """
    return BINDING != "PyQt6" or sys.excepthook is not sys.__excepthook__


class MessageTap:
    """Hears of Qt's critical and fatal messages; whoever was told before is told as before.

    `hear` gets the text and whether it is fatal: then the process ends once it returns. It is
    called on the thread that the message comes from.
    """

    def __init__(self, hear: Hear) -> None:
        self._is_on = True
        self._before: Callable[..., object] | None = None

        def handle(
            kind: QtCore.QtMsgType, context: QtCore.QMessageLogContext, message: str
        ) -> None:
            if self._is_on and kind in _HEARD:
                with suppress(Exception):  # the host hears of it, whatever ours does
                    hear(message, kind == _Type.QtFatalMsg)
            if self._before is not None:
                self._before(kind, context, message)
            else:
                _say(kind, context, message)

        self._handle = handle
        self._before = QtCore.qInstallMessageHandler(handle)

    def leave(self) -> None:
        """Give the place back where it is still ours, and else just hand on. May be repeated."""
        if not self._is_on:
            return
        self._is_on = False
        current = QtCore.qInstallMessageHandler(self._before)
        if current is not self._handle:
            QtCore.qInstallMessageHandler(current)


def _say(kind: QtCore.QtMsgType, context: QtCore.QMessageLogContext, message: str) -> None:
    """Do what Qt does where nobody else wants its messages."""
    if sys.stderr is not None:
        with suppress(Exception):
            print(QtCore.qFormatLogMessage(kind, context, message), file=sys.stderr)  # noqa: T201
