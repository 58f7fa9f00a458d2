"""Words, painted by us: always plain text, in our type, whatever the host's sheet says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors

ICON = 18
_ICONS = {"success": "check", "saved": "cloud-off", "error": "alert"}


class Label(QtWidgets.QLabel):
    """One run of plain text that wraps; never rich text, so a server's words stay words."""

    def __init__(
        self, parent: QtWidgets.QWidget, *, pixels: int = metrics.BODY, bold: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._pixels = pixels
        self._bold = bold

    def show_color(self, color: QtGui.QColor) -> None:
        """Paint the words in `color`."""
        weight = 600 if self._bold else 400
        self.setStyleSheet(
            f"color: {color.name()}; font-size: {self._pixels}px; font-weight: {weight};"
        )


class Banner(QtWidgets.QWidget):
    """A message of one to three lines with an icon, in the colours of its kind."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._kind = "success"
        self._colors: Colors | None = None
        self._label = Label(self, pixels=metrics.LABEL)
        self._label.setWordWrap(True)
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.addWidget(self._label)

    def show_message(self, kind: str, text: str, colors: Colors) -> None:
        """Show `text`; `kind` is success, saved or error."""
        self._kind, self._colors = kind, colors
        # A layout mirrors what is in it, but not its margins.
        beside, other = 12 + ICON + 10, 12
        if self.isRightToLeft():
            beside, other = other, beside
        self._row.setContentsMargins(beside, 10, other, 10)
        self._label.setText(text)
        self._label.show_color(self._ink(colors))
        self.setAccessibleName(text)
        self.update()

    def _ink(self, colors: Colors) -> QtGui.QColor:
        return getattr(colors, self._kind)  # type: ignore[no-any-return]

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(getattr(colors, f"{self._kind}_fill"))
        painter.drawRoundedRect(QtCore.QRectF(self.rect()), metrics.RADIUS, metrics.RADIUS)
        name = _ICONS[self._kind]
        pixmap = icons.icon(name, ICON, self.devicePixelRatioF(), self._ink(colors))
        left = self.width() - 12 - ICON if self.isRightToLeft() else 12
        painter.drawPixmap(left, 10, pixmap)
        painter.end()
