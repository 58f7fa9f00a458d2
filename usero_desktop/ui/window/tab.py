from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.style import metrics
from usero_desktop.ui.window.launcher import Launcher
from usero_desktop.ui.window.placement import small_tab_place
from usero_desktop.ui.window.shade import Shade

if TYPE_CHECKING:
    from usero_desktop.config import Options

HOLDERS = (
    QtWidgets.QDialogButtonBox,
    QtWidgets.QGroupBox,
    QtWidgets.QSplitter,
    QtWidgets.QStackedWidget,
    QtWidgets.QTabWidget,
)
"""What may take the focus, or a click, but is there for what is in it."""


class SmallTab(Launcher):
    """The launcher in a dialog: always a tab, small, and beside the dialog's controls.

    A pill in the corner would lie on OK and Cancel.
    """

    tab_size = metrics.SMALL_TAB_WIDTH, metrics.SMALL_TAB_HEIGHT
    tab_radius = 10
    tab_icon = 16

    def _kind_of(self, options: Options) -> str:
        return "none" if options.launcher == "none" else "tab"

    def _place_in(self, window: QtWidgets.QWidget) -> QtCore.QPoint:
        position = "right" if self._wants_right else "left"
        place = small_tab_place(window.size(), self.size(), position, taken(window, self))
        self._show_side(on_right=place.x() > 0)
        return place


def taken(dialog: QtWidgets.QWidget, tab: QtWidgets.QWidget) -> list[QtCore.QRect]:
    """Return where in `dialog` there is something to read or to use, but for `tab`."""
    found, waiting = [], [dialog]
    while waiting:
        for part in _parts(waiting.pop()):
            if part is tab or isinstance(part, Shade):
                continue
            corner = part.mapTo(dialog, QtCore.QPoint())
            if isinstance(part, QtWidgets.QGroupBox) and part.title():
                line = QtCore.QSize(part.width(), part.fontMetrics().height())
                found.append(QtCore.QRect(corner, line))
            if _only_holds(part):
                waiting.append(part)
            else:
                found.append(_filled(part).translated(corner))
    return found


def _filled(part: QtWidgets.QWidget) -> QtCore.QRect:
    """Return what of `part` is more than ground: a layout gives a short label all that is left."""
    if not isinstance(part, QtWidgets.QLabel) or part.wordWrap() or part.hasScaledContents():
        return part.rect()
    size = part.sizeHint().boundedTo(part.size())
    return QtWidgets.QStyle.alignedRect(part.layoutDirection(), part.alignment(), size, part.rect())


def _parts(widget: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    return [
        part
        for part in widget.children()
        if isinstance(part, QtWidgets.QWidget) and not part.isWindow() and not part.isHidden()
    ]


def _only_holds(part: QtWidgets.QWidget) -> bool:
    if isinstance(part, HOLDERS):
        return True
    return part.focusPolicy() == QtCore.Qt.FocusPolicy.NoFocus and bool(_parts(part))
