from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.controls.measure import heights
from usero_desktop.ui.style import metrics
from usero_desktop.ui.window.placement import panel_place, panel_width

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.qt import QtCore
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.process.lifetime import Borrowed
    from usero_desktop.ui.style.look import Look


class Dock:
    """Where the panel docks in the host's window, and on which way it comes there."""

    def __init__(self, window: Borrowed, look: Look, options: Options) -> None:
        self._window, self._look, self._options = window, look, options

    def of(self, panel: Panel) -> QtCore.QRect | None:
        """Return the rectangle of `panel`, which is measured for it; None where it does not fit."""
        size, side = self._window().size(), self._side
        width = panel_width(size, panel.usual_width, metrics.PANEL_WIDTH, side)
        if width is None:
            return None
        with panel.tried_at(width):
            if panel.minimumSizeHint().width() > width:
                return None
            wish = heights(panel, width)
        return panel_place(size, width, wish, self._options.position, side)

    def on_the_way(self, place: QtCore.QRect, part: float) -> QtCore.QRect:
        """Return where the panel is when it has come so far: 0 is out of sight, 1 at `place`."""
        distance = place.width() + self._side + self._px(metrics.SHADOW)
        if self._options.position == "left":
            distance = -distance
        return place.translated(round(distance * (1 - part)), 0)

    def crowds(self, place: QtCore.QRect, launcher: QtCore.QRect) -> bool:
        """Whether `launcher` would lie under a panel at `place`, or too near to it."""
        gap = self._px(metrics.GAP)
        return place.adjusted(-gap, -gap, gap, gap).intersects(launcher)

    def _px(self, size: int) -> int:
        return self._look.scale.px(size)

    @property
    def _side(self) -> int:
        """Space between the panel and the window's side: a tab stays in sight beside it."""
        is_tab = self._options.launcher == "tab"
        return self._px(metrics.PANEL_SIDE if is_tab else metrics.LAUNCHER_GAP)
