from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.annotation.geometry import bounds
from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtCore, QtGui, Signal, is_alive
from usero_desktop.ui.canvas import keys
from usero_desktop.ui.canvas.changes import changed_parts
from usero_desktop.ui.canvas.drag import Drag
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.gestures import Draw
from usero_desktop.ui.canvas.grips import ROOM, framed, paint_held
from usero_desktop.ui.canvas.hand import Hand, held
from usero_desktop.ui.canvas.lettering import Lettering
from usero_desktop.ui.canvas.naming import spoken, told
from usero_desktop.ui.canvas.panning import Panning
from usero_desktop.ui.canvas.scene import grown
from usero_desktop.ui.canvas.stage import Stage
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.controls.ring import paint as paint_ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style.metrics import RADIUS

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Mark
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.canvas.view import View
    from usero_desktop.ui.style.look import Look

    _Modifiers = QtCore.Qt.KeyboardModifier

_Button = QtCore.Qt.MouseButton
_Modifier = QtCore.Qt.KeyboardModifier


class Canvas(Stage):
    """The picture being marked, by hand and by keys. GUI thread.

    Signal: `writing_changed()` when a text is begun or ended.
    """

    writing_changed = Signal()

    def __init__(self, parent: QtWidgets.QWidget, editing: Editing) -> None:
        super().__init__(parent, editing)
        self._drag = Drag()
        self._tool = editing.tool
        self._ring = Ring()
        self._is_pressed = False
        self._panning = Panning()
        self._held: Mark | None = None
        self._look: Look | None = None
        self._writing = Lettering(self, self._page, editing)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self._page.setMouseTracking(True)
        editing.changed.connect(self._on_changed)
        editing.selection_changed.connect(self._on_selection_changed)
        editing.tool_changed.connect(self._on_tool_changed)
        editing.frame_changed.connect(self._on_frame_changed)
        self._writing.began.connect(self._on_writing)
        self._writing.grown.connect(self._on_writing)
        self._writing.ended.connect(self._on_writing)
        for signal in (self._writing.began, self._writing.ended):
            signal.connect(self.writing_changed)

    @property
    def is_writing(self) -> bool:
        """Whether a text is being written."""
        return self._writing.is_open

    def show_look(self, look: Look) -> None:
        """Take colours and words."""
        self._look = look
        self.show_ground(look.colors)
        self.setAccessibleName(look.texts("editor.canvas"))
        self._writing.show_name(look.texts("editor.writing"))
        self._tell()
        self._page.update()

    # ---------------------------------------------------------------- painting

    def _left_out(self) -> int | None:
        return self._writing.place

    def _arranged(self) -> None:
        self._writing.arrange(self._view(), self._ratio())

    def _hand(self, at: QtCore.QPointF) -> Hand:
        return Hand(self._editing, self._view(), self._ratio(), at, self._pixel(at))

    def _paint_over(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        if self._look and self._ring.is_shown and self.hasFocus():
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            paint_ring(painter, self._page.rect(), self._look.colors, RADIUS)
        mark = self._held_now()
        if mark is not None and self._look and not self._writing.is_open:
            page = QtCore.QRectF(self._page.rect())
            paint_held(painter, mark, self._editing, view, ratio, look=self._look, page=page)

    def _held_now(self) -> Mark | None:
        """Return what has handles, as it is shown now."""
        place = self._editing.selected
        if self._editing.tool is Tool.CROP or place is None:
            return held(self._editing)
        return self._shown.marks[place] if place < len(self._shown.marks) else None

    def _show(self, drawing: Drawing) -> None:
        """Show `drawing`, painting no more than what is another."""
        before, self._shown = self._shown, drawing
        view, ratio = self._view(), self._ratio()
        if self._is_other_area(before, drawing):
            self._rearrange()
            return
        for part in changed_parts(before, drawing):
            self._expose(framed(grown(part, view.zoom), view, ratio))
        self._expose_held()

    def _is_other_area(self, before: Drawing, drawing: Drawing) -> bool:
        return before.area != drawing.area and self._editing.tool is not Tool.CROP

    def _rearrange(self) -> None:
        """Begin anew with another part of the picture."""
        self._held = self._held_now()
        if self._is_fitted:
            self._fit()
        self._arrange()
        self._page.update()

    def _expose_held(self) -> None:
        """Paint the handles anew, where they were and where they are."""
        before, self._held = self._held, self._held_now()
        view, ratio = self._view(), self._ratio()
        for mark in (before, self._held):
            if mark is not None:
                self._expose(framed(bounds(mark), view, ratio))

    def _expose(self, part: QtCore.QRectF) -> None:
        self._page.update(part.adjusted(-ROOM, -ROOM, ROOM, ROOM).toAlignedRect())

    # ---------------------------------------------------------------- what is new

    @guard
    def _on_changed(self) -> None:
        self.call_off()
        self._show(self._editing.drawing)
        self._reveal_held()
        self._tell()

    def _reveal_held(self) -> None:
        """Have in sight what keys or the list have chosen or moved; a hand sees what it does."""
        mark = self._editing.mark
        if mark is not None and not self._is_pressed:
            self.reveal(bounds(mark))

    @guard
    def _on_selection_changed(self) -> None:
        self.call_off()
        self._expose_held()
        self._reveal_held()
        self._tell()

    @guard
    def _on_tool_changed(self) -> None:
        self.call_off()
        if self._editing.tool is self._tool:
            self._writing.restyle()
            return
        self._tool = self._editing.tool
        self._writing.end()
        self._rearrange()
        self._show_cursor(None)
        self._tell()

    @guard
    def _on_frame_changed(self) -> None:
        if self._editing.tool is Tool.CROP:
            self._held = self._held_now()
            self._page.update()

    @guard
    def _on_writing(self) -> None:
        self._writing.arrange(self._view(), self._ratio())
        cursor = self._writing.cursor()
        if cursor is not None:
            self.reveal_on_page(cursor)
        self._page.update()

    def _tell(self) -> None:
        """Have a screen reader say which mark is selected, and where; else what the tool does."""
        if self._look is None:
            return
        place, texts = self._editing.selected, self._look.texts
        words = spoken(self._editing.tool, texts)
        describe(self, words if place is None else told(self._editing.drawing, place, texts))

    # ---------------------------------------------------------------- the hand

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        at, self._is_pressed = event.position(), True
        if self._panning.press(event):
            self._show_cursor(None)
        elif event.button() == _Button.LeftButton:
            was_writing = self._writing.is_open
            self._writing.end()
            self._press(at, event.modifiers(), was_writing=was_writing)

    def _press(
        self, at: QtCore.QPointF, modifiers: _Modifiers, *, was_writing: bool = False
    ) -> None:
        hand = self._hand(at)
        if self._editing.tool is Tool.TEXT and hand.handle() is None:
            place = hand.over()
            self._editing.select(place)
            if place is None and not was_writing:
                self._writing.start_at(hand.spot.center)
            elif not was_writing:
                self._writing.again()
            return
        gesture = hand.takes(selects=bool(modifiers & _Modifier.ControlModifier))
        self._drag.begin(gesture, at)
        if isinstance(gesture, Draw):
            self._preview()

    @guard
    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        at = event.position()
        if self._panning.is_on:
            way = self._panning.go(at)
            self.scroll_by(way.x(), way.y())
        elif self._drag.is_on:
            if self._drag.reaches(at):
                self._follow(at)
                self._go(at, event.modifiers())
        else:
            self._show_cursor(at, event.modifiers())

    def _follow(self, at: QtCore.QPointF) -> None:
        """Scroll after a hand that leaves the page."""
        page = QtCore.QRectF(self._page.rect())
        inside = QtCore.QPointF(
            min(max(at.x(), page.left()), page.right()), min(max(at.y(), page.top()), page.bottom())
        )
        self.scroll_by(at.x() - inside.x(), at.y() - inside.y())

    def _go(self, at: QtCore.QPointF, modifiers: _Modifiers) -> None:
        if self._drag.is_on:
            straight = bool(modifiers & _Modifier.ShiftModifier)
            self._drag.go(at, self._hand(at).spot, is_straight=straight)
            self._preview()

    def _preview(self) -> None:
        self._show(self._drag.drawing or self._editing.drawing)

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        self._release(event)
        self._is_pressed = False

    def _release(self, event: QtGui.QMouseEvent) -> None:
        if self._panning.release():
            self._show_cursor(event.position(), event.modifiers())
            return
        if event.button() != _Button.LeftButton or not self._drag.is_on:
            return
        if not self._drag.end():
            self._editing.select(self._hand(event.position()).over())
        self._show(self._editing.drawing)
        self._show_cursor(event.position(), event.modifiers())

    @guard
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() != _Button.LeftButton:
            return
        self._is_pressed = True
        hand = self._hand(event.position())
        place = hand.over()
        if self._editing.is_framed and self._editing.frame.holds(hand.spot.center):
            keys.enter(self, self._editing)
        elif place is not None and self._editing.drawing.marks[place].kind is MarkKind.TEXT:
            self._editing.select(place)
            self._writing.again()
        elif not self._writing.is_open:
            self._press(event.position(), event.modifiers())

    def settle(self) -> None:
        """Have in the drawing what is being written, and the crop that is framed."""
        self.call_off()
        self._writing.end()
        if self._editing.tool is Tool.CROP:
            self._editing.apply_crop()

    def call_off(self) -> bool:
        """Leave the drag that is under way undone; False where there is none."""
        if not self._drag.call_off():
            return False
        self._show(self._editing.drawing)
        return True

    def _show_cursor(
        self, at: QtCore.QPointF | None, modifiers: _Modifiers = _Modifier.NoModifier
    ) -> None:
        """Have the pointer say what a press does here."""
        shape = self._panning.cursor
        if shape is None:
            if at is None:
                at = QtCore.QPointF(self._page.mapFromGlobal(QtGui.QCursor.pos()))
            shape = self._hand(at).cursor(selects=bool(modifiers & _Modifier.ControlModifier))
        if self._page.cursor().shape() != shape:
            self._page.setCursor(shape)

    # ---------------------------------------------------------------- the keys

    def write(self) -> bool:
        """Write the selected text again, or a new one; False where neither is meant."""
        if self._writing.again():
            return True
        if self._editing.tool is not Tool.TEXT:
            return False
        self._writing.start_at(self.seen.center)
        return True

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._panning.make_ready()
                self._show_cursor(None)
        elif event.key() == QtCore.Qt.Key.Key_Shift and self._drag.is_far:
            self._go(self._drag.at, _Modifier.ShiftModifier)
        elif not keys.press(self, self._editing, event):
            event.ignore()

    @guard
    def keyReleaseEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Shift and self._drag.is_far:
            self._go(self._drag.at, _Modifier.NoModifier)
        if event.key() != QtCore.Qt.Key.Key_Space or event.isAutoRepeat():
            event.ignore()
            return
        is_meant = self._panning.end()
        self._show_cursor(None)
        if is_meant:
            keys.enter(self, self._editing)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.focus_in(event)
        self._page.update()

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.focus_out(event)
        if is_alive(self._page):  # the focus also goes when all of it does
            self._page.update()
        self._panning.end()
        self._panning.release()

    @guard(otherwise=False)
    def focusNextPrevChild(self, is_next: bool) -> bool:
        if self.hasFocus() and self._editing.select_next(1 if is_next else -1):
            return True
        return bool(super().focusNextPrevChild(is_next))
