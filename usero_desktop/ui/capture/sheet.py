from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.capture import magnifier
from usero_desktop.ui.capture.confirm import Confirm
from usero_desktop.ui.capture.selecting import MOVE, NEW
from usero_desktop.ui.capture.selection import HANDLES
from usero_desktop.ui.controls.announce import Announcer, describe
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.capture.selecting import Selecting
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.units import ScreenPlace

DIM: Final = 120
"""How dark what is not chosen is, of 255."""
HANDLE: Final = 4
"""Half a handle's side, in logical pixels; a hand may be twice as far off."""
NEAR: Final = 8
MARGIN: Final = 40
"""What is painted around a selection reaches no farther."""
FAR: Final = 10
"""Pixels of a step with Ctrl."""


_CENTERED = QtCore.Qt.AlignmentFlag.AlignCenter.value | QtCore.Qt.TextFlag.TextWordWrap.value

_Key = QtCore.Qt.Key
_Shape = QtCore.Qt.CursorShape
_STEPS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_SHAPES = {
    NEW: _Shape.CrossCursor, MOVE: _Shape.SizeAllCursor,
    "nw": _Shape.SizeFDiagCursor, "se": _Shape.SizeFDiagCursor,
    "ne": _Shape.SizeBDiagCursor, "sw": _Shape.SizeBDiagCursor,
    "n": _Shape.SizeVerCursor, "s": _Shape.SizeVerCursor,
    "e": _Shape.SizeHorCursor, "w": _Shape.SizeHorCursor,
}  # fmt: skip


class Sheet(QtWidgets.QWidget):
    """Covers one screen with the picture of it, on which a part is chosen.

    Signals: `changed()` when hand or keys changed the choice, `taken()`, `left()`.
    """

    changed = Signal()
    taken = Signal()
    left = Signal()

    def __init__(
        self,
        owner: QtWidgets.QWidget,
        look: Look,
        screen: ScreenPlace,
        *,
        image: QtGui.QImage,
        origin: tuple[int, int],
        pixels: float,
        selecting: Selecting,
        has_host: bool = True,
    ) -> None:
        """Cover `screen`; its corner is at pixel `origin` of `image`, with `pixels` to a unit.

        It is a child of `owner` and goes with it, and is not blocked by it.
        """
        flags = QtCore.Qt.WindowType
        super().__init__(
            owner,
            # Not by the window manager, which would keep it off its own bars.
            flags.Tool | flags.FramelessWindowHint | flags.WindowStaysOnTopHint
            | flags.X11BypassWindowManagerHint | flags.NoDropShadowWindowHint,
        )  # fmt: skip
        self.setObjectName("usero_region")
        self.setProperty(OWN, True)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(_Shape.CrossCursor)
        self.setGeometry(screen.left, screen.top, screen.width, screen.height)
        self.setAccessibleName(look.texts("region.name"))
        keys = "keys" if has_host else "keys.screens"
        self._hint = "\n".join(look.texts(f"region.{line}") for line in ("hint", keys))
        describe(self, self._hint)
        self._look, self._image, self._selecting = look, image, selecting
        self._origin, self._pixels = origin, pixels
        self._announcer = Announcer(self)
        self._shown: list[QtCore.QRect] = []
        self._shown_selected: QtCore.QRectF | None = None
        self._bar = Confirm(self, look)
        self._bar.taken.connect(self.taken)
        self._bar.left.connect(self.left)

    # ------------------------------------------------------------ pixels and Qt's units

    def _pixel(self, at: QtCore.QPointF) -> tuple[int, int]:
        # Of a window on a screen that is scaled: beyond its edge, on another screen, too.
        x, y = (o + v * self._pixels for o, v in zip(self._origin, (at.x(), at.y()), strict=True))
        return math.floor(x + 0.01), math.floor(y + 0.01)

    def _point(self, x: float, y: float) -> QtCore.QPointF:
        left, top = self._origin
        return QtCore.QPointF((x - left) / self._pixels, (y - top) / self._pixels)

    @property
    def _at(self) -> QtCore.QPointF:
        """The middle of the pixel that mouse or keys are at."""
        return self._point(self._selecting.pointer[0] + 0.5, self._selecting.pointer[1] + 0.5)

    @property
    def _selected(self) -> QtCore.QRectF | None:
        found = self._selecting.selection
        if found is None:
            return None
        corners = self._point(found.left, found.top), self._point(found.right, found.bottom)
        return QtCore.QRectF(*corners)

    @property
    def _seen_selection(self) -> QtCore.QRectF | None:
        """The selection, if any of it is on this screen."""
        found = self._selected
        return found if found is not None and found.intersects(QtCore.QRectF(self.rect())) else None

    # ------------------------------------------------------------ what is shown

    def show_choice(self) -> None:
        """Show what has changed of the choice."""
        shown, selected = self._areas(), self._selected
        region = self._changed(selected)
        for area in (*self._shown, *shown):
            region = region.united(QtGui.QRegion(area))
        self.update(region)
        self._shown, self._shown_selected = shown, selected
        is_here = selected is not None and not self._selecting.drag and self._owns(selected)
        if is_here and selected is not None:
            self._bar.go_to(selected.toAlignedRect())
        self._bar.setVisible(is_here)

    def _changed(self, selected: QtCore.QRectF | None) -> QtGui.QRegion:
        """Return what looks otherwise since the selection was another: its edges, most of all.

        A selection may be as large as the screen, and what is in the middle of it stays.
        """
        changed, before = QtGui.QRegion(), QtGui.QRegion()
        more = self._look.scale.px(MARGIN)
        for found in (self._shown_selected, selected):
            if found is not None:
                box = found.toAlignedRect()
                around = QtGui.QRegion(box.adjusted(-more, -more, more, more))
                inner = QtGui.QRegion(box.adjusted(more, more, -more, -more))
                changed = changed.united(around.subtracted(inner))
                before = before.xored(QtGui.QRegion(box))
        return changed.united(before)

    def say_size(self) -> None:
        """Tell a screen reader how large the selection is."""
        found = self._selecting.selection
        if found is not None:
            words = self._look.texts("region.size", width=found.width, height=found.height)
            self._announcer.say(words, urgent=False)

    def _areas(self) -> list[QtCore.QRect]:
        areas = [self._hint_place()]
        if (lens := self._lens()) is not None:
            areas.append(lens)
        if (selected := self._seen_selection) is not None:
            areas.append(self._label(selected)[0])
        # Where the screen is scaled, lines are drawn a pixel beside where they are said to be.
        return [area.adjusted(-2, -2, 2, 2) for area in areas]

    def _owns(self, selected: QtCore.QRectF) -> bool:
        """Whether the selection's lower right corner is on this screen: the buttons go there."""
        corner = selected.bottomRight() - QtCore.QPointF(1, 1)
        return QtCore.QRectF(self.rect()).contains(corner)

    def _lens(self) -> QtCore.QRect | None:
        """Return where the magnifier is: while it is of use, and the pointer is here."""
        selecting, selected = self._selecting, self._seen_selection
        is_at_work = bool(selecting.drag) or selecting.by_keys
        if selecting.drag == MOVE or (selecting.selection is not None and not is_at_work):
            return None
        at = self._at
        if not QtCore.QRectF(self.rect()).contains(at):
            return None
        # Not over what is being chosen, nor over how large it is.
        lens = magnifier.place(self._look, at, self.rect(), selecting.away)
        label = self._label(selected)[0] if selected is not None else QtCore.QRect()
        if lens.intersects(label):
            lens.moveTop(label.bottom() + self._look.scale.px(8))
        return lens

    def _hint_place(self) -> QtCore.QRect:
        font, px = self._look.scale.font(metrics.LABEL), self._look.scale.px
        room = QtCore.QRect(0, 0, self.width() - px(64), self.height())
        words = QtGui.QFontMetrics(font).boundingRect(room, _CENTERED, self._hint).size()
        size = words + QtCore.QSize(px(32), px(16))
        place = QtCore.QRect(QtCore.QPoint((self.width() - size.width()) // 2, px(24)), size)
        near = px(NEAR)
        if place.adjusted(-near, -near, near, near).contains(self._at.toPoint()):
            # The user wants to see what is below.
            place.moveBottom(self.height() - px(24))
        return place

    # ------------------------------------------------------------ painting

    @guard
    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._shown = self._areas()

    @guard
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.save()
        # From here on in the picture's pixels.
        painter.scale(1 / self._pixels, 1 / self._pixels)
        painter.translate(-self._origin[0], -self._origin[1])
        self._paint_picture(painter, event.rect())
        painter.restore()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        selected = self._seen_selection
        if selected is not None:
            self._paint_selection(painter, selected)
        elif self._selecting.selection is None and not self._selecting.drag:
            painter.setLayoutDirection(self._look.direction)
            self._paint_words(painter, self._hint_place(), self._hint)
        if (lens := self._lens()) is not None:
            magnifier.paint(painter, self._look, lens, self._image, self._selecting.pointer)
        painter.end()

    def _paint_picture(self, painter: QtGui.QPainter, area: QtCore.QRect) -> None:
        one = self._pixel(QtCore.QPointF(area.topLeft()))
        last = self._pixel(QtCore.QPointF(area.bottomRight() + QtCore.QPoint(1, 1)))
        part = QtCore.QRect(QtCore.QPoint(*one), QtCore.QPoint(*last))
        seen = part.intersected(self._image.rect())
        if seen != part:
            painter.fillRect(part, QtGui.QColor("black"))
        painter.drawImage(seen, self._image, seen)
        found, dark = self._selecting.selection, QtGui.QColor(0, 0, 0, DIM)
        chosen = part.intersected(QtCore.QRect(*found.box)) if found else QtCore.QRect()
        if chosen.isEmpty():
            painter.fillRect(part, dark)
            return
        for piece in (
            QtCore.QRect(part.left(), part.top(), part.width(), chosen.top() - part.top()),
            QtCore.QRect(
                part.left(), chosen.bottom() + 1, part.width(), part.bottom() - chosen.bottom()
            ),
            QtCore.QRect(part.left(), chosen.top(), chosen.left() - part.left(), chosen.height()),
            QtCore.QRect(
                chosen.right() + 1, chosen.top(), part.right() - chosen.right(), chosen.height()
            ),
        ):
            painter.fillRect(piece, dark)

    def _paint_selection(self, painter: QtGui.QPainter, selected: QtCore.QRectF) -> None:
        px = self._look.scale.px
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        for color, out in (("black", 1.5), ("white", 0.5)):
            painter.setPen(QtGui.QPen(QtGui.QColor(color), 1))
            painter.drawRect(selected.adjusted(-out, -out, out, out))
        found = self._selecting.selection
        if found is None:
            return
        half = px(HANDLE)
        # On a small one they would hide what is chosen; a hand finds the edges all the same.
        if min(selected.width(), selected.height()) >= 4 * half:
            painter.setPen(QtGui.QPen(QtGui.QColor("black"), 1))
            painter.setBrush(QtGui.QColor("white"))
            for name in HANDLES:
                painter.drawEllipse(self._point(*found.handle(name)), half, half)
        where, words = self._label(selected)
        self._paint_words(painter, where, words)

    def _label(self, selected: QtCore.QRectF) -> tuple[QtCore.QRect, str]:
        """Return where it says how large the selection is, and the words."""
        px, box = self._look.scale.px, self._selecting.selection
        words = f"{box.width} × {box.height}" if box is not None else ""  # noqa: RUF001 - "by"
        font = self._look.scale.font(metrics.LABEL)
        size = QtGui.QFontMetrics(font).size(0, words) + QtCore.QSize(px(16), px(8))
        corner = selected.topLeft().toPoint() - QtCore.QPoint(0, size.height() + px(8))
        if corner.y() < 0:
            corner = selected.topLeft().toPoint() + QtCore.QPoint(px(8), px(8))
        corner.setX(min(max(corner.x(), 0), self.width() - size.width()))
        return QtCore.QRect(corner, size), words

    def _paint_words(self, painter: QtGui.QPainter, where: QtCore.QRect, words: str) -> None:
        colors, radius = self._look.colors, self._look.scale.px(6)
        painter.setFont(self._look.scale.font(metrics.LABEL))
        painter.setPen(QtGui.QPen(colors.edge, 1))
        painter.setBrush(colors.background)
        painter.drawRoundedRect(QtCore.QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(colors.text)
        painter.drawText(where, _CENTERED, words)

    # ------------------------------------------------------------ hands

    @property
    def _reach(self) -> float:
        return self._look.scale.px(NEAR) * self._pixels

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()
        if event.button() == QtCore.Qt.MouseButton.RightButton:
            self.left.emit()
        elif event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._selecting.press(*self._pixel(event.position()), self._reach)
            self.changed.emit()

    @guard
    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        selecting, pixel = self._selecting, self._pixel(event.position())
        selecting.point(*pixel)
        self.setCursor(_SHAPES[selecting.drag or selecting.role(*pixel, self._reach)])
        self.changed.emit()

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == QtCore.Qt.MouseButton.LeftButton and self._selecting.drag:
            self._selecting.point(*self._pixel(event.position()))
            self._selecting.release()
            self.changed.emit()
            self.say_size()

    @guard
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        found = self._selecting.selection
        if found is not None and found.contains(*self._pixel(event.position())):
            self.taken.emit()

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.WindowBlocked:
            # A dialog of the host's has come below us, and waits for an answer.
            self.left.emit()
        # Before Qt moves the focus with it.
        if isinstance(event, QtGui.QKeyEvent) and event.type() == QtCore.QEvent.Type.KeyPress:
            self._press_key(event)
            return True
        return super().event(event)

    def _press_key(self, event: QtGui.QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        event.accept()
        if key == _Key.Key_Escape:
            self.left.emit()
        elif key in {_Key.Key_Return, _Key.Key_Enter}:
            if self._selecting.selection is not None:
                self.taken.emit()
        elif key in {_Key.Key_Tab, _Key.Key_Backtab}:
            self._selecting.next_target(1 if key == _Key.Key_Tab else -1)
            self._tell()
        elif key in _STEPS:
            far = FAR if modifiers & QtCore.Qt.KeyboardModifier.ControlModifier else 1
            grow = bool(modifiers & QtCore.Qt.KeyboardModifier.ShiftModifier)
            across, down = next(step for known, step in _STEPS.items() if known == key)
            self._selecting.nudge(across * far, down * far, grow=grow)
            self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.say_size()
