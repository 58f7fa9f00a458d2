from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.pool import Pool
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.ending import EXIT_SECONDS, Ending

if TYPE_CHECKING:
    from usero_desktop.app.preferences.desktop import Desktop
    from usero_desktop.app.preferences.system import Autostart


class Login(QtCore.QObject):
    """Has the system start the program at login or not, and shows what it says. GUI thread.

    The system's own entry is the truth: what is shown is what was read from it, after each
    change, too. It is on the disk, so a thread asks it.
    """

    def __init__(self, owner: QtCore.QObject, view: Desktop, autostart: Autostart) -> None:
        super().__init__(owner)
        self._view, self._autostart = view, autostart
        self._pool = Pool(threads=1)
        self._bridge = Bridge(self)
        Ending(self).close_with((self._pool.close, EXIT_SECONDS))
        view.login_switched.connect(self._on_switched)
        view.show_login(on=None)
        self._pool.run(autostart.is_on, self._bridge.to_gui(self._show))

    @guard
    def _on_switched(self, on: bool) -> None:
        autostart = self._autostart

        def switch() -> bool:
            (autostart.turn_on if on else autostart.turn_off)()
            return autostart.is_on()

        def show(outcome: bool | BaseException) -> None:
            self._show(outcome, otherwise=not on)

        self._pool.run(switch, self._bridge.to_gui(show))

    @guard
    def _show(self, outcome: bool | BaseException, otherwise: bool | None = None) -> None:
        if isinstance(outcome, UseroError):
            self._view.show_login(on=otherwise, trouble=str(outcome))
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            self._view.show_login(on=outcome)
