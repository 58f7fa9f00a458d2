"""The mouse, sampled: where it goes, and what is pressed. Keys are nobody's business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore
from usero_desktop.rrweb import events
from usero_desktop.rrweb.events import Interaction, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.qt import QtGui
    from usero_desktop.replay.recorder.windows import Desk
    from usero_desktop.rrweb.events import Event

BATCH_MS: Final = 450
"""The player draws the way of the mouse from batches; of longer ones it jumps."""
_Type = QtCore.QEvent.Type
_Right: Final = QtCore.Qt.MouseButton.RightButton
MOVE: Final = _Type.MouseMove
BUTTONS: Final = {
    _Type.MouseButtonPress: Interaction.DOWN,
    _Type.MouseButtonRelease: Interaction.UP,
    _Type.MouseButtonDblClick: Interaction.DOUBLE_CLICK,
}


class Pointer:
    """Tells where the mouse is, in the page's coordinates. GUI thread."""

    def __init__(
        self, sink: Callable[[Event], None], clock: Callable[[], int], every_ms: float
    ) -> None:
        self._sink, self._clock, self._every_ms = sink, clock, every_ms
        self._positions: list[Position] = []
        self._last: tuple[int, int, int] = (0, -1, -1)

    def move(self, event: QtGui.QMouseEvent, desk: Desk) -> bool:
        """Note where the mouse is; return whether there is now something to be told."""
        now = self._clock()
        if now - self._last[0] < self._every_ms:
            return False
        x, y = _place(event, desk)
        if (x, y) == self._last[1:]:
            return False
        self._last = now, x, y
        if self._positions and now - self._positions[0].timestamp_ms > BATCH_MS:
            self.flush()
        self._positions.append(Position(now, x, y))
        return True

    def press(self, event: QtGui.QMouseEvent, kind: Interaction, desk: Desk) -> None:
        """Tell that a button went down or up."""
        self.flush()
        now, (x, y) = self._clock(), _place(event, desk)
        self._sink(events.interaction(now, kind, x=x, y=y))
        if kind is Interaction.UP:
            is_menu = event.button() == _Right
            kind = Interaction.CONTEXT_MENU if is_menu else Interaction.CLICK
            self._sink(events.interaction(now, kind, x=x, y=y))

    def flush(self) -> None:
        """Tell the way of the mouse so far."""
        if self._positions:
            positions, self._positions = self._positions, []
            self._sink(events.mouse_moves(positions))

    @property
    def is_waiting(self) -> bool:
        """Whether there is a way that was not told yet."""
        return bool(self._positions)


def _place(event: QtGui.QMouseEvent, desk: Desk) -> tuple[int, int]:
    at = event.globalPosition()
    return round(at.x()) - desk.left, round(at.y()) - desk.top
