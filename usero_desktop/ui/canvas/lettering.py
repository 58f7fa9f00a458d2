from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.annotation import drafting
from usero_desktop.annotation.geometry import frame, is_from_right
from usero_desktop.annotation.marks import MarkKind, Point
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.canvas.editing import fitted
from usero_desktop.ui.canvas.grips import framed
from usero_desktop.ui.canvas.paint import text_font, wrapped
from usero_desktop.ui.canvas.words import PADDING, Words
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Mark
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.canvas.view import View


class Lettering(QtCore.QObject):
    """One text of a drawing at a time, written where it will be. GUI thread.

    Signals: `began()`; `ended()` when what is written is in the drawing, or nothing was; `grown()`
    when its words take another room.
    """

    began = Signal()
    ended = Signal()
    grown = Signal()

    def __init__(
        self, canvas: QtWidgets.QWidget, page: QtWidgets.QWidget, editing: Editing
    ) -> None:
        """`page` is what the words are written on; `canvas` has the focus afterwards."""
        super().__init__(canvas)
        self._canvas, self._page = canvas, page
        self._editing = editing
        self._mark: Mark | None = None
        self._words: Words | None = None
        self._place: int | None = None
        self._stays_inside = True
        self._name = ""

    @property
    def is_open(self) -> bool:
        """Whether a text is being written."""
        return self._words is not None

    @property
    def place(self) -> int | None:
        """The place of the mark that is being written, None for a new one."""
        return self._place

    def show_name(self, name: str) -> None:
        """Be called `name` by a screen reader."""
        self._name = name

    def begin(self, mark: Mark, place: int | None) -> None:
        """Write the text `mark`, which is at `place` of the drawing, or new."""
        self.end()
        self._mark, self._place = mark, place
        area = self._editing.drawing.area
        self._stays_inside = place is None or drafting.is_inside(mark, area)
        self._words = Words(self._page, mark)
        self._words.setAccessibleName(self._name)
        self._words.ended.connect(self._on_ended)
        self._words.grown.connect(self.grown)
        self.began.emit()
        self._words.show()
        self._words.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def arrange(self, view: View, ratio: float) -> None:
        """Lie where the text is shown; `ratio` is how many pixels a logical one is wide."""
        if self._words is None or self._mark is None:
            return
        self._words.show_size(self._mark, view.zoom / ratio, self._line_room())
        around = framed(frame(self._mark), view, ratio)
        size, out = self._words.wanted(), PADDING + 1
        x, y = round(around.left()) - out, round(around.top()) - out
        if is_from_right(self._words.text or self._mark.text):
            x = round(around.right()) + out - size.width()
        if self._stays_inside:
            # As `drafting.inside` has it in the end.
            area = framed(view.area, view, ratio)
            x = max(min(x, round(area.right()) + out - size.width()), round(area.left()) - out)
            y = max(min(y, round(area.bottom()) + out - size.height()), round(area.top()) - out)
        self._words.setGeometry(x, y, size.width(), size.height())

    def _line_room(self) -> float:
        words, mark = self._words, self._mark
        if words is None or mark is None:
            return 0.0
        side = is_from_right(words.text or mark.text)
        return drafting.line_room(mark, self._editing.drawing.area, from_right=side)

    def cursor(self) -> QtCore.QRectF | None:
        """Return where on the page one writes, None where nobody does."""
        if self._words is None:
            return None
        return QtCore.QRectF(self._words.cursorRect().translated(self._words.pos()))

    def end(self) -> None:
        """Put into the drawing what is written."""
        words, mark, place = self._words, self._mark, self._place
        if words is None or mark is None:
            return
        room = self._line_room()
        self._words = self._mark = self._place = None
        text = wrapped(words.text.rstrip(), text_font(mark), room)
        had_focus = words.hasFocus()
        words.hide()
        words.deleteLater()
        if place is not None:
            self._editing.set_text(text, place)
        elif text.strip():
            new = fitted(replace(mark, text=text))
            self._editing.add(drafting.inside(new, self._editing.drawing.area))
        if had_focus:
            self._canvas.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def restyle(self) -> None:
        """Go on in the colour and width that are chosen now, or that the mark was given."""
        if self._words is None or self._mark is None:
            return
        editing, marks = self._editing, self._editing.drawing.marks
        if self._place is None:
            self._mark = replace(self._mark, colour=editing.colour, width=editing.width)
        elif self._place < len(marks):
            self._mark = marks[self._place]
        self._words.show_mark(self._mark)
        self.grown.emit()

    def start_at(self, spot_center: Point) -> None:
        """Begin a new text with its first line's middle at a point of the picture."""
        editing = self._editing
        mark = drafting.begun_text(spot_center, editing.colour, editing.width)
        self.begin(mark, None)

    def again(self) -> bool:
        """Write the selected text again; False where none is selected."""
        mark, place = self._editing.mark, self._editing.selected
        if mark is None or mark.kind is not MarkKind.TEXT:
            return False
        self.begin(mark, place)
        return True

    @guard
    def _on_ended(self) -> None:
        self.end()
