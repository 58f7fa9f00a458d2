from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

BESIDE: Final = 8
"""On each side of the tick."""


class ChoiceMenu(QtWidgets.QMenu):
    """A list of which one is chosen. It deletes itself once it is closed."""

    def __init__(self, owner: QtWidgets.QWidget, look: Look) -> None:
        """Open for `owner`, in its look."""
        super().__init__(owner)
        self._look = look
        self.setLayoutDirection(look.direction)
        self.setFont(look.scale.font(metrics.BODY))
        self.aboutToHide.connect(self.deleteLater)

    def add(self, name: str, words: str, *, is_chosen: bool) -> QtGui.QAction:
        """Add one of `name`, an object's; return its action."""
        action = self.addAction(words.replace("&", "&&"))
        action.setObjectName(name)
        side = self._look.scale.px(metrics.MENU_ICON)
        room = QtGui.QPixmap(side, side)  # the tick's, which is painted here
        room.fill(QtGui.QColor(0, 0, 0, 0))
        action.setIcon(QtGui.QIcon(room))
        action.setCheckable(True)  # a screen reader says which one it is
        action.setChecked(is_chosen)
        if is_chosen:
            self.setActiveAction(action)
        return action

    def open_below(self, button: QtWidgets.QWidget) -> None:
        """Open below `button`, at least as wide as that is."""
        self.setMinimumWidth(button.width())
        self.ensurePolished()
        corner = button.mapToGlobal(button.rect().bottomLeft())
        if self.isRightToLeft():
            corner.setX(corner.x() + button.width() - max(self.sizeHint().width(), button.width()))
        self.popup(corner + QtCore.QPoint(0, self._look.scale.px(4)))

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        # Not by the style: with a sheet it writes all words from the left (seen in 6.11).
        colors, px = self._look.colors, self._look.scale.px
        side = px(metrics.MENU_ICON)
        tick = icons.icon("check", side, self.devicePixelRatioF(), colors.text)
        with painting(self, has_pictures=True) as painter:
            painter.setFont(self._look.scale.font(metrics.BODY))
            painter.fillRect(self.rect(), colors.border)
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), colors.background)
            for action in self.actions():
                box = self.actionGeometry(action)
                if action is self.activeAction():
                    painter.setPen(QtCore.Qt.PenStyle.NoPen)
                    painter.setBrush(colors.hover)
                    painter.drawRoundedRect(box, px(6), px(6))
                shown = QtCore.QRect(box.left() + px(BESIDE), 0, side, side)
                shown.moveCenter(QtCore.QPoint(shown.center().x(), box.center().y()))
                words = box.adjusted(side + 2 * px(BESIDE), 0, -px(BESIDE), 0)
                shown, words = (
                    QtWidgets.QStyle.visualRect(self.layoutDirection(), box, place)
                    for place in (shown, words)
                )
                if action.isChecked():
                    painter.drawPixmap(shown.topLeft(), tick)
                painter.setPen(colors.text)
                sides = QtCore.Qt.AlignmentFlag
                start = sides.AlignRight if self.isRightToLeft() else sides.AlignLeft
                lines = start | sides.AlignAbsolute | sides.AlignVCenter
                painter.drawText(words, lines, action.text().replace("&&", "&"))
