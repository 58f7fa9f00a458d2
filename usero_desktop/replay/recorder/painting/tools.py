from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.replay.recorder.painting.colors import Gradients, Inks
from usero_desktop.replay.recorder.painting.fonts import Face, Fonts
from usero_desktop.replay.recorder.painting.pictures import Pictures

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui
    from usero_desktop.replay.recorder.styles import Styles


class Tools:
    """What pictures of widgets have in common: the sheet, fonts, gradients, icons. GUI thread."""

    def __init__(self, styles: Styles, dots_per_inch: float) -> None:
        self.dress = styles.dress
        self.pictures = Pictures()
        self.inks, self.gradients = Inks(), Gradients()
        self._fonts = Fonts(dots_per_inch)
        self._font: QtGui.QFont | None = None
        self._face: Face | None = None

    def face(self, font: QtGui.QFont) -> Face:
        """Return how the page says `font`; mostly it is the one before."""
        if self._face is None or font != self._font:
            self._font, self._face = font, self._fonts.face(font)
        return self._face
