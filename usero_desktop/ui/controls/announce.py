"""What the eyes see change in the panel, said to a screen reader once."""

from __future__ import annotations

import sys

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.guard import guard

_OWN = "usero_description"
"""Dynamic property that keeps a part's own description while another is said in its place."""

_Announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
"""Since Qt 6.8, in PySide6; PyQt6 has nothing of Qt's accessibility."""


def describe(part: QtWidgets.QWidget, words: str) -> None:
    """Have a screen reader say `words` of `part`, beside its name; "" for nothing."""
    if (part.property(_OWN) or "") != words:
        part.setProperty(_OWN, words)
        part.setAccessibleDescription(words)


class Announcer(QtCore.QObject):
    """Says a sentence in `panel`, without moving the focus. GUI thread.

    Qt has an event for that. Where the binding does not wrap it, the sentence becomes the
    description of the part that has the focus, until that loses it: such a change Qt tells by
    itself, and a screen reader says what changes of the part it is at. So it is on Linux in
    any case while the focus is in the panel: Orca says both, but the event only since 45.
    """

    def __init__(self, panel: QtWidgets.QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._lent: QtWidgets.QWidget | None = None

    def say(self, words: str, *, urgent: bool) -> None:
        """Say `words`: at once where it is `urgent`, else when what is being said has ended."""
        focus = QtWidgets.QApplication.focusWidget()
        part = focus if focus is not None and self._panel.isAncestorOf(focus) else None
        if _Announcement is None or (part is not None and sys.platform.startswith("linux")):
            self._lend(part or self._panel, words)
        elif QtGui.QAccessible.isActive():
            event = _Announcement(self._panel, words)
            manner = QtGui.QAccessible.AnnouncementPoliteness
            event.setPoliteness(manner.Assertive if urgent else manner.Polite)
            QtGui.QAccessible.updateAccessibility(event)

    def _lend(self, part: QtWidgets.QWidget, words: str) -> None:
        self.take_back()
        if part.accessibleDescription() == words:
            # Only a change is told.
            part.setAccessibleDescription("")
        part.setAccessibleDescription(words)
        part.installEventFilter(self)
        self._lent = part

    def take_back(self) -> None:
        """Leave no part with words that were said and have had their time."""
        part, self._lent = self._lent, None
        if part is not None and is_alive(part):
            part.removeEventFilter(self)
            part.setAccessibleDescription(part.property(_OWN) or "")

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() in {QtCore.QEvent.Type.FocusOut, QtCore.QEvent.Type.Hide}:
            self.take_back()
        return False
