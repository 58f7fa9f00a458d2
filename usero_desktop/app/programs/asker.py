from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.pool import Pool
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore, Signal
from usero_desktop.settings import is_known
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.ending import Ending

if TYPE_CHECKING:
    from usero_desktop.settings import Program


class Asker(QtCore.QObject):
    """Asks a server whether it knows a program, when it is told to and never before. GUI thread.

    Signals: `answered(Program, bool)` whether it knows it, `failed(Program, UseroError)`.
    """

    answered = Signal(object, bool)
    failed = Signal(object, object)

    def __init__(self, owner: QtCore.QObject) -> None:
        super().__init__(owner)
        self._pool = Pool()
        self._bridge = Bridge(self)
        self._asked = 0
        # Nobody waits for an answer when the program ends.
        Ending(self).close_with((self._pool.close, 0.0))

    def ask(self, program: Program) -> None:
        """Ask, and forget what was asked before."""
        self._asked += 1
        asked = self._asked

        def answer(outcome: bool | BaseException) -> None:
            if asked == self._asked:
                self._tell(program, outcome)

        self._pool.run(lambda: is_known(program), self._bridge.to_gui(answer))

    def forget(self) -> None:
        """Want no answer any more."""
        self._asked += 1

    @guard
    def _tell(self, program: Program, outcome: bool | BaseException) -> None:
        if isinstance(outcome, UseroError):
            self.failed.emit(program, outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            self.answered.emit(program, outcome)
