from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.app.preferences.hotkey_field import HotkeyField
from usero_desktop.app.preferences.section import Section
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.tick import TickBox
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.settings import Settings
    from usero_desktop.ui.style.look import Look

TICKS = ("login", "notify", "subject")


class Desktop(Section):
    """How the program behaves on this desktop.

    Signals: `login_switched(bool)`, `notify_switched(bool)`, `subject_switched(bool)` and
    `hotkey_chosen(str)` by the user.
    """

    login_switched = Signal(bool)
    notify_switched = Signal(bool)
    subject_switched = Signal(bool)
    hotkey_chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget, *, has_login: bool, has_hotkey: bool) -> None:
        """What the system cannot do is not offered."""
        super().__init__("usero_preferences_desktop", "settings.desktop", parent)
        self.ticks = {name: TickBox(self) for name in TICKS}
        self._said = Label(self, pixels=metrics.SMALL)
        self._said.setWordWrap(True)
        self._said.hide()
        self._ticks = QtWidgets.QVBoxLayout()
        for name, tick in self.ticks.items():
            tick.setObjectName(f"usero_preferences_{name}")
            self._ticks.addWidget(tick, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._ticks.setSpacing(0)
        self.column.put(self._ticks, metrics.RING_ROOM, both=True)
        self.column.put(self._said)
        self.hotkey = HotkeyField(self)
        self.column.put(self.hotkey)
        self.ticks["login"].setVisible(has_login)
        self.hotkey.setVisible(has_hotkey)
        # Not clicked(): what a screen reader does is no click.
        self.ticks["login"].toggled.connect(self._on_login)
        self.ticks["notify"].toggled.connect(self._on_notify)
        self.ticks["subject"].toggled.connect(self._on_subject)
        self.hotkey.chosen.connect(self.hotkey_chosen)

    def show_settings(self, settings: Settings, look: Look, trouble: UseroError | None) -> None:
        """Show what is set; `trouble` is why the keys do not work."""
        self.show_look(look)
        for name, tick in self.ticks.items():
            tick.setText(look.texts(f"settings.{name}"))
            tick.show_look(look)
        self._check("notify", on=settings.notify)
        self._check("subject", on=settings.offer_window_title)
        self._said.show_color(look.colors.error, look.scale)
        self.hotkey.show_look(look)
        words = look.texts.say(sentence(trouble)) if trouble is not None else ""
        self.hotkey.show_hotkey(settings.hotkey, words)

    def show_login(self, *, on: bool | None, trouble: str = "") -> None:
        """Show whether it starts at login, None where that is not known; and what went wrong."""
        self.ticks["login"].setEnabled(on is not None)
        self._check("login", on=bool(on))
        self._said.setText(trouble)
        self._said.setVisible(bool(trouble))

    def _check(self, name: str, *, on: bool) -> None:
        """Show a tick or none, which the user has not switched."""
        blocker = QtCore.QSignalBlocker(self.ticks[name])
        self.ticks[name].setChecked(on)
        blocker.unblock()

    def show_room(self, room: int) -> None:
        """Be at most `room` wide."""
        for tick in self.ticks.values():
            tick.show_room(room)

    @guard
    def _on_login(self) -> None:
        self.login_switched.emit(self.ticks["login"].isChecked())

    @guard
    def _on_notify(self) -> None:
        self.notify_switched.emit(self.ticks["notify"].isChecked())

    @guard
    def _on_subject(self) -> None:
        self.subject_switched.emit(self.ticks["subject"].isChecked())
