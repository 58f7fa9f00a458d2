"""Our buttons, painted by us so that no style and no host sheet changes their shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls import ring as rings
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

ICON = 18
ICON_GAP = 8
LINES_MOST = 100

_PLAIN = (
    QtCore.Qt.KeyboardModifier.NoModifier,
    QtCore.Qt.KeyboardModifier.KeypadModifier,
)


class PaintedButton(QtWidgets.QPushButton):
    """A push button (role, keys and focus are Qt's) with a look of its own."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Fixed, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        # A host's default button must stay the default button.
        self.setAutoDefault(False)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)
        self.ring = Ring()
        self._colors: Colors | None = None
        self._scale = Scale()
        self._room = 0

    @guard
    def setText(self, text: str) -> None:
        before = self.text()
        super().setText(text)
        no_mnemonic(self, before)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_in(event)
        super().focusInEvent(event)

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_out(event)
        super().focusOutEvent(event)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Qt leaves Return to dialogs; a button that has the focus should be pressed by it.
        plain = event.modifiers() in _PLAIN
        if plain and event.key() in {QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    @guard
    def moveEvent(self, event: QtGui.QMoveEvent) -> None:
        super().moveEvent(event)
        if self.underMouse():
            # Later, when all that moves with it has its place.
            after(self, 0, self._end_hover)

    @guard
    def _end_hover(self) -> None:
        """Know that it has left the mouse: Qt looks only when the mouse moves."""
        if not self.rect().contains(self.mapFromGlobal(QtGui.QCursor.pos())):
            self.setAttribute(QtCore.Qt.WidgetAttribute.WA_UnderMouse, False)
            self.update()

    def minimumSizeHint(self) -> QtCore.QSize:
        return self.sizeHint()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        with painting(self, has_pictures=True) as painter:
            self._paint(painter, colors)
            if self.ring.is_shown:
                rings.paint(painter, self.rect(), colors, self._radius, ink=self._ring_ink(colors))

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        """Paint all of it but the ring around what has the focus."""
        raise NotImplementedError

    def _ring_ink(self, _colors: Colors) -> QtGui.QColor | None:
        """Return what the ring is drawn with on a control of the ring's own colour, else None."""
        return None

    @property
    def _radius(self) -> float:
        """That of its corners, which the ring follows."""
        return self._scale.px(metrics.RADIUS)

    @property
    def _is_lively(self) -> bool:
        """Whether it answers to a mouse that is on it, or to a press."""
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def _take_look(self, look: Look, scale: Scale | None = None) -> None:
        """Take colours and sizes; `scale` is another than that of the letters."""
        self._colors, self._scale = look.colors, scale or look.scale
        self.updateGeometry()
        self.update()

    def show_room(self, room: int) -> None:
        """Be at most `room` wide: words that do not fit into one line stand in several."""
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def _around(self, font: QtGui.QFont, beside: int, height: int) -> QtCore.QSize:
        """Return the size for the words with `beside` next to them, `height` for one line."""
        words = words_size(self.text(), font, self._room - beside if self._room else None)
        more = max(words.height() - QtGui.QFontMetrics(font).lineSpacing(), 0)
        return QtCore.QSize(words.width() + beside, height + more)

    def _write(self, painter: QtGui.QPainter, font: QtGui.QFont, ink: QtGui.QColor) -> None:
        """Write its words in its middle, in as many lines as they need."""
        painter.setPen(ink)
        painter.setFont(font)
        flags = QtCore.Qt.AlignmentFlag.AlignCenter | QtCore.Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), flags, self.text())


def no_mnemonic(button: QtWidgets.QAbstractButton, before: str) -> None:
    """Take an & in its words for what it is: Alt and a letter are the host's, in its window.

    `before` were its words until now.
    """
    words = button.text()
    is_plain = "&" not in words
    if not is_plain:
        button.setShortcut(QtGui.QKeySequence())
    if "&" in words + before and button.accessibleName() in {"", before}:
        # By itself, Qt would have a screen reader leave it out.
        button.setAccessibleName("" if is_plain else words)


def words_size(text: str, font: QtGui.QFont, room: int | None = None) -> QtCore.QSize:
    """Return the size of `text` in one line, or in as many as it needs to be `room` wide."""
    fm = QtGui.QFontMetrics(font)
    wide = fm.horizontalAdvance(text)
    if room is None or wide <= room:
        return QtCore.QSize(wide, fm.lineSpacing())
    box = QtCore.QRect(0, 0, room, LINES_MOST * fm.lineSpacing())
    return fm.boundingRect(box, int(QtCore.Qt.TextFlag.TextWordWrap.value), text).size()


def place_of(button: QtWidgets.QWidget) -> QtCore.QRect:
    """Return the place of `button` on the screen, where its menu opens."""
    return QtCore.QRect(button.mapToGlobal(QtCore.QPoint()), button.size())


class TextButton(PaintedButton):
    """A button that is only words: beside a message, or one of several about one thing."""

    PADDING = 8
    HEIGHT = 28

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink, self._paper = "text", "field"

    def show_look(self, look: Look, ink: str, paper: str) -> None:
        """Take colours; the words are written in `ink` on `paper`, one of WASHED."""
        self._ink, self._paper = ink, paper
        self._take_look(look)

    @guard(otherwise=QtCore.QSize(60, HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        font = self._scale.font(metrics.LABEL, bold=True)
        return self._around(font, 2 * px(self.PADDING), px(self.HEIGHT))

    @property
    def _radius(self) -> float:
        return self._scale.px(7)

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        if self._is_lively:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            share = 0.18 if self.isDown() else 0.10
            painter.setBrush(colors.wash(self._ink, self._paper, share))
            painter.drawRoundedRect(self.rect(), self._radius, self._radius)
        ink: QtGui.QColor = getattr(colors, self._ink)
        font = self._scale.font(metrics.LABEL, bold=True)
        self._write(painter, font, ink if self.isEnabled() else colors.disabled)


class QuietButton(PaintedButton):
    """An outlined button with an icon: "Add screenshot"."""

    def __init__(self, icon: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._take_look(look)

    @guard(otherwise=QtCore.QSize(40, metrics.CONTROL))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        beside = px(ICON) + px(ICON_GAP) + px(26)
        return self._around(self._scale.font(metrics.LABEL), beside, px(metrics.CONTROL))

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        painter.setPen(QtGui.QPen(colors.edge, 1))
        painter.setBrush(colors.hover if self._is_lively else colors.background)
        box = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, self._radius, self._radius)
        ink = colors.text if self.isEnabled() else colors.disabled
        font = self._scale.font(metrics.LABEL)
        draw_icon_and_text(painter, self, self._icon, ink, font, self._scale)


class IconButton(PaintedButton):
    """A round button that is only an icon; its accessible name says what it does."""

    def __init__(self, icon: str, side: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._side = side

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._take_look(look)

    def show_icon(self, icon: str) -> None:
        """Be another icon: it does something else now."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    @guard(otherwise=QtCore.QSize(32, 32))
    def sizeHint(self) -> QtCore.QSize:
        side = self._scale.px(self._side)
        return QtCore.QSize(side, side)

    @property
    def _radius(self) -> float:
        return self._scale.px(self._side) / 2

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        if self._is_lively:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(colors.hover)
            painter.drawEllipse(self.rect())
        whole = self._scale.px(self._side)
        side = round(whole * 0.6)
        pixmap = _icon_of(self, self._icon, side, colors.text)
        inset = (whole - side) // 2
        painter.drawPixmap(inset, inset, pixmap)


def _icon_of(
    button: QtWidgets.QPushButton, name: str, side: int, ink: QtGui.QColor
) -> QtGui.QPixmap:
    return icons.icon(name, side, button.devicePixelRatioF(), ink, mirrored=button.isRightToLeft())


def draw_icon_and_text(
    painter: QtGui.QPainter,
    button: QtWidgets.QPushButton,
    icon: str,
    ink: QtGui.QColor,
    font: QtGui.QFont,
    scale: Scale,
    *,
    icon_last: bool = False,
) -> None:
    """Draw an icon, or none for "", beside the words of `button`, both in its middle."""
    painter.setFont(font)
    painter.setPen(ink)
    side, gap = (scale.px(ICON), scale.px(ICON_GAP)) if icon else (0, 0)
    room = button.width() - scale.px(20) - side - gap
    words = words_size(button.text(), font, room).width()
    whole = words + side + gap
    left = (button.width() - whole) // 2
    if icon_last != button.isRightToLeft():
        text_left, icon_left = left, left + words + gap
    else:
        text_left, icon_left = left + side + gap, left
    painter.drawText(
        QtCore.QRect(text_left, 0, words + 2, button.height()),
        QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.TextFlag.TextWordWrap,
        button.text(),
    )
    if icon:
        pixmap = _icon_of(button, icon, side, ink)
        painter.drawPixmap(icon_left, (button.height() - side) // 2, pixmap)
