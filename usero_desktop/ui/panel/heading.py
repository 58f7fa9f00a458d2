"""The panel's first row: what it is for, and the ways back, on and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.buttons import IconButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.style.scale import Scale

BUTTON = 32
TITLES = (metrics.TITLE, 17, metrics.BODY)


class Heading(QtWidgets.QHBoxLayout):
    """The title between the way back from a page, the menu's button and the cross."""

    def __init__(self, panel: QtWidgets.QWidget) -> None:
        """Make its parts in `panel`, which puts it into a layout."""
        super().__init__()
        self.back = IconButton("back", BUTTON, panel)
        self.title = Label(panel, pixels=metrics.TITLE, bold=True)
        self.title.setWordWrap(True)
        self.more = IconButton("more", BUTTON, panel)
        self.close = IconButton("close", BUTTON, panel)
        self._is_form = True
        self._buttons = {"back": self.back, "more": self.more, "close": self.close}
        for name, button in self._buttons.items():
            button.setObjectName(f"usero_{name}")
        top = QtCore.Qt.AlignmentFlag.AlignTop
        self.addWidget(self.back, 0, top)
        self.addWidget(self.title, 1, top)
        self.addStretch()
        self.addWidget(self.more, 0, top)
        self.addWidget(self.close, 0, top)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self.setSpacing(look.scale.px(4))
        # The pages reach a little into the padding, and so does it: level with them.
        room = look.scale.px(metrics.RING_ROOM)
        self.setContentsMargins(room, 0, room, 0)
        for name, button in self._buttons.items():
            button.setAccessibleName(look.texts(f"panel.{name}"))
            button.setToolTip(look.texts(f"panel.{name}"))
            button.show_look(look)

    def show_words(self, words: str, look: Look, room: int) -> None:
        """Say `words`, written as large as `room` lets them be."""
        px = look.scale.px
        # Beside them are the ways back and on, or on and out.
        pixels = heading_pixels(words, room - 2 * px(BUTTON + 4), look.scale)
        self.title.show_color(look.colors.text, look.scale, pixels=pixels)
        self.title.setText(words)
        # Clear of the ring that the way back has when the keyboard is there.
        start = 0 if self._is_form else px(4)
        left, right = (0, start) if self.back.isRightToLeft() else (start, 0)
        # Level with the buttons, also where a title takes two lines.
        height = QtGui.QFontMetrics(look.scale.font(pixels, bold=True)).height()
        above = max((px(BUTTON) - height) // 2, 0)
        self.title.show_margins(left, above, right, above)

    def show_ways(self, *, is_form: bool, is_floating: bool) -> None:
        """Offer what leads on from the form or back to it, and a cross where there is no other."""
        self._is_form = is_form
        # A dialog's title bar has its own.
        self.close.setVisible(is_floating)
        self.back.setVisible(not is_form)
        self.more.setVisible(is_form)


def heading_pixels(words: str, room: int, scale: Scale) -> int:
    """Return the size of the largest letters in which no word is cut where there is `room`."""
    # Who has not asked for larger letters has them as they are.
    for pixels in TITLES if scale.factor > 1 else TITLES[:1]:
        fm = QtGui.QFontMetrics(scale.font(pixels, bold=True))
        if all(fm.horizontalAdvance(word) <= room for word in words.split()):
            return pixels
    return TITLES[-1]
