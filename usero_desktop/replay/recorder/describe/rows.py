"""Item views, row by row: what is scrolled moves, and only what is new is painted."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay.recorder.describe.sketch import Sketch, hoisted
from usero_desktop.replay.recorder.painting.regions import pieces_of
from usero_desktop.replay.recorder.parts import Part, number, placed
from usero_desktop.replay.recorder.styles import HIDDEN, MASKED
from usero_desktop.ui.masking import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from usero_desktop.replay.recorder.describe.painter import WidgetPainter
    from usero_desktop.replay.recorder.painting.canvas import Masking

ROWS: Final = 400
"""A view of more rows than that is painted as a whole."""
PARKED: Final = 3
"""So many elements are kept for rows to come: there is one more or less at each scrolling."""
REST: Final = "rest"
_Table = QtWidgets.QTableView
_Tree = QtWidgets.QTreeView
_List = QtWidgets.QListView
_Row: TypeAlias = "tuple[str, int, int]"
"""Its key, its top in the viewport, its height."""


class _Known(NamedTuple):
    """A row as it was described last: its top on the canvas, the element that it is, the part."""

    top: int
    height: int
    slot: str
    part: Part

    def is_at(self, top: int, height: int) -> bool:
        """Whether it is there on the canvas, and of that height."""
        return self.top == top and self.height == height


class Rows:
    """The rows of one view as they were described last, and which of them have changed.

    They stand on a canvas that is moved when the view is scrolled. An element whose row is
    scrolled away becomes the next one that is scrolled in: as a rule but its words are others.
    """

    __slots__ = ("_dirty", "_is_all_dirty", "_known", "_look", "_parked", "_slots")

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._dirty: set[str] = set()
        self._is_all_dirty = True
        self._look: tuple[int, object, object] | None = None
        self._parked: list[Part] = []  # elements without a row, hidden until there is one
        self._slots = 0

    def mark(self, viewport: QtWidgets.QWidget, region: QtGui.QRegion | None) -> None:
        """Take note that `region` of the viewport is painted anew, None for all of it."""
        if self._is_all_dirty:
            return
        pieces = [] if region is None else pieces_of(region)
        height = sum(piece.height() for piece in pieces)
        self._is_all_dirty = not pieces or height * 2 > QtWidgets.QWidget.height(viewport)
        if self._is_all_dirty:
            return
        self._dirty.add(REST)
        view = QtWidgets.QWidget.parentWidget(viewport)
        for piece in pieces:
            # Not the one below: a piece ends where that begins.
            found = rows_between(view, int(piece.top()), int(piece.bottom()) - 1)
            if found is None:
                self._is_all_dirty = True
                return
            self._dirty.update(key for key, _, _ in found)

    def sketch(
        self,
        viewport: QtWidgets.QWidget,
        painter: WidgetPainter,
        masking: Masking,
        is_late: Callable[[], bool],
    ) -> Sketch:
        """Return what the view shows; some of it where it is late, and the rest next time."""
        rect = QtWidgets.QWidget.rect(viewport)
        width, height = rect.width(), rect.height()
        view = QtWidgets.QWidget.parentWidget(viewport)
        hidden = _hidden_in(view, viewport)
        found = self._find(view, height)
        self._renew((width, tuple((r.x(), r.y(), r.width(), r.height()) for r in hidden), masking))
        keys = {key for key, _, _ in found}
        if self._is_all_dirty:
            self._dirty, self._is_all_dirty = keys, False
        dirty, self._dirty = self._dirty, set()
        offset = self._offset(found)
        known: dict[str, _Known] = {}
        self._parked += [
            row.part._replace(style=HIDDEN) for key, row in self._known.items() if key not in keys
        ]
        has_painted = False
        for key, top, size in found:
            before, at = self._known.get(key), top + offset
            if before is not None and key not in dirty and before.is_at(at, size):
                known[key] = before
                continue
            is_moved = before is not None and key not in dirty and before.height == size
            is_moved = is_moved and key != REST
            part = before.part if before else None
            if not is_moved and has_painted and is_late():
                self._dirty.add(key)
            elif not is_moved:
                band = QtCore.QRect(0, top, width, size)
                part, has_painted = _row(viewport, painter, masking, band, hidden), True
                if part is None:
                    self._is_all_dirty = True
                    return Sketch(is_beyond=True)
            if part is not None:
                slot = before.slot if before else self._slot()
                known[key] = _settled(_Known(at, size, slot, part), before, width)
        self._known = known
        if not self._dirty:
            del self._parked[PARKED:]
        return Sketch(
            (_canvas(known, self._parked, offset), *_covers(hidden)), is_partial=bool(self._dirty)
        )

    def _find(self, view: QtWidgets.QWidget | None, height: int) -> list[_Row]:
        found = rows_between(view, 0, height - 1)
        if found is None:
            self._is_all_dirty = True
            return [("all", 0, height)]
        bottom = max((top + size for _, top, size in found), default=0)
        if bottom < height:
            found.append((REST, bottom, height - bottom))
        return found

    def _slot(self) -> str:
        if self._parked:
            return self._parked.pop().key
        self._slots += 1
        return f"s{self._slots:03}"

    def _renew(self, look: tuple[int, object, object]) -> None:
        if look != self._look:
            self._look = look
            self._is_all_dirty = True

    def _offset(self, found: list[_Row]) -> int:
        """Return how far the canvas is scrolled: rows that are known stay where they are on it."""
        for key, top, _ in found:
            known = self._known.get(key)
            if known is not None and key != REST:
                return known.top - top
        return 0


def _settled(row: _Known, before: _Known | None, width: int) -> _Known:
    """Return `row` with its part in its place: the same one as before where it is equal."""
    place = placed(0, row.top, width, row.height)
    part = row.part
    if part.place != place or part.key != row.slot:
        part = part._replace(key=row.slot, place=place)
    if before is not None and before.part == part:
        part = before.part
    return row._replace(part=part)


def _canvas(known: dict[str, _Known], parked: list[Part], offset: int) -> Part:
    # In an order that does not change: which of them comes first is no matter.
    rows = sorted((*(row.part for row in known.values()), *parked), key=itemgetter(0))
    place = f"left:0;top:{number(-offset)}px;width:100%;height:100%;overflow:visible"
    return Part("canvas", "div", "", place, children=tuple(rows))


def _covers(hidden: list[QtCore.QRect]) -> Iterator[Part]:
    for index, rect in enumerate(hidden):
        place = placed(rect.x(), rect.y(), rect.width(), rect.height())
        yield Part(f"m{index}", "div", MASKED, place)


def _row(
    viewport: QtWidgets.QWidget,
    painter: WidgetPainter,
    masking: Masking,
    band: QtCore.QRect,
    hidden: list[QtCore.QRect],
) -> Part | None:
    """Return what a band of the view shows, None where it takes a picture to tell."""
    top = band.top()
    boxes = [
        (r.left() + 1.0, r.top() - top + 0.0, r.right() + 0.0, r.bottom() - top + 1.0)
        for r in hidden
    ]
    canvas = painter.paint_band(viewport, band, masking, boxes)
    parts, style = hoisted(canvas.parts(), band.width(), band.height())
    return None if canvas.is_beyond else Part("", "div", style, "", children=parts)


def _hidden_in(view: QtWidgets.QWidget | None, viewport: QtWidgets.QWidget) -> list[QtCore.QRect]:
    """Return where columns are masked."""
    if isinstance(view, columns.ItemView):
        hidden = columns.masked_in(view)
        if hidden is not None:
            return columns.rects_of(view, hidden, viewport)
    return []


def rows_between(view: QtWidgets.QWidget | None, top: int, bottom: int) -> list[_Row] | None:
    """Return the rows that are seen between two places; None where these are no rows."""
    found: list[_Row] = []
    if isinstance(view, _Table):
        rows = _in_header(_Table.verticalHeader(view), top, bottom)
    elif isinstance(view, QtWidgets.QHeaderView):
        rows = _in_header(view, top, bottom)
    elif isinstance(view, _Tree):
        rows = _in_tree(view, top, bottom)
    elif isinstance(view, _List) and _is_plain(view):
        rows = _in_list(view, top, bottom)
    else:
        return None
    for row in rows:
        found.append(row)
        if len(found) > ROWS:
            return None
    return found


def _in_header(header: QtWidgets.QHeaderView, top: int, bottom: int) -> Iterator[_Row]:
    if not header.count():
        return
    first, last = header.visualIndexAt(max(top, 0)), header.visualIndexAt(bottom)
    if first < 0:
        return
    if last < 0:
        last = header.count() - 1
    for visual in range(first, last + 1):
        row = header.logicalIndex(visual)
        size = header.sectionSize(row)
        if size:
            yield f"r{row}", header.sectionViewportPosition(row), size


def _in_tree(view: QtWidgets.QTreeView, top: int, bottom: int) -> Iterator[_Row]:
    index = _Tree.indexAt(view, QtCore.QPoint(0, max(top, 0)))
    if not index.isValid():
        header = _Tree.header(view)
        x = header.sectionViewportPosition(header.logicalIndex(0)) if header.count() else 0
        index = _Tree.indexAt(view, QtCore.QPoint(x, max(top, 0)))
    while index.isValid():
        rect = _Tree.visualRect(view, index)
        if rect.top() > bottom:
            return
        if not rect.isEmpty():
            yield f"r{index.row()}.{index.internalId()}", rect.top(), rect.height()
        index = _Tree.indexBelow(view, index)


def _is_plain(view: QtWidgets.QListView) -> bool:
    return (
        _List.viewMode(view) == _List.ViewMode.ListMode
        and _List.flow(view) == _List.Flow.TopToBottom
        and not _List.isWrapping(view)
    )


def _in_list(view: QtWidgets.QListView, top: int, bottom: int) -> Iterator[_Row]:
    index = _List.indexAt(view, QtCore.QPoint(1, max(top, 0)))
    model = _List.model(view)
    if not index.isValid() or model is None:
        return
    root, column = _List.rootIndex(view), _List.modelColumn(view)
    count = model.rowCount(root)
    spacing = _List.spacing(view)
    for row in range(index.row(), count):
        rect = _List.visualRect(view, model.index(row, column, root))
        if rect.top() - spacing > bottom:
            return
        if not rect.isEmpty():
            yield f"r{row}", rect.top() - spacing, rect.height() + 2 * spacing
