from __future__ import annotations

import fnmatch
import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.masking import columns
from usero_desktop.ui.masking.named import names_of_program
from usero_desktop.ui.masking.passwords import is_password
from usero_desktop.ui.masking.scenes import Scenes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK: Final = "usero_mask"
BLOCK: Final = "usero_block"

_Hint = QtCore.Qt.InputMethodHint
_WindowType = QtCore.Qt.WindowType
_Widget = QtWidgets.QWidget
_SECRET: Final = _Hint.ImhHiddenText.value | _Hint.ImhSensitiveData.value


class Cover(Enum):
    """What stands in place of a widget."""

    MASK = "mask"
    BLOCK = "block"


class Rules:
    """Who is masked: passwords, what the host has marked, and what it has named.

    A widget is masked together with all that is in it or opens from it, its menus, lists and
    tooltips, and nothing in there can be left out of that. What cannot be found out is masked.
    GUI thread; no method raises.
    """

    covers_ours = False
    """Whether what is ours in a window is blocked: else it is off the screen meanwhile."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """`names` are patterns of object names, as `fnmatch` knows them; case counts."""
        self._named = _pattern(tuple(names))
        self.scenes = Scenes()

    @classmethod
    def of_program(cls, names: Iterable[str] = ()) -> Rules:
        """Return the rules by `names` and by what any feedback widget of the program names.

        A picture that is taken from one window may show another.
        """
        return cls(dict.fromkeys([*names, *names_of_program()]))

    def is_masked(self, widget: QtWidgets.QWidget) -> bool:
        """Whether `widget`, or anything that it belongs to, is masked; about 20 µs.

        Nothing that `widget` shows or says may then leave the machine: not its pixels, its
        text, its tooltip or its accessible name.
        """
        return self.cover_of(widget) is not None

    def cover_of(self, widget: QtWidgets.QWidget) -> Cover | None:
        """Return what stands in place of `widget`, also where that comes from what it is in."""
        waiting, seen = [widget], {id(widget)}
        kept = [widget]  # an id is one's own only as long as one is there
        try:
            for each in waiting:
                shown_by = list(self.scenes.showing(each)) if _Widget.isWindow(each) else []
                covers = (self.own_cover(each), _as_part(each), *map(marked, shown_by))
                cover = next((cover for cover in covers if cover is not None), None)
                if cover is not None:
                    return cover
                for other in _holders(each, shown_by):
                    if id(other) not in seen:
                        seen.add(id(other))
                        kept.append(other)
                        waiting.append(other)
        except (RuntimeError, TypeError, AttributeError):
            return Cover.MASK
        return None

    def own_cover(self, widget: QtWidgets.QWidget) -> Cover | None:
        """Return what stands in place of `widget` because of itself alone."""
        cover = self.told_cover(widget)
        try:
            if cover is None and _is_secret(widget):
                cover = Cover.MASK
        except (RuntimeError, TypeError, ValueError):
            return Cover.MASK
        return cover

    def told_cover(self, widget: QtWidgets.QWidget) -> Cover | None:
        """Return what the host has said of `widget` itself, whatever that is."""
        try:
            return marked(widget) or (Cover.MASK if self._is_named(widget) else None)
        except (RuntimeError, TypeError, ValueError):
            return Cover.MASK

    def _is_named(self, thing: QtCore.QObject) -> bool:
        named = self._named
        return named is not None and named.match(QtCore.QObject.objectName(thing)) is not None


def marked(thing: QtCore.QObject) -> Cover | None:
    """Return what the host's two properties say of `thing`."""
    if _says_yes(QtCore.QObject.property(thing, BLOCK)):
        return Cover.BLOCK
    if _says_yes(QtCore.QObject.property(thing, MASK)):
        return Cover.MASK
    return None


def _says_yes(value: object) -> bool:
    if value is None or value is False:
        return False
    try:
        return bool(value)
    except Exception:  # noqa: BLE001 - the host's own __bool__
        return True


@lru_cache(maxsize=16)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(fnmatch.translate(name) for name in names)) if names else None


def _is_secret(widget: QtWidgets.QWidget) -> bool:
    """Whether what is written in `widget` is not to be read."""
    if isinstance(widget, QtWidgets.QLineEdit) and is_password(widget):
        return True
    return bool(_Widget.inputMethodHints(widget).value & _SECRET)


def _as_part(widget: QtWidgets.QWidget) -> Cover | None:
    """Return what stands in place of `widget` because of what it is a part of."""
    parent = _Widget.parentWidget(widget)
    if parent is None:
        return Cover.MASK if _is_nobodys(widget) else None
    if any(isinstance(one, QtWidgets.QHeaderView) for one in (widget, parent)):
        return None
    above = _Widget.parentWidget(parent)
    for view in (parent, above):
        if isinstance(view, columns.ItemView):
            hidden = columns.masked_in(view)
            if hidden is None:
                continue
            if _Widget.isWindow(widget) or (
                view is above and columns.lies_over(view, hidden, widget)
            ):
                return Cover.MASK
    return None


def _is_nobodys(window: QtWidgets.QWidget) -> bool:
    """Whether `window` shows what stands at another widget, of which it does not say which.

    That is the box of "What's This?".
    """
    return QtCore.QObject.metaObject(window).className() == "QWhatsThat"


def _holders(
    widget: QtWidgets.QWidget, shown_by: list[QtWidgets.QGraphicsProxyWidget]
) -> Iterator[QtWidgets.QWidget]:
    """Yield what `widget` belongs to: what it is in, or what it was opened from."""
    parent = _Widget.parentWidget(widget)
    if parent is not None:
        yield parent
    for proxy in shown_by:
        # None for one that was taken out.
        scene: QtWidgets.QGraphicsScene | None = proxy.scene()
        yield from scene.views() if scene is not None else ()
    if _Widget.isWindow(widget) and not shown_by:
        yield from _openers(widget)


def _openers(window: QtWidgets.QWidget) -> Iterator[QtWidgets.QWidget]:
    """Yield what a window was opened from that is not its parent."""
    kind = _Widget.windowType(window)
    if isinstance(window, QtWidgets.QMenu):
        for thing in QtWidgets.QMenu.menuAction(window).associatedObjects():
            if isinstance(thing, _Widget):
                yield thing
    elif kind == _WindowType.Popup:
        # A completer's list has no parent, and gives the keys to the field that it is for.
        field = _Widget.focusProxy(window)
        if field is not None and not _Widget.isAncestorOf(window, field):
            yield field
    elif kind == _WindowType.ToolTip and _Widget.parentWidget(window) is None:
        # Windows' tooltips have no parent.
        below = QtWidgets.QApplication.widgetAt(QtGui.QCursor.pos())
        if below is not None and below is not window:
            yield below
