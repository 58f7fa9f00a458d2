from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.masking import columns
from usero_desktop.ui.masking.places import Spot
from usero_desktop.ui.masking.rules import Cover, marked
from usero_desktop.ui.own import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.ui.masking.rules import Rules

_Widget = QtWidgets.QWidget
_LineEdit = QtWidgets.QLineEdit
_is_widget = QtCore.QObject.isWidgetType
_property = QtCore.QObject.property
_children = QtCore.QObject.children
_is_hidden = _Widget.isHidden
_is_window = _Widget.isWindow


class Area(NamedTuple):
    """A part of a window, in its own coordinates, and what is to stand there."""

    rect: QtCore.QRect
    cover: Cover


def areas_of(window: QtWidgets.QWidget, rules: Rules) -> list[Area]:
    """Return what is masked in `window`, without the windows that have it for a parent.

    Any other widget can be asked about as well: then the areas are in its coordinates. What is
    masked as a whole is one area. Nothing of the host's makes this raise.
    """
    return _Walk(rules).through(window)


class _Walk:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._found: list[Area] = []
        self._skips_hidden = True

    def through(self, window: QtWidgets.QWidget) -> list[Area]:
        # What is in a window that was never shown calls itself hidden, and is drawn.
        self._skips_hidden = _Widget.isVisible(window)
        cover = self._rules.cover_of(window)
        spot = Spot(window, None)
        if cover is not None:
            return [Area(_Widget.rect(window), cover)]
        try:
            self._look_into(spot)
            self._found += self._embedded(window)
        except (RuntimeError, TypeError, AttributeError):
            if is_alive(window):
                return [Area(_Widget.rect(window), Cover.MASK)]
        return [area for area in self._found if not area.rect.isEmpty()]

    def _look_into(self, spot: Spot) -> None:
        """Look at what is in a widget that is not masked as a whole."""
        widget = spot.widget
        if isinstance(widget, columns.ItemView):
            hidden = columns.masked_in(widget)
            if hidden is not None:
                self._look_into_view(spot, widget, hidden)
                return
        if self._skips_hidden and isinstance(widget, _LineEdit) and _is_bare(widget):
            return  # PySide6 takes 70 µs to tell what a QWidgetLineControl is
        for child in _parts(widget):
            self._look_at(child, spot)

    def _look_at(self, child: QtWidgets.QWidget, above: Spot, *, masked: bool = False) -> None:
        try:
            if _is_window(child) or (self._skips_hidden and _is_hidden(child)):
                return
            if _property(child, OWN):
                # PySide6 would load all there is of Qt's, 20 ms, to tell what a
                # QWidgetTextControl in the comment's field is.
                if self._rules.covers_ours:
                    self._found.append(Area(Spot(child, above).whole(), Cover.BLOCK))
                return
            cover = Cover.MASK if masked else self._rules.own_cover(child)
            spot = Spot(child, above)
            if cover is None:
                self._look_into(spot)
            else:
                self._found.append(Area(spot.whole(), cover))
        except (RuntimeError, TypeError, AttributeError):
            # The host's code may have deleted anything meanwhile.
            if is_alive(child):
                self._found.append(Area(above.whole(), Cover.MASK))

    def _look_into_view(
        self, spot: Spot, view: QtWidgets.QAbstractItemView, hidden: columns.Hidden
    ) -> None:
        viewport = QtWidgets.QAbstractScrollArea.viewport(view)
        within = Spot(viewport, spot)
        rects = columns.rects_of(view, hidden)
        self._found += [Area(within.seen(rect), Cover.MASK) for rect in rects]
        for child in _parts(view):
            if child is not viewport:
                self._look_at(child, spot)
        for child in _parts(viewport):
            over = columns.lies_over(view, hidden, child)
            self._look_at(child, within, masked=over)

    def _embedded(self, window: QtWidgets.QWidget) -> Iterator[Area]:
        """Yield what is masked in widgets that a scene in this window shows."""
        for proxy, widget in self._rules.scenes.proxies():
            scene = proxy.scene() if proxy.isVisible() else None
            if scene is None or widget is window:
                continue
            views = [
                (view, viewport)
                for view in scene.views()
                if _is_in(viewport := QtWidgets.QAbstractScrollArea.viewport(view), window)
            ]
            areas = _Walk(self._rules).through(widget) if views else []
            cover = marked(proxy)
            if cover is not None:
                areas = [Area(_Widget.rect(widget), cover)]
            for view, viewport in views:
                spot = Spot.of(viewport, window)
                for area in areas:
                    yield Area(spot.seen(_in_view(proxy, view, area.rect)), area.cover)


def _is_bare(widget: QtWidgets.QWidget) -> bool:
    """Whether nothing that is shown has `widget` for its parent."""
    return _Widget.childrenRect(widget).isNull()


def _parts(widget: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    """Return the widgets that have this one for their parent."""
    return [child for child in _children(widget) if _is_widget(child)]  # type: ignore[misc]


def _is_in(viewport: QtWidgets.QWidget, root: QtWidgets.QWidget) -> bool:
    if viewport is root:
        return True
    return _Widget.isAncestorOf(root, viewport) and _Widget.isVisibleTo(viewport, root)


def _in_view(
    proxy: QtWidgets.QGraphicsProxyWidget, view: QtWidgets.QGraphicsView, rect: QtCore.QRect
) -> QtCore.QRect:
    """Return where the view's viewport shows `rect` of an embedded widget, turned or not."""
    item: QtWidgets.QGraphicsItem | None = proxy
    while item is not None:
        if item.graphicsEffect() is not None:
            return _Widget.rect(QtWidgets.QAbstractScrollArea.viewport(view))
        item = item.parentItem()
    through = proxy.deviceTransform(QtWidgets.QGraphicsView.viewportTransform(view))
    return through.mapRect(QtCore.QRectF(rect)).toAlignedRect().adjusted(-1, -1, 1, 1)
