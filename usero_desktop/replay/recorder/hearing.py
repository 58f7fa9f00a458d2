"""What a program's events say of its widgets: it is noted, and looked at a little later.

It is asked at every event of the program, also at those that say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, address_of
from usero_desktop.replay.recorder.dirty import MEANINGS, Meaning
from usero_desktop.replay.recorder.masking import PROPERTIES
from usero_desktop.replay.recorder.pointer import BUTTONS
from usero_desktop.replay.recorder.tree import CHILDREN, COVER

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from usero_desktop.replay.recorder.attention import Attention
    from usero_desktop.replay.recorder.custom import Patches
    from usero_desktop.replay.recorder.describe.painter import WidgetPainter
    from usero_desktop.replay.recorder.pointer import Pointer
    from usero_desktop.replay.recorder.tree import WidgetTree
    from usero_desktop.replay.recorder.windows import Windows

    Heard: TypeAlias = Callable[[QtCore.QObject, QtCore.QEvent], bool]

_Widget = QtWidgets.QWidget
_ACTIVATED: Final = QtCore.QEvent.Type.WindowActivate


class Hearing:
    """Notes what has changed. GUI thread.

    `heard` is what to call with an object and an event of it, by the type of that; it returns
    whether there is now something to look at. What is not in there says nothing.

    Where somebody keeps Python's half of an event, PyQt6 gives that for the next one at its place
    as well, of whatever class it is: what is to be read of one is asked for first.
    """

    def __init__(
        self,
        tree: WidgetTree,
        windows: Windows,
        pointer: Pointer,
        attention: Attention,
        *,
        painter: WidgetPainter,
        patches: Patches | None,
    ) -> None:
        """`painter` and `patches` have widgets painted that did not change."""
        self._tree, self._windows, self._pointer = tree, windows, pointer
        self._attention, self._painter, self._patches = attention, painter, patches
        self.are_windows_dirty = True
        """Whether the windows have to be looked at: which there are, and where."""
        self.focused: int | None = None
        """The widget that has got the focus since somebody asked."""
        by_meaning: dict[Meaning, Heard] = {
            Meaning.PAINTED: self._painted,
            Meaning.PLACED: self._placed,
            Meaning.PARENT: self._of_parent,
            Meaning.CHILDREN: self._of_children,
            Meaning.WINDOW: self._of_window,
            Meaning.FOCUSED: self._focused,
            Meaning.PROPERTY: self._property,
            Meaning.USED: self._used,
            Meaning.MOVE: self._moved,
            Meaning.BUTTON: self._pressed,
        }
        self.heard = {type_: by_meaning[meaning] for type_, meaning in MEANINGS.items()}

    def _painted(self, widget: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if self._painter.is_at_work or not isinstance(widget, _Widget):
            return False
        if self._patches is not None and self._patches.is_drawing:
            return False
        if self._tree.draws_windows:
            return self._tree.mark_around(widget)
        painted = event if isinstance(event, QtGui.QPaintEvent) else None
        return self._tree.mark_painted(address_of(widget), painted)

    def _placed(self, widget: QtCore.QObject, _event: QtCore.QEvent) -> bool:
        if not isinstance(widget, _Widget):
            return False
        if _Widget.isWindow(widget):
            self.are_windows_dirty = True
            return True
        return self._tree.mark_painted(address_of(widget), None)

    def _of_parent(self, widget: QtCore.QObject, _event: QtCore.QEvent) -> bool:
        if not isinstance(widget, _Widget):
            return False
        parent = None if _Widget.isWindow(widget) else _Widget.parentWidget(widget)
        if parent is None:
            self.are_windows_dirty = True
            return True
        return self._tree.mark(address_of(parent), CHILDREN)

    def _of_children(self, widget: QtCore.QObject, _event: QtCore.QEvent) -> bool:
        return isinstance(widget, _Widget) and self._tree.mark(address_of(widget), CHILDREN)

    def _of_window(self, widget: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if not isinstance(widget, _Widget) or not _Widget.isWindow(widget):
            return False
        if event.type() == _ACTIVATED:
            self._windows.raise_(address_of(widget))
        self.are_windows_dirty = True
        return True

    def _focused(self, widget: QtCore.QObject, _event: QtCore.QEvent) -> bool:
        if not isinstance(widget, _Widget):
            return False
        self.focused = address_of(widget)
        return True

    def _used(self, widget: QtCore.QObject, _event: QtCore.QEvent) -> bool:
        if widget.isWidgetType():
            self._attention.note_use()
        return False

    def _property(self, widget: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if not isinstance(widget, _Widget):
            return False
        is_known = isinstance(event, QtCore.QDynamicPropertyChangeEvent)
        name = bytes(event.propertyName().data()) if is_known else b""  # type: ignore[attr-defined]
        if is_known and name not in PROPERTIES:
            return False
        address = address_of(widget)
        if self._tree.draws_windows:
            # The window itself may be masked by now, and a part of it in its picture.
            return self._tree.mark(address, COVER) | self._tree.mark_around(widget)
        return self._tree.mark_painted(address, None) and self._tree.mark(address, COVER)

    def _moved(self, window: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if not window.isWindowType() or not isinstance(event, QtGui.QMouseEvent):
            return False
        self._attention.note_use()
        return self._pointer.move(event, self._windows.desk)

    def _pressed(self, window: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if window.isWindowType() and isinstance(event, QtGui.QMouseEvent):
            self._attention.note_use()
            self._pointer.press(event, BUTTONS[event.type()], self._windows.desk)
        return False
