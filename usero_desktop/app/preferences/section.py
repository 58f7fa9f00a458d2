from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.windows.lines import Lines
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

GAP: Final = 8


class Section(QtWidgets.QGroupBox):
    """A part of the window under a heading, which a screen reader says of what is in it."""

    def __init__(self, name: str, heading: str, parent: QtWidgets.QWidget) -> None:
        """`name` is its object's name, `heading` the id of its heading."""
        super().__init__(parent)
        self.setObjectName(name)
        self._heading = heading
        self._title = Label(self, pixels=metrics.LABEL, bold=True)
        self.column = Lines(self)
        self.column.put(self._title)

    def show_look(self, look: Look) -> None:
        """Take colours, sizes and words."""
        words = look.texts(self._heading)
        self.setAccessibleName(words)
        self._title.setText(words)
        self._title.show_color(look.colors.muted, look.scale)
        self.column.show_look(look)
        self.column.setSpacing(look.scale.px(GAP))
