from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.windows.choice_menu import ChoiceMenu
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import PaintedButton, words_size
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

ARROW: Final = 16
INSET: Final = 11
LEAST: Final = 160
"""Of its width, at scale 1."""


class Choice(PaintedButton):
    """A button that shows which of several it is, and opens the list of them.

    Signal: `chosen(str)` with the value that the user chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )
        self._label = ""
        self._words: Mapping[str, str] = {}
        self.value = ""
        """Which one it is."""
        self._look: Look | None = None
        self.clicked.connect(self._open)

    def show_look(self, look: Look, label: str, words: Mapping[str, str]) -> None:
        """Take colours; `label` is what is chosen, `words` what each value is called."""
        self._look, self._label, self._words = look, label, words
        self._take_look(look)
        self.show_value(self.value)

    def show_value(self, value: str) -> None:
        """Be `value`, one of the words' keys."""
        self.value = value
        words = self._words.get(value, value)
        self.setText(words)
        if self._look is not None:
            named = self._look.texts("settings.choice", label=self._label, value=words)
            self.setAccessibleName(named)

    @guard(otherwise=QtCore.QSize(160, metrics.CONTROL))
    def sizeHint(self) -> QtCore.QSize:
        px, font = self._scale.px, self._scale.font(metrics.BODY)
        widest = max((words_size(w, font).width() for w in self._words.values()), default=0)
        return QtCore.QSize(widest + px(ARROW) + 3 * px(INSET), px(metrics.CONTROL))

    @guard(otherwise=QtCore.QSize(160, metrics.CONTROL))
    def minimumSizeHint(self) -> QtCore.QSize:
        # Words that are somebody else's end with dots where the window is too narrow for them.
        wish = self.sizeHint()
        return QtCore.QSize(min(wish.width(), self._scale.px(LEAST)), wish.height())

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in {QtCore.Qt.Key.Key_Down, QtCore.Qt.Key.Key_Up}:
            self._open()
        else:
            super().keyPressEvent(event)

    @guard
    def _open(self) -> None:
        look = self._look
        if look is None:
            return
        menu = ChoiceMenu(self, look)
        menu.setObjectName(f"{self.objectName()}_menu")
        menu.setAccessibleName(self.accessibleName())
        for value, words in self._words.items():
            name = f"{self.objectName()}_{value or 'none'}"
            action = menu.add(name, words, is_chosen=value == self.value)
            action.triggered.connect(self._chooser(value))
        menu.open_below(self)

    def _chooser(self, value: str) -> Callable[[], None]:
        @guard
        def choose() -> None:
            if value != self.value:
                self.show_value(value)
                self.chosen.emit(value)

        return choose

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        px, box = self._scale.px, QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QtGui.QPen(colors.lively_edge if self._is_lively else colors.edge, 1))
        painter.setBrush(colors.field)
        painter.drawRoundedRect(box, self._radius, self._radius)
        ink = colors.text if self.isEnabled() else colors.disabled
        side, inset = px(ARROW), px(INSET)
        arrow = icons.icon("chevron-down", side, self.devicePixelRatioF(), ink)
        end = inset if self.isRightToLeft() else self.width() - inset - side
        painter.drawPixmap(end, (self.height() - side) // 2, arrow)
        painter.setPen(ink)
        painter.setFont(self._scale.font(metrics.BODY))
        beside = side + 2 * inset
        start, stop = (beside, inset) if self.isRightToLeft() else (inset, beside)
        words = self.rect().adjusted(start, 0, -stop, 0)
        # Leading is mirrored by the painter's own direction, which is the widget's.
        lines = QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeading
        dots = QtCore.Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(self.text(), dots, words.width())
        painter.drawText(words, lines, shown)
