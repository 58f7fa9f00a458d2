from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.controls.buttons import place_of
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.i18n.said import Words
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look

BESIDE = 8
"""On each side of an entry's icon."""

GAP = 4
"""Between a button and its menu."""


KEYS = "1234567890"
"""What chooses an entry: digits are on every keyboard, in every language."""

_FIRST_KEY = {"xcb": 10, "wayland": 10, "windows": 2}
"""The scan code of the key left of all digits, by Qt's platform; the others follow it."""

_MAC_KEYS = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)
"""The same keys on macOS, where their places are their virtual codes."""

_STAYING = frozenset({QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter, QtCore.Qt.Key.Key_Space})


@dataclass(slots=True)
class Entry:
    """One line of a menu: `stays` is for what leaves the menu open."""

    action: QtGui.QAction
    icon: str
    words: Words
    key: str = ""
    stays: bool = False


class Menu(QtWidgets.QMenu):
    """A menu of ours, in our colours and words; it deletes itself once it is closed."""

    def __init__(self, panel: Panel, look: Look, *, has_keys: bool = False) -> None:
        """Open from `panel`, and look as that does.

        Where it `has_keys` each entry has a digit at its end, which chooses it.
        """
        super().__init__(panel)
        self._entries: list[Entry] = []
        self._has_keys = has_keys
        self.setProperty("keys", has_keys)
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
            self._show_entry(entry)
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
        words: Words,
        chosen: Callable[[], object],
        *,
        enabled: bool = True,
        stays: bool = False,
    ) -> None:
        """Add an entry called ``usero_<name>``; `chosen` is called when the user takes it.

        It says `words`, a message's id among them. Where it `stays`, so does the menu.
        """
        action = QtGui.QAction(self)
        action.setIconVisibleInMenu(True)
        action.setObjectName(f"usero_{name}")
        action.setEnabled(enabled)
        key = KEYS[len(self._entries)] if self._has_keys and len(self._entries) < len(KEYS) else ""
        entry = Entry(action, icon, words, key, stays)
        if key:
            # For who asks what its key is: a reader says it. It is this menu that hears it.
            action.setShortcutContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
            action.setShortcut(QtGui.QKeySequence(key))
            action.setShortcutVisibleInContextMenu(False)
        self._entries.append(entry)
        self._show_entry(entry)

        @guard
        def choose(_checked: bool = False) -> None:  # noqa: FBT002 - what triggered() brings
            chosen()

        action.triggered.connect(choose)
        self.addAction(action)

    def reword(self, name: str, words: Words) -> None:
        """Have the entry called ``usero_<name>`` say `words` from now on."""
        for entry in self._entries:
            if entry.action.objectName() == f"usero_{name}":
                entry.words = words
                self._show_entry(entry)

    def is_at(self, name: str) -> bool:
        """Whether the entry called ``usero_<name>`` is the one that Enter would choose."""
        action = self.activeAction()
        return any(
            entry.action is action and action.objectName() == f"usero_{name}"
            for entry in self._entries
        )

    def _said(self, words: Words) -> str:
        return self._look.texts(words) if isinstance(words, str) else self._look.texts.say(words)

    def _show_entry(self, entry: Entry) -> None:
        look, side = self._look, self._look.scale.px(metrics.MENU_ICON)
        pixmap = icons.icon(
            entry.icon,
            side,
            self.devicePixelRatioF(),
            look.colors.text,
            mirrored=self.isRightToLeft(),
        )
        entry.action.setIcon(QtGui.QIcon(pixmap))
        # A lone & of the host's would underline the letter after it.
        entry.action.setText(self._said(entry.words).replace("&", "&&"))

    # ------------------------------------------------------------ keys and mouse

    def _staying(self, action: QtGui.QAction | None) -> bool:
        return any(entry.action is action and entry.stays for entry in self._entries)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        entry = self._with_key(event)
        active = self.activeAction()
        if entry is not None:
            self.setActiveAction(entry.action)
            if not entry.stays:
                self.close()
            entry.action.trigger()
        elif event.key() in _STAYING and self._staying(active):
            active.trigger()
        else:
            super().keyPressEvent(event)

    def _with_key(self, event: QtGui.QKeyEvent) -> Entry | None:
        key = _digit(event)
        wanted = (entry for entry in self._entries if key and entry.key == key)
        return next((entry for entry in wanted if entry.action.isEnabled()), None)

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if self._staying(action):
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        # Not by the style: it writes from the side that the application reads from.
        colors = self._look.colors
        with painting(self) as painter:
            painter.setFont(self._look.scale.font(metrics.BODY))
            painter.fillRect(self.rect(), colors.border)
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), colors.background)
            for entry in self._entries:
                self._paint_entry(painter, entry)

    def _paint_entry(self, painter: QtGui.QPainter, entry: Entry) -> None:
        colors, px, action = self._look.colors, self._look.scale.px, entry.action
        box, is_on = self.actionGeometry(action), action.isEnabled()
        if action is self.activeAction() and is_on:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(colors.hover)
            painter.drawRoundedRect(box, px(6), px(6))
        side, beside = px(metrics.MENU_ICON), px(BESIDE)
        shown = QtCore.QRect(box.left() + beside, 0, side, side)
        shown.moveCenter(QtCore.QPoint(shown.center().x(), box.center().y()))
        words = box.adjusted(beside + side + beside, 0, 0, 0)
        key = box.adjusted(0, 0, -px(metrics.MENU_KEY_SIDE), 0)
        shown, words, key = (self._mirrored(place, box) for place in (shown, words, key))
        mode = QtGui.QIcon.Mode.Normal if is_on else QtGui.QIcon.Mode.Disabled
        action.icon().paint(painter, shown, QtCore.Qt.AlignmentFlag.AlignCenter, mode)
        middle = QtCore.Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colors.text if is_on else colors.disabled)
        painter.drawText(
            words, middle | QtCore.Qt.AlignmentFlag.AlignLeading, self._said(entry.words)
        )
        if entry.key:
            # What is muted can be read on the menu's own ground, not on the one in front.
            ink = colors.text if action is self.activeAction() else colors.muted
            painter.setPen(ink if is_on else colors.disabled)
            painter.drawText(key, middle | QtCore.Qt.AlignmentFlag.AlignTrailing, entry.key)

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


def _digit(event: QtGui.QKeyEvent) -> str:
    """Return the digit of a key, as it is written in a menu; "" for no digit's key.

    By what is typed, for some keyboards have other digits. A French one has its digits behind
    Shift, and nobody holds that to choose from a menu: there it is the key's place that says.
    """
    text = event.text()
    if len(text) == 1 and text.isdecimal():
        return str(int(text))
    if event.modifiers() != QtCore.Qt.KeyboardModifier.NoModifier:
        return ""
    platform = QtGui.QGuiApplication.platformName()
    if platform == "cocoa":
        code = event.nativeVirtualKey()
        return KEYS[_MAC_KEYS.index(code)] if code in _MAC_KEYS else ""
    place = event.nativeScanCode() - _FIRST_KEY.get(platform, event.nativeScanCode() + 1)
    return KEYS[place] if 0 <= place < len(KEYS) else ""
