"""The time line of a recording, and the two handles that trim it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.playback.sliders import HANDLE, HEIGHT, TARGET, Handle, Line
from usero_desktop.ui.playback.times import clock

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

LEAST_MS: Final = 1_000
"""So much is left of a recording at the least."""


class Timeline(QtWidgets.QWidget):
    """Where in a recording one is, and which part of it is kept; all in milliseconds.

    Signals: `sought(int)` when the user goes to a moment; `trimmed(int, int)` when another part
    is to be kept, then `sought` with the end that was moved.
    """

    sought = Signal(int)
    trimmed = Signal(int, int)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("usero_playback_timeline")
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        self._look: Look | None = None
        self._length = 0
        self.line = Line(self)
        self.begin, self.end = Handle(self, "begin"), Handle(self, "end")
        self.line.moved.connect(self._on_moment)
        self.line.dragged.connect(self._on_dragged)
        for handle in (self.begin, self.end):
            handle.moved.connect(self._on_trimmed)
        self.begin.dragged.connect(self._on_begin_dragged)
        self.end.dragged.connect(self._on_end_dragged)
        self._is_told = False

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        for part in (self.line, self.begin, self.end):
            part.show_look(look)
        self.updateGeometry()
        self._arrange()

    def show_length(self, length_ms: int, kept: tuple[int, int] | None = None) -> None:
        """Be for a recording that lasts so long; all of it is kept, or only what is `kept`."""
        self._length = length_ms
        self._is_told = True
        self.line.show_bounds(0, length_ms)
        begin, end = kept or (0, length_ms)
        self.begin.show_bounds(0, max(end - LEAST_MS, 0))
        self.end.show_bounds(min(begin + LEAST_MS, length_ms), length_ms)
        self.line.go(0)
        self.begin.go(begin)
        self.end.go(end)
        self._is_told = False
        for handle in (self.begin, self.end):
            handle.setVisible(self._length > LEAST_MS)
        self._arrange()

    def show_moment(self, at_ms: int) -> None:
        """Be at a moment."""
        self._is_told = True
        self.line.go(at_ms)
        self._is_told = False
        self._arrange()

    # ------------------------------------------------------------ what the user does

    @guard
    def _on_moment(self, at_ms: int) -> None:
        self._arrange()
        if not self._is_told:
            self.sought.emit(at_ms)

    @guard
    def _on_dragged(self, x: int) -> None:
        self.line.go(self._moment(x))

    @guard
    def _on_begin_dragged(self, x: int) -> None:
        self.begin.go(self._moment(x + self._half))

    @guard
    def _on_end_dragged(self, x: int) -> None:
        self.end.go(self._moment(x - self._half))

    @guard
    def _on_trimmed(self, at_ms: int) -> None:
        if self._is_told:
            return
        self._is_told = True
        self.begin.show_bounds(0, max(self.end.at_ms - LEAST_MS, 0))
        least = min(self.begin.at_ms + LEAST_MS, self._length)
        self.end.show_bounds(least, self._length)
        self._is_told = False
        self._arrange()
        self.trimmed.emit(self.begin.at_ms, self.end.at_ms)
        self.sought.emit(at_ms)

    # ------------------------------------------------------------ places

    @guard(otherwise=QtCore.QSize(160, HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        px = self._look.scale.px if self._look is not None else int
        return QtCore.QSize(px(160), px(HEIGHT))

    def minimumSizeHint(self) -> QtCore.QSize:
        return self.sizeHint()

    @guard
    def resizeEvent(self, _event: QtGui.QResizeEvent) -> None:
        self._arrange()

    @guard
    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.LayoutDirectionChange:
            self._arrange()

    @property
    def _side(self) -> int:
        return self._look.scale.px(TARGET) if self._look is not None else TARGET

    @property
    def _half(self) -> int:
        """How far it is onward from the middle of the first handle to what is kept."""
        half = self._look.scale.px(HANDLE) // 2 if self._look is not None else 0
        return -half if self.isRightToLeft() else half

    def _place(self, at_ms: int) -> int:
        """Return where a moment is, from the left; time goes as one reads."""
        room = max(self.width() - 2 * self._side, 0)
        along = round(room * at_ms / self._length) if self._length else 0
        return self._side + (room - along if self.isRightToLeft() else along)

    def _moment(self, x: int) -> int:
        room = max(self.width() - 2 * self._side, 1)
        share = min(max((x - self._side) / room, 0.0), 1.0)
        return round(self._length * (1 - share if self.isRightToLeft() else share))

    def _arrange(self) -> None:
        look = self._look
        if look is None:
            return
        side, high = self._side, self.height()
        self.line.setGeometry(0, 0, self.width(), high)
        begin, end = self._place(self.begin.at_ms), self._place(self.end.at_ms)
        now, has_ends = self._place(self.line.at_ms), self._length > LEAST_MS
        self.line.show_marks(begin, end, now, side, has_ends=has_ends)
        # They stand outside of what is kept, so that all of that can be seen.
        margin = (side - look.scale.px(HANDLE)) // 2
        before, behind = margin - side, -margin
        if self.isRightToLeft():
            before, behind = behind, before
        self.begin.setGeometry(begin + before, 0, side, high)
        self.end.setGeometry(end + behind, 0, side, high)
        for part, name in (
            (self.line, "playback.moment"),
            (self.begin, "playback.begin"),
            (self.end, "playback.end"),
        ):
            at = look.texts("playback.at", at=clock(part.at_ms), length=clock(self._length))
            said = look.texts(name, time=at)
            if said != part.accessibleName():  # each time it is set, it is told
                part.setAccessibleName(said)
