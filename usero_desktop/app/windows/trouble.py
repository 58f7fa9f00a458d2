from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop import settings as kept
from usero_desktop.app.instance.handover import hand_over
from usero_desktop.app.instance.hung import Hung
from usero_desktop.app.windows.window import AppWindow
from usero_desktop.core.pool import Pool
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtCore
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.words import WordButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.ending import Ending
from usero_desktop.ui.style import metrics
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.settings import Settings
    from usero_desktop.ui.style.look import Look

NAME: Final = "Usero Desktop"

SILENT: Final = "instance_silent"
ONCE_MORE_SECONDS: Final = 1.0
"""How long who hung may take to answer after all, before it is ended."""


def is_mended(words: Sequence[str], trouble: UseroError) -> bool:
    """Say in a window why a start with these `words` came to nothing; whether it may try again.

    False is for one that was heard after all, while the window stood there. Where the user does
    nothing about it, `trouble` is raised. GUI thread, for as long as the window stands there.
    """
    hung = Hung.found() if trouble.code == SILENT else None
    window = Trouble(kept.load().settings, trouble, words, hung)
    window.exec()
    window.deleteLater()
    if hung is not None:
        hung.let_go()
    if not (window.is_ended or window.is_answered):
        raise trouble
    return window.is_ended


class Trouble(AppWindow):
    """Says why the program does not start, to who clicked it. GUI thread.

    Where another one of it hangs, that may be ended from here: `is_ended` then, and one may start.
    It is asked once more before, and where it answers now, `is_answered`.
    """

    def __init__(
        self, settings: Settings, error: UseroError, words: Sequence[str], hung: Hung | None
    ) -> None:
        """`words` are what the start was given; `hung` is who does not answer, if that is sure."""
        super().__init__("usero_trouble", settings)
        self._error, self._words, self._hung = error, tuple(words), hung
        self._is_ending = False
        self.is_ended = self.is_answered = False
        self._heading = Label(self.content, pixels=metrics.TITLE, bold=True)
        self._said = Label(self.content, pixels=metrics.BODY)
        for label in (self._heading, self._said):
            label.setWordWrap(True)
            self.column.put(label)
        self.column.addStretch(1)
        self._close = WordButton("usero_trouble_close", self, primary=hung is None)
        self._end = WordButton("usero_trouble_end", self, primary=True)
        self.foot.addStretch(1)
        for button in (self._close, self._end):
            self.foot.addWidget(button)
        self._end.setVisible(hung is not None)
        (self._end if hung is not None else self._close).setDefault(True)
        self._close.clicked.connect(self.reject)
        self._end.clicked.connect(self._on_end)
        self._pool = Pool(threads=1)
        self._bridge = Bridge(self)
        Ending(self).close_with((self._pool.close, 0.0))
        self.dress()
        (self._end if hung is not None else self._close).setFocus()

    def show_look(self, look: Look) -> None:
        texts, colors = look.texts, look.colors
        self.setWindowTitle(NAME)
        self._heading.setText(texts("app.trouble"))
        self._heading.show_color(colors.text, look.scale)
        words = texts("app.trouble.hung") if self._hung is not None else ""
        self._said.setText(words or texts.say(sentence(self._error)))
        self._said.show_color(colors.text, look.scale)
        self.setAccessibleDescription(self._said.text())
        self._close.show_look(look, texts("settings.close"))
        ending = "app.trouble.ending" if self._is_ending else "app.trouble.end"
        self._end.show_look(look, texts(ending))
        for button in (self._close, self._end):
            button.setEnabled(not self._is_ending)

    def show_room(self, room: int) -> None:
        """Nothing of it is wider than it may be."""

    @guard
    def reject(self) -> None:
        if not self._is_ending:  # which takes some seconds at most
            super().reject()

    @guard
    def _on_end(self) -> None:
        hung = self._hung
        if hung is not None:
            self._is_ending = True
            self.show_look(self.look)
            self._pool.run(lambda: self._told_or_ended(hung), self._bridge.to_gui(self._on_done))

    def _told_or_ended(self, hung: Hung) -> tuple[bool, bool]:
        """Return whether it answers after all, else whether it is gone."""
        try:
            if hand_over(self._words, ONCE_MORE_SECONDS):
                return True, False
        except UseroError:
            pass  # as before
        return False, hung.end()

    @guard
    def _on_done(self, outcome: tuple[bool, bool] | BaseException) -> None:
        if isinstance(outcome, BaseException):
            raise outcome
        self.is_answered, self.is_ended = outcome
        self._is_ending = False
        if any(outcome):
            self.accept()
            return
        self._hung = None  # there is no way from here
        self._end.hide()
        self.show_look(self.look)
        self._close.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.say(self._said.text(), urgent=True)
        self.fit()
