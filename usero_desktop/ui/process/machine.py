"""What only Qt knows about the machine; the GUI thread asks."""

from __future__ import annotations

from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets, binding_version


def qt_context(window: QtWidgets.QWidget) -> dict[str, object]:
    """Return Qt's and the binding's version, the platform, screens and scale."""
    return {
        "qt": QtCore.qVersion(),
        "binding": f"{BINDING} {binding_version()}",
        "platform": QtGui.QGuiApplication.platformName(),
        "screens": [_screen(screen) for screen in QtGui.QGuiApplication.screens()],
        "scale": window.devicePixelRatioF(),
        "window": f"{window.width()}x{window.height()}",
    }


def _screen(screen: QtGui.QScreen) -> str:
    """Physical pixels and the scale: a screen's name can hold a serial number."""
    size, ratio = screen.size(), screen.devicePixelRatio()
    return f"{round(size.width() * ratio)}x{round(size.height() * ratio)} @{ratio:g}"
