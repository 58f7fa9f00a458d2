from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.model.pointed import Part
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal, is_alive
from usero_desktop.ui.controls.announce import Announcer, describe
from usero_desktop.ui.guard import guard
from usero_desktop.ui.pointing.facts import class_of, control_of
from usero_desktop.ui.pointing.parts import piece_at
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.pointing.parts import Piece
    from usero_desktop.ui.style.look import Look

LINE: Final = 2
"""Logical pixels of the frame's line."""

WASH: Final = 36
"""How much colour lies on the control, of 255."""

_LEFT_TO_RIGHT: Final = QtCore.Qt.LayoutDirection.LeftToRight
_Type = QtCore.QEvent.Type
_Key = QtCore.Qt.Key
_STEPS: Final = {
    _Key.Key_Up: "up",
    _Key.Key_Down: "down",
    _Key.Key_Left: "left",
    _Key.Key_Right: "right",
}


class Cover(QtWidgets.QWidget):
    """Lies over a window of the host's, takes mouse and keys, and frames the control below.

    Nothing of what is done here reaches the host: neither a click nor a shortcut.

    Signals: `hovered(QWidget, Piece)`, the control below the pointer and the part of it, or None;
    `stepped(str)` by an arrow key: up, down, left or right; `clicked()`, `entered()` by the key,
    `left()`.
    """

    hovered = Signal(object, object)
    stepped = Signal(str)
    clicked = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, window: QtWidgets.QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._target: QtWidgets.QWidget | None = None
        self._piece: Piece | None = None
        self._is_pressed = self._is_at_rest = False
        self.setObjectName("usero_pointing")
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        self.setLayoutDirection(look.direction)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setAccessibleName(look.texts("pointing.name"))
        describe(self, look.texts("pointing.hint"))
        self._announcer = Announcer(self)
        self.fit()

    def fit(self) -> None:
        """Cover the window as large as it is now."""
        self.setGeometry(self._window.rect())
        self.raise_()

    @property
    def _window(self) -> QtWidgets.QWidget:
        window = self.parentWidget()
        assert window is not None  # noqa: S101 - it is made with one
        return window

    def rest(self) -> None:
        """Show nothing more, and still let no click through: the second of two, say."""
        self._is_at_rest = True
        self.unsetCursor()
        self.update()

    def show_target(self, target: QtWidgets.QWidget | None, piece: Piece | None = None) -> None:
        """Frame `target`, or a part of it, if it is in this window; a screen reader says it."""
        here = target if target is not None and target.window() is self._window else None
        if here is not self._target or piece != self._piece:
            self._target, self._piece = here, piece if here is not None else None
            self.update()
        if here is not None and self.hasFocus():
            self._announcer.say(label_of(here, piece), urgent=False)

    def _hover(self, place: QtCore.QPoint) -> None:
        """Tell which control of the window's is seen at `place`, and which part of it."""
        transparent = QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents
        self.setAttribute(transparent, True)
        try:
            below = self._window.childAt(place)
        finally:
            self.setAttribute(transparent, False)
        if below is None:
            self.hovered.emit(self._window, None)
        else:
            piece = piece_at(below, below.mapFrom(self._window, place))
            self.hovered.emit(control_of(below), piece)

    # ------------------------------------------------------------ painting

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._is_at_rest:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        target = self._target
        if target is None or not is_alive(target):
            self._paint_words(painter, self._look.texts("pointing.hint"), None)
        else:
            place = seen_rect(target, self._piece)
            self._paint_frame(painter, QtCore.QRectF(place))
            self._paint_words(painter, label_of(target, self._piece), place)
        painter.end()

    def _paint_frame(self, painter: QtGui.QPainter, place: QtCore.QRectF) -> None:
        colors, px = self._look.colors, self._look.scale.px
        line, radius = px(LINE), px(3)
        wash = QtGui.QColor(colors.primary)
        wash.setAlpha(WASH)
        # Inside the control, so that one at the window's edge is framed too; a second line in
        # the other brightness has it seen on any ground.
        for color, fill, inset, width in (
            (colors.on_primary, QtCore.Qt.BrushStyle.NoBrush, line * 0.75, line * 1.5),
            (colors.primary, wash, line / 2, line),
        ):
            painter.setPen(QtGui.QPen(color, width))
            painter.setBrush(fill)
            painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_words(self, painter: QtGui.QPainter, words: str, place: QtCore.QRect | None) -> None:
        scale = self._look.scale
        px, font = scale.px, scale.font(metrics.LABEL)
        room = self.width() - px(32)
        measure = QtGui.QFontMetrics(font)
        words = measure.elidedText(words, QtCore.Qt.TextElideMode.ElideMiddle, max(room, 0))
        size = measure.size(0, words) + QtCore.QSize(px(16), px(8))
        if place is None:
            corner = QtCore.QPoint((self.width() - size.width()) // 2, px(24))
        else:
            corner = _beside(place, size, self.rect(), px(4), right=self.isRightToLeft())
        where = QtCore.QRectF(QtCore.QRect(corner, size))
        colors = self._look.colors
        painter.setFont(font)
        # A sentence reads as its language does; what a programmer calls a thing, from the left.
        painter.setLayoutDirection(_LEFT_TO_RIGHT if place else self.layoutDirection())
        painter.setPen(QtGui.QPen(colors.edge, 1))
        painter.setBrush(colors.background)
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        painter.setPen(colors.text)
        painter.drawText(where, QtCore.Qt.AlignmentFlag.AlignCenter, words)

    # ------------------------------------------------------------ hands

    @guard
    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()
        if not self._is_at_rest:
            self._hover(event.position().toPoint())

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()
        if self._is_at_rest:
            return
        if event.button() == QtCore.Qt.MouseButton.RightButton:
            self.left.emit()
        elif event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._is_pressed = True
            self._hover(event.position().toPoint())

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()
        # Not before: a release would go to what is below.
        if event.button() == QtCore.Qt.MouseButton.LeftButton and self._is_pressed:
            self._is_pressed = False
            self._hover(event.position().toPoint())
            self.clicked.emit()

    @guard
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        event.accept()

    @guard
    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        event.accept()

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        if isinstance(event, QtGui.QKeyEvent):
            # The host's shortcuts get none of them, and Tab does not move the focus.
            event.accept()
            if event.type() == _Type.KeyPress and not self._is_at_rest:
                self._press(event.key())
            return True
        return super().event(event)

    def _press(self, key: int) -> None:
        if key == _Key.Key_Escape:
            self.left.emit()
        elif key in {_Key.Key_Return, _Key.Key_Enter}:
            self.entered.emit()
        else:
            step = next((name for known, name in _STEPS.items() if known == key), "")
            if step:
                self.stepped.emit(step)


def label_of(widget: QtWidgets.QWidget, piece: Piece | None = None) -> str:
    """Return class, object name and the part of it: what a programmer knows it by."""
    words = [class_of(widget), QtCore.QObject.objectName(widget)]
    if piece is not None:
        words.append(Part(piece.place).shown)
    return "  ".join(filter(None, words))


def seen_rect(widget: QtWidgets.QWidget, piece: Piece | None = None) -> QtCore.QRect:
    """Return where `widget`, or a part of it, is in its window, as far as it can be seen there."""
    drawn, rect = widget, widget.rect()
    if piece is not None and is_alive(piece.inside):
        drawn, rect = piece.inside, piece.rect
    window = drawn.window()
    seen = rect.translated(drawn.mapTo(window, QtCore.QPoint()))
    above: QtWidgets.QWidget | None = drawn
    while above is not None:
        place = QtCore.QRect(above.mapTo(window, QtCore.QPoint()), above.size())
        seen = seen.intersected(place)
        above = None if above.isWindow() else above.parentWidget()
    return seen


def _beside(
    place: QtCore.QRect, size: QtCore.QSize, window: QtCore.QRect, gap: int, *, right: bool
) -> QtCore.QPoint:
    """Return where the label goes: above the control, below it, or within, and in the window."""
    top = place.top() - gap - size.height()
    if top < window.top():
        top = place.bottom() + 1 + gap
    if top + size.height() > window.bottom():
        top = place.top() + gap
    left = place.right() + 1 - size.width() if right else place.left()
    return QtCore.QPoint(min(max(left, 0), max(window.width() - size.width(), 0)), top)
