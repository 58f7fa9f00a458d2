"""Widgets that a QGraphicsScene shows: each is a window to Qt, and its views draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator

_Widget = QtWidgets.QWidget
_Proxy = QtWidgets.QGraphicsProxyWidget


def is_embedded(window: QtWidgets.QWidget) -> bool:
    """Whether `window` is seen in a scene alone, or nowhere."""
    return _Widget.testAttribute(window, QtCore.Qt.WidgetAttribute.WA_DontShowOnScreen)


class Scenes:
    """Knows what shows widgets in scenes. GUI thread.

    `QWidget.graphicsProxyWidget` must not be asked: PySide6 takes what it returns for its own
    (6.11, as seen), and deletes it together with the host's widget when nobody holds it. And to
    go through a scene of 20,000 items takes 0.2 s, so what was found is kept.
    """

    def __init__(self) -> None:
        self._windows: list[QtWidgets.QWidget] = []
        self._proxies: list[QtWidgets.QGraphicsProxyWidget] = []

    def proxies(self) -> Iterator[tuple[QtWidgets.QGraphicsProxyWidget, QtWidgets.QWidget]]:
        """Yield each item of a scene that shows a widget, and the widget."""
        windows = [each for each in QtWidgets.QApplication.topLevelWidgets() if is_embedded(each)]
        if windows != self._windows:
            self._windows, self._proxies = windows, _found()
        for proxy in self._proxies:
            widget = _Proxy.widget(proxy) if is_alive(proxy) else None
            if widget is not None:
                yield proxy, widget

    def showing(self, window: QtWidgets.QWidget) -> Iterator[QtWidgets.QGraphicsProxyWidget]:
        """Yield what shows `window`; nothing for one that is not embedded."""
        if is_embedded(window):
            for proxy, widget in self.proxies():
                if widget is window:
                    yield proxy


def _found() -> list[QtWidgets.QGraphicsProxyWidget]:
    found: list[QtWidgets.QGraphicsProxyWidget] = []
    scenes: list[QtWidgets.QGraphicsScene] = []
    for view in QtWidgets.QApplication.allWidgets():
        if isinstance(view, QtWidgets.QGraphicsView):
            scene = QtWidgets.QGraphicsView.scene(view)
            if scene is not None and scene not in scenes:  # type: ignore[redundant-expr]
                scenes.append(scene)
                items = QtWidgets.QGraphicsScene.items(scene)
                found += [item for item in items if isinstance(item, _Proxy)]
    return found
