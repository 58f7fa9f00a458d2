from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from usero_desktop.i18n import Texts
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.scale import Scale


class Look(NamedTuple):
    """What every view needs to show itself: colours, words and sizes."""

    colors: Colors
    texts: Texts
    scale: Scale

    @property
    def direction(self) -> QtCore.Qt.LayoutDirection:
        """The side that one begins to read from: by the language, whatever the host's is."""
        sides = QtCore.Qt.LayoutDirection
        return sides.RightToLeft if self.texts.is_right_to_left else sides.LeftToRight
