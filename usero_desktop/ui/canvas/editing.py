from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation import drafting, inks
from usero_desktop.annotation.geometry import Handle, handles, moved, pulled, text_box
from usero_desktop.annotation.marks import SPANNED, MarkKind, Point, Rect
from usero_desktop.annotation.undo import History
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.canvas.paint import plain, text_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Mark
    from usero_desktop.qt import QtGui


class Tool(StrEnum):
    """What the hand does on the picture."""

    SELECT = "select"
    BOX = "box"
    ARROW = "arrow"
    PEN = "pen"
    HIGHLIGHTER = "highlighter"
    TEXT = "text"
    STEP = "step"
    BLACKOUT = "blackout"
    CROP = "crop"

    @property
    def kind(self) -> MarkKind | None:
        """The marks that it draws, None where it draws none."""
        return None if self in {Tool.SELECT, Tool.CROP} else MarkKind(self.value)


_LEAST_WIDTH: Final = 1.0


class Editing(QtCore.QObject):
    """What is being done to one picture. GUI thread.

    Signals: `changed()` when another drawing is there; `selection_changed()`; `tool_changed()`
    when tool, colour or width are others; `frame_changed()` when what a crop would leave is.
    """

    changed = Signal()
    selection_changed = Signal()
    tool_changed = Signal()
    frame_changed = Signal()

    def __init__(
        self, parent: QtCore.QObject | None, image: QtGui.QImage, drawing: Drawing
    ) -> None:
        """`drawing` is what is there already, of `image`'s size."""
        super().__init__(parent)
        self._image = plain(image)
        self._history: History[Drawing] = History(drawing)
        self._first = drawing
        self._selected: int | None = None
        self._tool = Tool.SELECT
        self._colour, self._highlight = inks.COLOURS[0], inks.HIGHLIGHT
        self._width = float(inks.default_width(drawing.width, drawing.height))
        self._frame: Rect | None = None
        self._run = 0

    # ---------------------------------------------------------------- what is there

    @property
    def image(self) -> QtGui.QImage:
        """The picture itself: RGB32, one pixel a pixel, nothing drawn on it."""
        return self._image

    @property
    def drawing(self) -> Drawing:
        """All that is drawn on it."""
        return self._history.now

    @property
    def selected(self) -> int | None:
        """The place of the mark that is selected in `drawing.marks`."""
        return self._selected

    @property
    def mark(self) -> Mark | None:
        """The mark that is selected."""
        return None if self._selected is None else self.drawing.marks[self._selected]

    @property
    def tool(self) -> Tool:
        """What the hand does."""
        return self._tool

    @property
    def colour(self) -> str:
        """The colour to draw with: ``#rrggbb``. A highlighter has one of its own."""
        return self._highlight if self._tool is Tool.HIGHLIGHTER else self._colour

    @property
    def width(self) -> float:
        """The width to draw with, in the picture's pixels."""
        return self._width

    @property
    def has_style(self) -> bool:
        """Whether what is selected, or is drawn next, has a colour and a width."""
        if self.mark is not None:
            return self.mark.kind is not MarkKind.BLACKOUT
        return self._tool not in {Tool.BLACKOUT, Tool.CROP}

    @property
    def frame(self) -> Rect:
        """What a crop would leave, while that is the tool; else what the last one left."""
        return self.drawing.area if self._frame is None else self._frame

    @property
    def is_framed(self) -> bool:
        """Whether there is a frame for a crop that is not applied yet."""
        return self._frame is not None

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo: a step, or the frame of a crop."""
        return self.is_framed or self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something was undone, and nothing done since."""
        return self._history.can_redo

    @property
    def is_touched(self) -> bool:
        """Whether the drawing is another than at the start."""
        return self.drawing != self._first

    # ---------------------------------------------------------------- steps

    def do(self, drawing: Drawing, run: object = None) -> None:
        """Go on to `drawing`; steps of the same `run` that follow each other are undone as one."""
        self._go(drawing, self._selected, run)

    def undo(self) -> None:
        """Go back by one step, where there is one; the frame of a crop is the first to go."""
        if self.is_framed:
            self._set_frame(None)
        else:
            self._step(self._history.undo)

    def redo(self) -> None:
        """Take back the last undo, where there is one."""
        self._step(self._history.redo)

    def _step(self, step: Callable[[], Drawing]) -> None:
        before = self.drawing
        step()
        if self.drawing == before:
            return
        selected = self._selected
        marks = self.drawing.marks
        if selected is not None and (
            selected >= len(marks) or marks[selected].kind is not before.marks[selected].kind
        ):
            selected = None
        self._after(before, selected)

    def _go(self, drawing: Drawing, selected: int | None, run: object = None) -> None:
        before = self.drawing
        self._history.do(drawing, run=None if run is None else (run, self._run))
        self._after(before, selected)

    def _after(self, before: Drawing, selected: int | None) -> None:
        """Tell what is new. The selection fits the drawing before anybody hears of either."""
        if selected is not None and selected >= len(self.drawing.marks):
            selected = None
        is_other = selected != self._selected
        self._selected = selected
        if is_other:
            self._run += 1
        if self.drawing != before:
            if self.drawing.crop != before.crop:
                self._set_frame(None)
            self.changed.emit()
        if is_other:
            self.selection_changed.emit()

    # ---------------------------------------------------------------- marks

    def add(self, mark: Mark, *, selects: bool = True) -> None:
        """Put `mark` on top; a step gets the next number."""
        drawing = self.drawing
        if mark.kind is MarkKind.STEP:
            mark = drafting.numbered(mark, drawing)
        self._go(drawing.with_mark(mark), len(drawing.marks) if selects else None)

    def place(self, area: Rect) -> None:
        """Put a mark of the tool's into the middle of `area`, the part that is in sight."""
        kind = self._tool.kind
        if kind is not None:
            mark = drafting.placed(kind, area, self._colour, self._width)
            mark = drafting.beside(mark, self.drawing)
            self.add(drafting.kept(mark, self.drawing.area))

    def select(self, place: int | None) -> None:
        """Select the mark at `place`, or none."""
        if place is not None and not 0 <= place < len(self.drawing.marks):
            place = None
        self._after(self.drawing, place)

    def select_next(self, step: int) -> bool:
        """Select the next mark (`step` 1) or the one before (-1); False beyond the last one.

        Then none is selected, and the next step begins at the other end.
        """
        count = len(self.drawing.marks)
        first = 0 if step > 0 else count - 1
        place = first if self._selected is None else self._selected + step
        if not 0 <= place < count:
            self.select(None)
            return False
        self.select(place)
        return True

    def remove_selected(self) -> None:
        """Take the selected mark away; the steps behind a step move up."""
        if self._selected is not None:
            self._go(self.drawing.without(self._selected), None)

    def change(self, mark: Mark, run: object = None) -> None:
        """Have `mark` in place of the selected one; some of it stays in the picture."""
        if self._selected is not None:
            mark = drafting.kept(mark, self.drawing.area)
            self.do(self.drawing.with_changed(self._selected, mark), run)

    def nudge(self, across: float, down: float) -> None:
        """Move the selected mark, or the frame of a crop, so many pixels of the picture."""
        if self._tool is Tool.CROP:
            frame = self.frame
            left = min(max(frame.left + across, 0), self.drawing.width - frame.width)
            top = min(max(frame.top + down, 0), self.drawing.height - frame.height)
            self.frame_crop(Rect(left, top, frame.width, frame.height))
        elif self.mark is not None:
            self.change(moved(self.mark, across, down), run="nudge")

    def stretch(self, wider: float, higher: float) -> None:
        """Pull the selected mark's, or a crop's, lower right corner so many pixels; an arrow's tip.

        A text and a step grow and shrink as a whole.
        """
        if self._tool is Tool.CROP:
            frame = self.frame
            self.frame_crop(
                Rect(
                    frame.left,
                    frame.top,
                    max(frame.width + wider, 1),
                    max(frame.height + higher, 1),
                )
            )
            return
        mark = self.mark
        if mark is None:
            return
        handle = Handle.TIP if mark.kind is MarkKind.ARROW else Handle.BOTTOM_RIGHT
        at = handles(mark)[handle]
        to = Point(at.x + wider, at.y + higher)
        if mark.kind in SPANNED:  # never inside out: the corner that is pulled stays the lower one
            first = handles(mark)[Handle.TOP_LEFT]
            to = Point(max(to.x, first.x + 1), max(to.y, first.y + 1))
        self.change(fitted(pulled(mark, handle, to)), run="stretch")

    def duplicate(self) -> None:
        """Put another one like the selected mark beside it, and select that."""
        if self.mark is not None:
            copy = drafting.beside(self.mark, self.drawing)
            self.add(drafting.kept(copy, self.drawing.area))

    def raise_selected(self) -> None:
        """Have the selected mark lie above the next one."""
        self._lift(1)

    def lower_selected(self) -> None:
        """Have the selected mark lie below the one before."""
        self._lift(-1)

    def _lift(self, step: int) -> None:
        if self._selected is not None:
            drawing, place = self.drawing.lifted(self._selected, step)
            self._go(drawing, place)

    def set_text(self, text: str, place: int | None = None) -> None:
        """Have the text at `place`, or the selected one, say `text`; one that says nothing goes."""
        place = self._selected if place is None else place
        marks = self.drawing.marks
        if place is None or place >= len(marks) or marks[place].kind is not MarkKind.TEXT:
            return
        if text.strip():
            area, before = self.drawing.area, marks[place]
            keep = drafting.inside if drafting.is_inside(before, area) else drafting.kept
            new = keep(fitted(replace(before, text=text)), area)
            self.do(self.drawing.with_changed(place, new))
            return
        selected = self._selected
        if selected is not None and selected >= place:
            selected = None if selected == place else selected - 1
        self._go(self.drawing.without(place), selected)

    # ---------------------------------------------------------------- tools

    def use(self, tool: Tool) -> None:
        """Take up `tool`. Whoever leaves a crop for it has framed what is to stay."""
        if tool is self._tool:
            return
        self.apply_crop()
        self._tool = tool
        if tool is Tool.CROP:
            self.select(None)
        self.tool_changed.emit()

    def restyle(self, colour: str | None = None, width: float | None = None) -> None:
        """Draw with `colour` and `width` from now on; the selected mark is changed, too."""
        mark, before = self.mark, (self._colour, self._highlight, self._width)
        if width is not None:
            self._width = max(width, _LEAST_WIDTH)
        kind = self._tool.kind if mark is None else mark.kind
        if colour is not None and kind is MarkKind.HIGHLIGHTER:
            self._highlight = colour
        elif colour is not None:
            self._colour = colour
        if mark is not None and self.has_style:
            new = replace(
                mark,
                colour=mark.colour if colour is None else colour,
                width=mark.width if width is None else self._width,
            )
            self.change(fitted(new), run="restyle")
        if before != (self._colour, self._highlight, self._width):
            self.tool_changed.emit()

    # ---------------------------------------------------------------- crop

    def frame_crop(self, rect: Rect) -> None:
        """Show that a crop would leave `rect`, which `apply_crop` does; nothing where all is so."""
        whole = Rect(0, 0, self.drawing.width, self.drawing.height)
        inside = drafting.outward(rect).within(whole)
        is_other = inside != self.frame  # else there would be nothing to see of an undo
        if is_other and inside.width >= 1 and inside.height >= 1:
            self._set_frame(inside)

    def apply_crop(self) -> None:
        """Leave what is in the frame; that can be undone, too."""
        if self._frame is not None:
            self.crop_to(self._frame)
            self._set_frame(None)

    def forget_crop(self) -> None:
        """Have the frame as the last crop left it."""
        self._set_frame(None)

    def crop_to(self, rect: Rect | None) -> None:
        """Leave nothing but `rect`, in whole pixels; None, or all of it, brings all back."""
        whole = Rect(0, 0, self.drawing.width, self.drawing.height)
        if rect is not None:
            rect = drafting.outward(rect).within(whole)
            if rect == whole or rect.width < 1 or rect.height < 1:
                rect = None
        self._go(self.drawing.cropped(rect), self._selected)

    def _set_frame(self, frame: Rect | None) -> None:
        before = self.frame
        self._frame = frame
        if self.frame != before:
            self.frame_changed.emit()


def fitted(mark: Mark) -> Mark:
    """Return `mark`; a text with the room that its words take."""
    return text_box(mark, text_size(mark)) if mark.kind is MarkKind.TEXT else mark
