from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.buttons import place_of
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look

OFFERED = {"edit": "edit", "retry": "send", "export": "file", "delete": "trash"}
"""The icon of what can be done with a report."""

BESIDE = 8
"""On each side of an entry's icon."""

GAP = 4
"""Between a button and its menu."""


class Menu(QtWidgets.QMenu):
    """A menu of ours, in our colours and words; it deletes itself once it is closed."""

    def __init__(self, panel: Panel, look: Look) -> None:
        """Open from `panel`, and look as that does."""
        super().__init__(panel)
        self._entries: list[tuple[QtGui.QAction, str, str]] = []
        self._owner: QtWidgets.QWidget | None = None
        self.show_look(look)
        panel.restyled.connect(self.show_look)
        self.aboutToHide.connect(self.deleteLater)

    @guard
    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        self.setStyleSheet(sheet(look.colors, look.scale))
        self.setFont(look.scale.font(metrics.BODY))
        self.setLayoutDirection(look.direction)
        for entry in self._entries:
            self._show_entry(*entry)
        self._show_name()

    def name_after(self, owner: QtWidgets.QWidget) -> None:
        """Be called what `owner` is: without a name a reader would say the program's."""
        self._owner = owner
        self._show_name()

    def _show_name(self) -> None:
        owner = self._owner
        if owner is not None and is_alive(owner):
            words = owner.text() if isinstance(owner, QtWidgets.QAbstractButton) else ""
            self.setAccessibleName(owner.accessibleName() or words)

    def add(
        self,
        name: str,
        icon: str,
        message: str,
        chosen: Callable[[], object],
        *,
        enabled: bool = True,
    ) -> None:
        """Add an entry called ``usero_<name>``; `chosen` is called when the user takes it.

        Its words are those of `message`.
        """
        action = QtGui.QAction(self)
        action.setIconVisibleInMenu(True)
        action.setObjectName(f"usero_{name}")
        action.setEnabled(enabled)
        self._entries.append((action, icon, message))
        self._show_entry(action, icon, message)

        @guard
        def choose(_checked: bool = False) -> None:  # noqa: FBT002 - what triggered() brings
            chosen()

        action.triggered.connect(choose)
        self.addAction(action)

    def _show_entry(self, action: QtGui.QAction, icon: str, message: str) -> None:
        look, side = self._look, self._look.scale.px(metrics.MENU_ICON)
        pixmap = icons.icon(
            icon, side, self.devicePixelRatioF(), look.colors.text, mirrored=self.isRightToLeft()
        )
        action.setIcon(QtGui.QIcon(pixmap))
        # A lone & of the host's would underline the letter after it.
        action.setText(look.texts(message).replace("&", "&&"))

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        # Not by the style: it writes from the side that the application reads from.
        colors, px = self._look.colors, self._look.scale.px
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(self._look.scale.font(metrics.BODY))
        painter.fillRect(self.rect(), colors.border)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), colors.background)
        for action, _icon, message in self._entries:
            box = self.actionGeometry(action)
            if action is self.activeAction() and action.isEnabled():
                painter.setPen(QtCore.Qt.PenStyle.NoPen)
                painter.setBrush(colors.hover)
                painter.drawRoundedRect(box, px(6), px(6))
            painter.setPen(colors.text if action.isEnabled() else colors.disabled)
            side, beside = px(metrics.MENU_ICON), px(BESIDE)
            shown = QtCore.QRect(box.left() + beside, 0, side, side)
            shown.moveCenter(QtCore.QPoint(shown.center().x(), box.center().y()))
            words = box.adjusted(beside + side + beside, 0, 0, 0)
            shown, words = (self._mirrored(place, box) for place in (shown, words))
            mode = QtGui.QIcon.Mode.Normal if action.isEnabled() else QtGui.QIcon.Mode.Disabled
            action.icon().paint(painter, shown, QtCore.Qt.AlignmentFlag.AlignCenter, mode)
            lines = QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeading
            painter.drawText(words, lines, self._look.texts(message))
        painter.end()

    def _mirrored(self, place: QtCore.QRect, box: QtCore.QRect) -> QtCore.QRect:
        return QtWidgets.QStyle.visualRect(self.layoutDirection(), box, place)

    def open_below(self, place: QtCore.QRect, *, at_end: bool = False) -> None:
        """Open below a button at `place`, in global coordinates.

        It begins where the button begins, or ends where that ends: one at the panel's end
        would else have its menu outside.
        """
        self.ensurePolished()
        is_flush_right = at_end != self.isRightToLeft()
        left = place.right() + 1 - self.sizeHint().width() if is_flush_right else place.left()
        self.popup(QtCore.QPoint(left, place.bottom() + 1 + GAP))

    def open_for(self, button: QtWidgets.QAbstractButton, *, at_end: bool = False) -> None:
        """Open below `button`, which looks pressed as long as the menu is open."""

        @guard
        def release() -> None:
            if is_alive(button):
                button.setDown(False)

        self.name_after(button)
        button.setDown(True)
        self.aboutToHide.connect(release)
        self.open_below(place_of(button), at_end=at_end)


class MoreMenu(Menu):
    """The menu of everything that is not about the report in the form."""

    def __init__(
        self,
        panel: Panel,
        look: Look,
        *,
        reports: Callable[[], object],
        clear: Callable[[], object] | None,
        wipe: Callable[[], object],
    ) -> None:
        """`reports` shows the reports that are not sent, `wipe` offers to delete everything.

        `clear` empties the form, None where there is nothing in it.
        """
        super().__init__(panel, look)
        self.setObjectName("usero_more_menu")
        can_clear = clear is not None
        self.add("more_reports", "list", "more.reports", reports)
        self.add("more_clear", "eraser", "more.clear", clear or bool, enabled=can_clear)
        self.add("more_wipe", "trash", "more.wipe", wipe)


class ReportMenu(Menu):
    """The menu of one report, for who asks for it where the report stands."""

    def __init__(
        self, panel: Panel, look: Look, offers: Mapping[str, str], chosen: Callable[[str], object]
    ) -> None:
        """`offers` has the message of each that can be done; `chosen` is called with its name."""
        super().__init__(panel, look)
        self.setObjectName("usero_report_menu")
        for name, message in offers.items():
            self.add(f"menu_{name}", OFFERED[name], message, functools.partial(chosen, name))
