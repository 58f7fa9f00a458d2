"""Words, painted by us: always plain text, in our type, whatever the host's sheet says."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.foreign import breakable
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.ui.notice import Action, Notice
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

ICON = 18
BESIDE = 12
"""Between the message's box and what stands in it."""

_ICONS = {
    "success": "check",
    "saved": "cloud-off",
    "error": "alert",
    "note": "alert",
    "question": "alert",
}
LINE_SEPARATOR = "\u2028"
"""What a line ends with where that is not a paragraph."""

_QUIET = {"note": "note_fill", "question": "error_fill"}
"""What these are written on; in the plain text's colour."""


class Label(QtWidgets.QLabel):
    """One run of plain text that wraps; never rich text, so a server's words stay words."""

    def __init__(
        self, parent: QtWidgets.QWidget, *, pixels: int = metrics.BODY, bold: bool = False
    ) -> None:
        """Its letters are `pixels` high at scale 1."""
        super().__init__(parent)
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._pixels = pixels
        self._bold = bold
        self._wraps = False
        self._letters = ""
        self._margins = QtCore.QMargins()
        self._align()

    def _align(self) -> None:
        """Begin where the panel's lines begin, in whatever language the words are.

        Qt would put each label to the side that its own words are read from.
        """
        side = QtCore.Qt.AlignmentFlag
        start = side.AlignRight if self.isRightToLeft() else side.AlignLeft
        self.setAlignment(start | side.AlignAbsolute | side.AlignVCenter)
        self._dress()

    def _dress(self) -> None:
        """Say all of it in a sheet: a host's may set properties of labels, and the nearest wins."""
        if not self._letters:
            return
        start = "AlignRight" if self.isRightToLeft() else "AlignLeft"
        wraps = "true" if self._wraps else "false"
        self.setStyleSheet(
            f"{self._letters} qproperty-alignment: '{start} | AlignAbsolute | AlignVCenter';"
            f" qproperty-wordWrap: {wraps};"
        )

    @guard
    def setWordWrap(self, on: bool) -> None:
        self._wraps = on
        super().setWordWrap(on)
        self._dress()

    @guard
    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        # QFrame forgets them at another style where a layout has just left it no height; those
        # that it has by then may be a host's sheet's, which is about to lose its hold.
        is_styled = event.type() == QtCore.QEvent.Type.StyleChange
        if is_styled and self.contentsMargins() != self._margins:
            self.setContentsMargins(self._margins)
        if event.type() == QtCore.QEvent.Type.LayoutDirectionChange:
            self._align()

    def show_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Keep so far from its edges, whatever style it gets."""
        self._margins = QtCore.QMargins(left, top, right, bottom)
        self.setContentsMargins(self._margins)

    @guard
    def setText(self, text: str) -> None:
        # A word without an end, a server's or a file's, would make the panel as wide.
        broken = breakable(text)
        super().setText(broken)
        # A reader says the words as they were.
        self.setAccessibleName(text if broken != text else "")

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        # Not by Qt: lines that are read from the right it shifts by the space at which they are
        # broken (seen in 6.11), and cuts off their last letter.
        lines = QtGui.QTextLayout(self.text().replace("\n", LINE_SEPARATOR), self.font(), self)
        option = QtGui.QTextOption(self.alignment() & ~QtCore.Qt.AlignmentFlag.AlignVertical_Mask)
        modes = QtGui.QTextOption.WrapMode
        # The words say from which side they are read; a bare option takes the application's.
        option.setTextDirection(QtCore.Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(modes.WordWrap if self.wordWrap() else modes.NoWrap)
        lines.setTextOption(option)
        room = QtCore.QRectF(self.contentsRect())
        height = _lay_out(lines, room.width(), self.fontMetrics().leading())
        painter = QtGui.QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines.draw(painter, QtCore.QPointF(room.x(), room.y() + (room.height() - height) / 2))
        painter.end()

    def show_color(self, color: QtGui.QColor, scale: Scale, *, pixels: int | None = None) -> None:
        """Paint the words in `color`, in letters of `scale`, `pixels` high where that is said."""
        weight, high = 600 if self._bold else 400, scale.px(pixels or self._pixels)
        letters = f"color: {color.name()}; font-size: {high}px; font-weight: {weight};"
        if letters != self._letters:
            self._letters = letters
            self._dress()


def _lay_out(lines: QtGui.QTextLayout, width: float, leading: float) -> float:
    """Break `lines` at `width` as QLabel does that asks for the height; return their height."""
    height = -leading
    lines.beginLayout()
    line = lines.createLine()
    while line.isValid():
        line.setLineWidth(width)
        height += leading
        line.setPosition(QtCore.QPointF(0, height))
        height += line.height()
        line = lines.createLine()
    lines.endLayout()
    return max(height, 0)


class Banner(QtWidgets.QWidget):
    """A message with an icon, in the colours of its kind, and buttons to answer it.

    Signals: `action_chosen(Action)`.
    """

    action_chosen = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._room = metrics.INNER_WIDTH
        self._scale = Scale()
        self._notice: Notice | None = None
        self._colors: Colors | None = None
        self._label = Label(self, pixels=metrics.LABEL)
        self._label.setWordWrap(True)
        self._row = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._label, 1)
        self._buttons: list[TextButton] = []
        self._button_row: QtWidgets.QBoxLayout | None = None

    @property
    def buttons(self) -> list[TextButton]:
        """The buttons to answer with, in order."""
        return self._buttons

    def show_notice(self, notice: Notice | None, look: Look) -> None:
        """Show `notice`, or nothing."""
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._notice, self._colors, self._scale = notice, look.colors, look.scale
        self._label.setText(look.texts.say(notice.text))
        self._label.show_color(getattr(look.colors, self._ink), look.scale)
        self._show_actions(notice.actions, look)
        self._fit()
        self.update()

    def _show_actions(self, actions: tuple[Action, ...], look: Look) -> None:
        if actions and self._button_row is None:
            self._button_row = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
            self._button_row.setSpacing(0)
            self._button_row.addStretch(1)
            self._row.addLayout(self._button_row)
        while len(self._buttons) < len(actions) and self._button_row is not None:
            button = TextButton(self)
            button.clicked.connect(self._on_clicked)
            self._order(button)
            self._buttons.append(button)
            # Below each other they begin where one begins to read.
            start = QtCore.Qt.AlignmentFlag.AlignLeading
            self._button_row.insertWidget(self._button_row.count() - 1, button, 0, start)
        for button, action in zip_longest(self._buttons, actions):
            if action is not None:
                button.setText(look.texts(f"action.{action}"))
                button.setObjectName(f"usero_action_{action}")
                ink = "error" if action.deletes else self._ink
                button.show_look(look, ink, self._paper)
            button.setVisible(action is not None)

    def _order(self, button: TextButton) -> None:
        """Have Tab reach a new `button` where it stands: made late, it is the window's last."""
        if self._buttons:
            self.setTabOrder(self._buttons[-1], button)
            return
        # Only what takes the focus can be named there.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.TabFocus)
        self.setTabOrder(self, button)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)

    def show_room(self, room: int) -> None:
        """Arrange words and buttons for a message that is `room` wide."""
        if room != self._room:
            self._room = room
            self._fit()

    def _fit(self) -> None:
        """Put the buttons beside the words where both fit into one line, else below them."""
        # A layout mirrors what is in it, but not its margins.
        px = self._scale.px
        inset = px(TextButton.PADDING)
        # The words of a button below the message stand in line with it.
        beside, other = px(BESIDE) + px(ICON) + px(10) - inset, px(BESIDE)
        self._label.show_margins(*((0, 0, inset, 0) if self.isRightToLeft() else (inset, 0, 0, 0)))
        for button in self._buttons:
            button.show_room(self._room - beside - other)
        shown = [button.sizeHint().width() for button in self._buttons if button.isVisibleTo(self)]
        words = QtGui.QFontMetrics(self._scale.font(metrics.LABEL))
        needed = words.horizontalAdvance(self._label.text()) + sum(shown)
        is_wide = bool(shown) and needed > self._room - beside - inset - other
        way = QtWidgets.QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if is_wide else way.LeftToRight)
        if self._button_row is not None:
            is_high = sum(shown) > self._room - beside - other
            self._button_row.setDirection(way.TopToBottom if is_high else way.LeftToRight)
        self._row.setSpacing(0)
        above = px(10 if is_wide or not shown else 4)
        below = px(10 if not shown else 4)
        if shown and not is_wide:
            other = px(BESIDE) - inset
        if self.isRightToLeft():
            beside, other = other, beside
        self._row.setContentsMargins(beside, above, other, below)

    @property
    def _kind(self) -> str:
        return self._notice.kind if self._notice is not None else "note"

    @property
    def _ink(self) -> str:
        return "text" if self._kind in _QUIET else self._kind

    @property
    def _paper(self) -> str:
        return _QUIET.get(self._kind, f"{self._kind}_fill")

    @guard
    def _on_clicked(self) -> None:
        sender = self.sender()
        if self._notice is not None:
            for button, action in zip(self._buttons, self._notice.actions, strict=False):
                if button is sender:
                    self.action_chosen.emit(action)
                    return

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors, notice = self._colors, self._notice
        if colors is None or notice is None:
            return
        with painting(self) as painter:
            ink: QtGui.QColor = getattr(colors, self._ink)
            box = QtCore.QRectF(self.rect())
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            if colors.strong:
                # Without its tint a line says where the message ends.
                painter.setPen(QtGui.QPen(ink, 1))
                box.adjust(0.5, 0.5, -0.5, -0.5)
            painter.setBrush(getattr(colors, self._paper))
            radius, side = self._scale.px(metrics.RADIUS), self._scale.px(ICON)
            painter.drawRoundedRect(box, radius, radius)
            name = notice.icon or _ICONS[notice.kind]
            pixmap = icons.icon(name, side, self.devicePixelRatioF(), ink)
            left = self._scale.px(BESIDE)
            if self.isRightToLeft():
                left = self.width() - left - side
            # Level with the first line, which a lone line shares with the buttons beside it.
            line = QtGui.QFontMetrics(self._scale.font(metrics.LABEL)).lineSpacing()
            lines = max(self._label.height() // max(line, 1), 1)
            top = self._label.y() + (self._label.height() - lines * line) // 2 + (line - side) // 2
            painter.drawPixmap(left, top, pixmap)
