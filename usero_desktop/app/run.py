"""Run ``usero-desktop`` itself."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Final

from usero_desktop import settings as kept
from usero_desktop.app.instance.instance import Instance
from usero_desktop.app.standalone import Standalone
from usero_desktop.app.tray.icon import first_icon, window_icon
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.app.instance.wish import Wish

DESKTOP_FILE: Final = "io.usero.Desktop"
"""Of the ``.desktop`` file: by it a Wayland desktop knows whose windows these are.

Windows is told the same, as the AppUserModelID that its start menu's entry has, too: else it would
show windows and messages under another name and icon.
"""

ICON_MS: Final = 250
"""When windows get their icon in all its sizes: not before the first of them is there."""


def run(wished: Wish, trouble: UseroError | None = None, *, asks: bool = False) -> int:
    """Be the program until it is quit, or hand `wished` to the one that runs; the exit status.

    `trouble` is why that one could not be told before. Where this `asks`, a window says so, and
    offers a way out where there is one. On the main thread. Raises UseroError where one runs that
    does not answer, or where further starts could not reach this one.
    """
    application = _application()
    instance = _joined(wished, trouble, asks=asks)
    if instance is None:
        return 0
    program = Standalone(application, kept.load())
    program.listen_to(instance)

    @guard
    def dress() -> None:
        application.setWindowIcon(window_icon())

    @guard
    def settled() -> None:
        # Who started this may have kept Python from looking for cycles until now. What is there
        # by now stays: it is not looked at again.
        gc.freeze()
        gc.enable()
        after(application, ICON_MS, dress)

    program.settled.connect(settled)
    program.begin(wished)
    status = application.exec() if program.failure is None else 0
    if program.failure is not None:
        raise program.failure
    return status


def _joined(wished: Wish, trouble: UseroError | None, *, asks: bool) -> Instance | None:
    """Return that this process is the one, None where `wished` is handed over to that."""
    while True:
        try:
            if trouble is None:
                return Instance.join(wished.words, listens=False)
        except UseroError as error:
            trouble = error
        if not asks:
            raise trouble
        from usero_desktop.app.windows.trouble import is_mended

        if not is_mended(wished.words, trouble):
            return None
        trouble = None


def _application() -> QtWidgets.QApplication:
    # Not a display name: Qt would put it behind every window's title.
    QtCore.QCoreApplication.setApplicationName("usero-desktop")
    QtGui.QGuiApplication.setDesktopFileName(DESKTOP_FILE)
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(DESKTOP_FILE)
    application = QtWidgets.QApplication(sys.argv[:1])
    # Its windows come and go; it is the icon that stays.
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(first_icon())
    return application
