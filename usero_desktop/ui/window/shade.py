from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.shadow import DROP, Shadow

_Type = QtCore.QEvent.Type
_MOVED = frozenset({_Type.Move, _Type.Resize})
_STACKED = frozenset(
    {_Type.ShowToParent, _Type.HideToParent, _Type.ParentChange, _Type.ZOrderChange}
)


class Shade(QtWidgets.QWidget):
    """The shadow of another widget, as a sibling below it that the mouse does not see.

    Painted by the widget itself, a shadow would take clicks, wheel, cursor and drags from
    the host's widgets that it falls on. A mask in its place would cut the shadow off. It
    goes where its widget goes, and with it; in another parent that has no shadow.
    """

    def __init__(self, caster: QtWidgets.QWidget) -> None:
        """Be the shadow of `caster`, a child of some window; none until `show_look`."""
        super().__init__(caster.parentWidget())
        self.setObjectName("usero_shade")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._caster = caster
        self._reach = self._radius = 0
        self._shadow: Shadow | None = None
        self._color = QtGui.QColor()
        self._beyond = QtCore.QMargins()
        caster.installEventFilter(self)
        # A slot of Qt's own: Python of ours should not run while things are torn down.
        caster.destroyed.connect(self.deleteLater)

    def show_look(
        self,
        color: QtGui.QColor,
        reach: int,
        radius: int,
        beyond: QtCore.QMargins | None = None,
    ) -> None:
        """Take the looks; `beyond` is how far the shape goes on out of the window's sight."""
        if (reach, radius) != (self._reach, self._radius):
            self._shadow = Shadow(reach, radius)
        self._color, self._reach, self._radius = color, reach, radius
        self._beyond = beyond or QtCore.QMargins()
        self._follow()
        self._stack()
        self.update()

    def _follow(self) -> None:
        reach = self._reach
        box = self._caster.geometry().marginsAdded(self._beyond)
        self.setGeometry(box.adjusted(-reach, -reach, reach, reach + DROP))

    def _stack(self) -> None:
        together = self._caster.parentWidget() is self.parentWidget()
        if together:
            self.stackUnder(self._caster)
        self.setVisible(together and not self._caster.isHidden())

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind = event.type()
        if kind in _MOVED:
            self._follow()
        elif kind in _STACKED:
            self._stack()
        return False

    @guard
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        reach = self._reach
        box = self.rect().adjusted(reach, reach, -reach, -reach - DROP)
        if self._shadow is None:
            return
        # Most of what is painted anew lies under the widget above: a caret that blinks.
        inset = self._radius
        if box.adjusted(inset, inset, -inset, -inset).contains(event.rect()):
            return
        with painting(self) as painter:
            self._shadow.paint(painter, box, self._color)
