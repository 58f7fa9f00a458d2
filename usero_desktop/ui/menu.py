from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.style.look import Look

GAP = 4
"""Between a button and its menu."""


class Menu(QtWidgets.QMenu):
    """A menu of ours, in our colours; it deletes itself once it is closed."""

    def __init__(self, parent: QtWidgets.QWidget, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self.setStyleSheet(sheet(look.colors, look.scale))
        self.setFont(look.scale.font(metrics.BODY))
        mirrored = look.texts.is_right_to_left
        direction = QtCore.Qt.LayoutDirection
        self.setLayoutDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
        self.aboutToHide.connect(self.deleteLater)

    def add(self, name: str, icon: str, text: str, chosen: Callable[[], object]) -> None:
        """Add an entry called ``usero_<name>``; `chosen` is called when the user takes it."""
        side = self._look.scale.px(metrics.MENU_ICON)
        pixmap = icons.icon(icon, side, self.devicePixelRatioF(), self._look.colors.text)
        action = QtGui.QAction(QtGui.QIcon(pixmap), text, self)
        action.setIconVisibleInMenu(True)
        action.setObjectName(f"usero_{name}")

        @guard
        def choose(_checked: bool = False) -> None:  # noqa: FBT002 - what triggered() brings
            chosen()

        action.triggered.connect(choose)
        self.addAction(action)

    def open_below(self, place: QtCore.QRect, *, at_end: bool = False) -> None:
        """Open below a button at `place`, in global coordinates.

        It begins where the button begins, or ends where that ends: one at the panel's end
        would else have its menu outside.
        """
        self.ensurePolished()
        is_flush_right = at_end != self.isRightToLeft()
        left = place.right() + 1 - self.sizeHint().width() if is_flush_right else place.left()
        self.popup(QtCore.QPoint(left, place.bottom() + 1 + GAP))


class MoreMenu(Menu):
    """The menu of everything that is not about the report in the form."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        look: Look,
        *,
        reports: Callable[[], object],
        wipe: Callable[[], object],
    ) -> None:
        """`reports` shows the reports that are not sent, `wipe` offers to delete everything."""
        super().__init__(parent, look)
        self.setObjectName("usero_more_menu")
        self.add("more_reports", "list", look.texts("more.reports"), reports)
        self.add("more_wipe", "trash", look.texts("more.wipe"), wipe)
