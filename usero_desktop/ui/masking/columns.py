"""The columns of item views that the host has marked, and where they are seen."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.qt import QtCore, QtWidgets

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS: Final = "usero_mask_columns"

ItemView = QtWidgets.QAbstractItemView
_Widget = QtWidgets.QWidget
_Table = QtWidgets.QTableView
_Tree = QtWidgets.QTreeView
_View: TypeAlias = QtWidgets.QAbstractItemView

Hidden: TypeAlias = "frozenset[int] | str"
"""The numbers of the columns, counted as the model does, or ALL."""

ALL: Final = "all"


def masked_in(view: _View) -> Hidden | None:
    """Return the columns of `view` that are masked, None for none of them.

    Those of a view within another that shows the same model are the other's as well: so are
    columns that stand still made.
    """
    if isinstance(view, QtWidgets.QHeaderView):
        return None
    model = ItemView.model(view)
    around: QtWidgets.QWidget | None = view
    while around is not None:
        if isinstance(around, ItemView) and ItemView.model(around) is model:
            hidden = _meant(QtCore.QObject.property(around, COLUMNS))
            if hidden is not None:
                return hidden
        around = None if _Widget.isWindow(around) else _Widget.parentWidget(around)
    return None


def _meant(value: object) -> Hidden | None:
    """Return what the host's property says; all of them where that is not to be understood."""
    if value is None or value is False:
        return None
    if value is True:
        return ALL
    if isinstance(value, str):  # from Qt Designer
        value = value.replace(",", " ").split()
    try:
        each: Iterable[object] = value if hasattr(value, "__iter__") else (value,)
        numbers = frozenset(_number(one) for one in each)
    except Exception:  # noqa: BLE001 - the host's own value, which may do anything
        return ALL
    return (ALL if min(numbers) < 0 else numbers) if numbers else None


def _number(value: object) -> int:
    if isinstance(value, str):
        return int(value)
    if isinstance(value, bool):
        raise TypeError("True is no number of a column")
    return operator.index(value)  # type: ignore[arg-type]


def lies_over(view: _View, hidden: Hidden, widget: QtWidgets.QWidget) -> bool:
    """Whether `widget`, a child of the view's viewport, covers anything of what is masked.

    An editor grows out of its column with what is written in it.
    """
    if isinstance(widget, ItemView) and ItemView.model(widget) is ItemView.model(view):
        return False
    place = _Widget.geometry(widget)
    # One pixel between two cells is both of theirs.
    return any(rect.adjusted(1, 0, -1, 0).intersects(place) for rect in rects_of(view, hidden))


def rects_of(
    view: _View, hidden: Hidden, viewport: QtWidgets.QWidget | None = None
) -> list[QtCore.QRect]:
    """Return where the columns are seen, in coordinates of the view's viewport.

    Who holds on to a viewport passes it: to ask for it makes it the view's in PySide6, too.
    """
    if viewport is None:
        viewport = QtWidgets.QAbstractScrollArea.viewport(view)
    whole = _Widget.rect(viewport)
    if isinstance(hidden, frozenset):
        if isinstance(view, _Table):
            return _in_table(view, hidden, whole)
        if isinstance(view, _Tree):
            return _in_tree(view, hidden, whole)
        if isinstance(view, QtWidgets.QListView) and view.modelColumn() not in hidden:
            return []
    return [whole]


def _in_table(
    view: QtWidgets.QTableView, hidden: frozenset[int], whole: QtCore.QRect
) -> list[QtCore.QRect]:
    header, rows = _Table.horizontalHeader(view), _Table.verticalHeader(view)
    # Below the last row there is nothing to be seen.
    bottom = min(whole.height(), rows.length() - rows.offset())
    here = [c for c in hidden if c < header.count() and not _Table.isColumnHidden(view, c)]
    rects = [
        QtCore.QRect(_Table.columnViewportPosition(view, c), 0, _Table.columnWidth(view, c), bottom)
        for c in here
    ]
    first, last = rows.visualIndexAt(0), rows.visualIndexAt(whole.height() - 1)
    last = rows.count() - 1 if last < 0 else last
    for visual in range(max(first, 0), last + 1):
        row = rows.logicalIndex(visual)
        # A cell that reaches over others is drawn over all of them.
        if any(_Table.columnSpan(view, row, c) > 1 for c in hidden if c < header.count()):
            top = _Table.rowViewportPosition(view, row)
            rects.append(QtCore.QRect(0, top, whole.width(), _Table.rowHeight(view, row)))
    return [rect & whole for rect in rects if rect.intersects(whole)]


def _in_tree(
    view: QtWidgets.QTreeView, hidden: frozenset[int], whole: QtCore.QRect
) -> list[QtCore.QRect]:
    # All the way down: rows that are unfolded slowly are anywhere in between.
    header = _Tree.header(view)
    rects = [
        QtCore.QRect(
            _Tree.columnViewportPosition(view, c), 0, _Tree.columnWidth(view, c), whole.height()
        )
        for c in hidden
        if c < header.count() and not _Tree.isColumnHidden(view, c)
    ]
    if 0 in hidden and _has_spanned(view, whole):
        return [whole]
    return [rect & whole for rect in rects if rect.intersects(whole)]


def _has_spanned(view: QtWidgets.QTreeView, whole: QtCore.QRect) -> bool:
    """Whether a row in sight has its first column drawn over all the others."""
    header = _Tree.header(view)
    across = [i for i in range(header.count()) if not header.isSectionHidden(i)]
    if not across:
        return False
    x = header.sectionViewportPosition(across[0])
    index = _Tree.indexAt(view, QtCore.QPoint(x, 0))
    while index.isValid():
        if _Tree.isFirstColumnSpanned(view, index.row(), index.parent()):
            return True
        index = _Tree.indexBelow(view, index)
        if _Tree.visualRect(view, index).top() > whole.bottom():
            return False
    return False
