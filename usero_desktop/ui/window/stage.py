"""Where the panel stands: in a host's window, or in one of ours that has nothing else in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from usero_desktop.ui.window.overlay import Overlay

if TYPE_CHECKING:
    from usero_desktop.qt import QtCore, QtWidgets
    from usero_desktop.ui.window.alone import Alone

Stage: TypeAlias = Union[Overlay, "Alone"]
"""What shows the panel, and has it out of the way of a picture; the two are used alike."""


def stage_in(parent: QtCore.QObject, window: QtWidgets.QWidget) -> Stage:
    """Return what is to show the panel in `window`."""
    if window.objectName() == "usero_panel_window":
        from usero_desktop.ui.window.alone import Alone, PanelWindow

        if isinstance(window, PanelWindow):
            return Alone(parent, window)
    return Overlay(parent, window)
