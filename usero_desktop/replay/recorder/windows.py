"""The program's windows on the page: their frames, their titles, which is above which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.qt import QtCore, QtWidgets, address_of
from usero_desktop.replay.recorder.parts import Part, placed
from usero_desktop.replay.recorder.tree import PICTURE
from usero_desktop.rrweb.nodes import DESK
from usero_desktop.ui.masking.rules import Cover
from usero_desktop.ui.masking.windows import is_seen, shows_another

if TYPE_CHECKING:
    from usero_desktop.replay.recorder.masking import Masks
    from usero_desktop.replay.recorder.said import Changes, Said
    from usero_desktop.replay.recorder.shown import Shown
    from usero_desktop.replay.recorder.tree import WidgetTree

_Widget = QtWidgets.QWidget
_Type = QtCore.Qt.WindowType
_ABOVE: Final = frozenset({_Type.Popup, _Type.ToolTip, _Type.SplashScreen})


class Desk(NamedTuple):
    """The part of the desktop that the page shows, in the screen's own coordinates."""

    left: int
    top: int
    width: int
    height: int

    @property
    def place(self) -> str:
        """The style attribute of the element that all windows are in."""
        return f"position:absolute;left:{-self.left}px;top:{-self.top}px"


class _Window:
    __slots__ = ("above", "said", "shown")

    def __init__(self, said: Said, shown: Shown, above: int) -> None:
        self.said, self.shown, self.above = said, shown, above


class Windows:
    """Keeps the windows on the page as they are on the screen. GUI thread."""

    def __init__(self, tree: WidgetTree, masks: Masks, changes: Changes) -> None:
        self._tree, self._masks, self._changes = tree, masks, changes
        self._known: dict[int, _Window] = {}
        self._counter = 0
        self.desk = Desk(0, 0, 1, 1)

    @property
    def are_hidden(self) -> bool:
        """Whether none of them is on the page: all are hidden or minimised."""
        return not self._known

    def shows(self, window: QtWidgets.QWidget) -> bool:
        """Whether `window` is on the page."""
        return address_of(window) in self._known

    def raise_(self, address: int) -> None:
        """Have the window there be above all others, and its own above it: it was activated.

        What belongs to a window, as its dialogs do, is never below that on a screen.
        """
        owned = [one for one in self._known.values() if _belongs(one.shown, address)]
        for window in sorted(owned, key=lambda one: (one.shown.address != address, one.above)):
            self._counter += 1
            window.above = self._counter

    def look(self) -> None:
        """Look again at which windows there are, where, and in which order."""
        seen = {
            address_of(one): one
            for one in QtWidgets.QApplication.topLevelWidgets()
            if is_seen(one) and _Widget.windowType(one) != _Type.Desktop
        }
        for address, window in list(self._known.items()):
            if address not in seen or not window.shown.subject.is_there:
                self._changes.remove(DESK, window.said.id)
                self._tree.uproot(window.shown)
                del self._known[address]
        fresh = [address for address in seen if address not in self._known]
        fresh.sort(key=lambda address: _layer(seen[address]))
        self.desk = self._around(list(seen.values()))
        for address in fresh:
            self._open(address, seen[address])
        for address, widget in seen.items():
            if address not in fresh:
                self._move(self._known[address], widget)

    def title_of(self, widget: QtWidgets.QWidget) -> str:
        """Return what stands in a window's title, "" where that is masked."""
        if self._masks.settings.mask_all_text or self._masks.cover_of_window(widget) is not None:
            return ""
        return _Widget.windowTitle(widget).replace("[*]", "")

    def _open(self, address: int, widget: QtWidgets.QWidget) -> None:
        self._counter += 1
        frame = self._frame(address, widget, self._counter)
        said = self._changes.add(DESK, frame, None)
        client = said.kids[-1]
        cover = self._masks.cover_of_window(widget)
        if shows_another(widget):
            cover = Cover.BLOCK
        shown = self._tree.plant(widget, client.id, (0, 0), cover)
        self._known[address] = _Window(said, shown, self._counter)

    def _move(self, window: _Window, widget: QtWidgets.QWidget) -> None:
        frame = self._frame(window.shown.address, widget, window.above)
        self._changes.change(window.said, frame)
        shown = window.shown
        place = placed(0, 0, _Widget.width(widget), _Widget.height(widget))
        before = shown.said.part
        if before.place != place:
            shown.said.part = before._replace(place=place)
            self._changes.dress(shown.said, before, shown.said.part)
            self._tree.mark(shown.address, PICTURE)

    def _frame(self, address: int, widget: QtWidgets.QWidget, above: int) -> Part:
        outer, inner = _Widget.frameGeometry(widget), _Widget.geometry(widget)
        left, top = inner.x() - outer.x(), inner.y() - outer.y()
        children: list[Part] = []
        if top > 0:
            place = f"height:{top}px;line-height:{top}px"
            children.append(Part("title", "div", "f", place, self.title_of(widget)))
        place = placed(left, top, inner.width(), inner.height())
        children.append(Part("client", "div", "a", f"position:absolute;{place}"))
        place = placed(outer.x(), outer.y(), outer.width(), outer.height())
        style = "w" if top > 0 else "w b"
        return Part(
            f"w{address}", "div", style, f"{place};z-index:{above}", "", (), tuple(children)
        )

    def _around(self, windows: list[QtWidgets.QWidget]) -> Desk:
        rect = QtCore.QRect()
        for window in windows:
            rect = rect.united(_Widget.frameGeometry(window))
        if rect.isEmpty():
            return self.desk
        return Desk(rect.x(), rect.y(), rect.width(), rect.height())


def _belongs(shown: Shown, address: int) -> bool:
    """Whether a window is the one there, or one that was opened from that."""
    if not shown.subject.is_there:
        return False
    above: QtWidgets.QWidget | None = shown.subject.widget
    while above is not None and address_of(above) != address:
        above = _Widget.parentWidget(above)
    return above is not None


def _layer(window: QtWidgets.QWidget) -> int:
    if _Widget.windowType(window) in _ABOVE:
        return 2
    return int(_Widget.isActiveWindow(window))
