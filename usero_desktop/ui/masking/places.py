from __future__ import annotations

from typing import NamedTuple

from usero_desktop.qt import QtCore, QtWidgets

_Widget = QtWidgets.QWidget
_PLAIN_EFFECTS = (
    QtWidgets.QGraphicsBlurEffect,
    QtWidgets.QGraphicsColorizeEffect,
    QtWidgets.QGraphicsDropShadowEffect,
    QtWidgets.QGraphicsOpacityEffect,
)


class Placed(NamedTuple):
    """Where a widget is in its window, and how much of that is to be seen."""

    origin: QtCore.QPoint
    clip: QtCore.QRect
    is_plain: bool
    """Whether no effect draws it elsewhere."""


class Spot:
    """Where a widget is in its window, worked out when somebody asks."""

    __slots__ = ("_above", "_placed", "widget")

    def __init__(self, widget: QtWidgets.QWidget, above: Spot | None) -> None:
        """`above` is the spot of its parent, None for a window."""
        self.widget, self._above = widget, above
        self._placed: Placed | None = None

    @classmethod
    def of(cls, widget: QtWidgets.QWidget, root: QtWidgets.QWidget | None = None) -> Spot:
        """Return the spot of any widget; within `root`, which it is in, where that is given."""
        is_top = widget is root or _Widget.isWindow(widget)
        parent = None if is_top else _Widget.parentWidget(widget)
        return cls(widget, None if parent is None else cls.of(parent, root))

    def seen(self, rect: QtCore.QRect) -> QtCore.QRect:
        """Return where `rect` of the widget is seen in its window; empty where it is not."""
        placed = self.place()
        if placed.is_plain:
            return rect.translated(placed.origin) & placed.clip
        whole = _Widget.rect(self.widget)
        rect = _spread(_Widget.graphicsEffect(self.widget), rect & whole, whole)
        if self._above is None:
            return rect & whole
        return self._above.seen(rect.translated(_Widget.pos(self.widget)))

    def whole(self) -> QtCore.QRect:
        """Return where all of the widget is seen in its window."""
        return self.seen(_Widget.rect(self.widget))

    def place(self) -> Placed:
        """Return where the widget is, as far as no effect is asked."""
        if self._placed is None:
            is_plain = _Widget.graphicsEffect(self.widget) is None
            if self._above is None:
                rect = _Widget.rect(self.widget)
                self._placed = Placed(QtCore.QPoint(), rect, is_plain)
            else:
                above = self._above.place()
                place = _Widget.geometry(self.widget).translated(above.origin)
                clip = place & above.clip
                self._placed = Placed(place.topLeft(), clip, is_plain and above.is_plain)
        return self._placed


def _spread(
    effect: QtWidgets.QGraphicsEffect | None, rect: QtCore.QRect, whole: QtCore.QRect
) -> QtCore.QRect:
    """Return where `effect` of a widget draws what is at `rect` of it."""
    if effect is None or not effect.isEnabled():
        return rect
    if not isinstance(effect, _PLAIN_EFFECTS):
        rect = whole  # it may draw anything anywhere
    return effect.boundingRectFor(QtCore.QRectF(rect)).toAlignedRect() | rect
