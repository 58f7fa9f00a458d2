from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model.draft import Draft
from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.state import Action, Notice

if TYPE_CHECKING:
    from usero_desktop.ui.controller import Controller
    from usero_desktop.ui.desk import Sheet


class Keeping(QtCore.QObject):
    """Takes what is written out of the form when the user says so, and puts it back. GUI thread."""

    def __init__(self, form: Controller) -> None:
        """Live as long as `form`."""
        super().__init__(form)
        self._form = form
        self._cleared: tuple[Sheet, ...] = ()

    @property
    def can_clear(self) -> bool:
        """Whether there is something in the form that may go: nothing that is under way."""
        return not (self._form.state.is_busy or self._form.desk.is_blank)

    @guard
    def clear(self) -> None:
        """Empty the form, with what was begun before; a kept report stays as it is."""
        form = self._form
        if not self.can_clear:
            return
        email = "" if form.has_typed_email else form.state.draft.email
        self._cleared = form.desk.sheets
        form.desk.clear()
        notice = Notice("note", Said("draft.cleared"), (Action.UNDO,), "eraser")
        form.show(draft=Draft(email=email), notice=notice, problems={}, may_leave_pictures=False)

    @guard
    def undo(self) -> None:
        """Put back what was cleared; what was written since comes back after it."""
        form = self._form
        if self._cleared and not form.state.is_busy:
            form.desk.put(self._cleared)
            self.forget()
            form.show(draft=form.desk.draft, notice=None, problems={})

    def forget(self) -> None:
        """Let go of what was cleared: it is not to come back."""
        self._cleared = ()


def outlived(notice: Notice | None) -> Notice | None:
    """Return what is left of `notice` once the user writes on.

    A word of thanks stays until the next one: taking it away would move everything under the
    user's hands.
    """
    if notice is None or notice.kind == "error":
        return None
    if Action.UNDO in notice.actions:
        return replace(notice, actions=())
    return notice
