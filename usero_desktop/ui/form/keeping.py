from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.model.draft import Draft
from usero_desktop.qt import QtCore
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.state import Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice

if TYPE_CHECKING:
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.desk import Sheet
    from usero_desktop.ui.form.state import PanelState

log = guest_logger("usero_desktop.ui")


SAVE_MS: Final = 1500
"""What is written is on the disk this long after it was, where the host has it kept."""


class Keeping(QtCore.QObject):
    """Looks after what is written in a form: clears it, has it saved, brings it back.

    GUI thread.
    """

    def __init__(self, form: Controller, *, feedback: Feedback, pool: Pool) -> None:
        """Live as long as `form`."""
        super().__init__(form)
        self._form, self._feedback, self._pool = form, feedback, pool
        self._cleared: tuple[Sheet, ...] = ()
        self._is_open = False
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.save)
        form.changed.connect(self._on_changed)

    # ------------------------------------------------------------ from one start to the next

    def take_options(self) -> None:
        """Keep what is written, or nothing, as the form's options say."""
        writing, wanted = self._form.writing, self._form.options.keep_drafts
        saver = writing.saver
        if saver is not None:
            saver.go_on(self._feedback, self._pool)
        if wanted and saver is None:
            from usero_desktop.ui.form.saver import Saver

            writing.saver = Saver(writing, self._feedback, self._pool)
            self._on_changed(self._form.state)
            self.watch(self._is_open)
        elif saver is not None and not wanted:
            saver.drop()
            writing.saver = None

    def watch(self, is_open: bool) -> None:
        """Bring back what an earlier run has kept as the panel opens; save as it closes."""
        self._is_open = is_open
        if is_open:
            self._recall()
        else:
            self.save()

    def _recall(self) -> None:
        writing = self._form.writing
        if writing.saver is not None and drafts.begin_recall(writing.key):
            self._pool.run(writing.recall, self._on_recalled)

    def _on_recalled(self, result: BaseException | None) -> None:
        # In the pool.
        if isinstance(result, BaseException):
            log.warning("What was written last time cannot be read now: %s", result)

    @guard
    def save(self) -> None:
        """Have what is written saved now. Returns at once."""
        self._timer.stop()
        self._form.writing.save()

    def bring_back(self) -> None:
        """Show what an earlier run has kept, unless something newer is in the form."""
        form, recalled = self._form, self._form.writing.lay_recalled()
        if recalled is not None and form.desk.draft != form.state.draft:
            notice = Notice("note", Said("draft.recalled"), (Action.CLEAR,), "edit")
            form.show(draft=form.desk.draft, notice=notice)
            form.show_lost(recalled.lost_pictures)
        self._on_changed(form.state)  # what could not be saved until now

    @guard
    def _on_changed(self, state: PanelState) -> None:
        # Not put off by the next key: who writes on and on is saved as well.
        saver = self._form.writing.saver
        is_writing = state.phase is Phase.WRITING and not self._timer.isActive()
        if saver is not None and is_writing and saver.wants(self._form.desk.sheets):
            self._timer.start()

    # ------------------------------------------------------------ by the user's own wish

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
        form.enclosing.forget()
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
        return notice._replace(actions=())
    return notice
