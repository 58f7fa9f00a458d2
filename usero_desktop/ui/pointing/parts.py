"""Parts of a control that are no widgets: a cell, a heading, a tab, an entry of a menu bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.model.pointed import Part
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.pointing.facts import NAME_CHARACTERS, without_mnemonic

if TYPE_CHECKING:
    from usero_desktop.ui.masking.rules import Rules

_Widget = QtWidgets.QWidget
_Header = QtWidgets.QHeaderView
_TabBar = QtWidgets.QTabBar
_MenuBar = QtWidgets.QMenuBar
_VIEWS = (QtWidgets.QTableView, QtWidgets.QTreeView, QtWidgets.QListView)

PARENTS: Final = 16
"""So many are told at most of the rows that a cell is below: the outmost."""


class Piece(NamedTuple):
    """A part of a control, as it is seen: at `rect` of `inside`, the widget that draws it.

    `words` are what is written on it, but nothing of what a cell holds.
    """

    inside: QtWidgets.QWidget
    rect: QtCore.QRect
    place: tuple[tuple[str, int | tuple[int, ...]], ...]
    words: str = ""


def piece_at(widget: QtWidgets.QWidget, place: QtCore.QPoint) -> Piece | None:
    """Return the part that `widget` draws at its own `place`; None where it is one thing there.

    `widget` is the inmost one there: the viewport, not the view.
    """
    if isinstance(widget, _TabBar):
        tab = _TabBar.tabAt(widget, place)
        rect, words = _TabBar.tabRect(widget, tab), without_mnemonic(_TabBar.tabText(widget, tab))
        return Piece(widget, rect, (("tab", tab),), words) if tab >= 0 else None
    if isinstance(widget, _MenuBar):
        return _entry_at(widget, place)
    view = _Widget.parentWidget(widget)
    if isinstance(view, QtWidgets.QAbstractItemView) and _is_viewport(widget):
        if isinstance(view, _Header):
            return _section_at(view, widget, place)
        return next((_cell_at(k, view, widget, place) for k in _VIEWS if isinstance(view, k)), None)
    return None


def part_of(piece: Piece, rules: Rules) -> Part:
    """Return what is told of it: of one that is masked nothing that is written there."""
    words = "" if rules.is_masked(piece.inside) else piece.words
    return Part(piece.place, " ".join(words.split())[:NAME_CHARACTERS])


def _is_viewport(widget: QtWidgets.QWidget) -> bool:
    # Not by asking the view for it: PySide6 loads every class of Qt's to tell what that is.
    return QtCore.QObject.objectName(widget) == "qt_scrollarea_viewport"


def _entry_at(bar: QtWidgets.QMenuBar, place: QtCore.QPoint) -> Piece | None:
    action: QtGui.QAction | None = _MenuBar.actionAt(bar, place)
    if action is None:
        return None
    number, rect = _Widget.actions(bar).index(action), _MenuBar.actionGeometry(bar, action)
    return Piece(bar, rect, (("entry", number),), without_mnemonic(action.text()))


def _section_at(
    header: QtWidgets.QHeaderView, viewport: QtWidgets.QWidget, place: QtCore.QPoint
) -> Piece | None:
    across = _Header.orientation(header) == QtCore.Qt.Orientation.Horizontal
    section = _Header.logicalIndexAt(header, place)
    model = _Header.model(header)
    if section < 0 or model is None:
        return None
    start, size = _Header.sectionViewportPosition(header, section), header.sectionSize(section)
    whole = _Widget.rect(viewport)
    rect = (
        QtCore.QRect(start, 0, size, whole.height())
        if across
        else QtCore.QRect(0, start, whole.width(), size)
    )
    words = model.headerData(section, _Header.orientation(header))
    kind = "column" if across else "row"
    return Piece(viewport, rect, ((kind, section),), words if isinstance(words, str) else "")


def _cell_at(
    kind: type[QtWidgets.QTableView | QtWidgets.QTreeView | QtWidgets.QListView],
    view: QtWidgets.QAbstractItemView,
    viewport: QtWidgets.QWidget,
    place: QtCore.QPoint,
) -> Piece | None:
    # By the class of Qt's: the host's own may do anything here.
    index = kind.indexAt(view, place)  # type: ignore[arg-type]
    if not index.isValid():
        return None
    at: list[tuple[str, int | tuple[int, ...]]] = [("row", index.row()), ("column", index.column())]
    parents: list[int] = []
    parent = index.parent()
    while parent.isValid():
        parents.insert(0, parent.row())
        parent = parent.parent()
    if parents and kind is QtWidgets.QTreeView:
        at.append(("parents", tuple(parents[:PARENTS])))
    return Piece(viewport, kind.visualRect(view, index), tuple(at))  # type: ignore[arg-type]
