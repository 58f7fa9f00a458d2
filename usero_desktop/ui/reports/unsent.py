"""The reports that are not sent: what the user sees of them and does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.events import Delivered, Progress, Queued, Rejected
from usero_desktop.errors import UseroError
from usero_desktop.i18n.said import Said, both
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.schedule import NEVER
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.original import Original, read_original
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.reports.items import ReportItem, ReportsState, Standing, Wipe, Wish
from usero_desktop.ui.reports.listing import LINE_CHARACTERS, Listing
from usero_desktop.ui.wording import quoted, sentence, thanks

if TYPE_CHECKING:
    from usero_desktop.core.events import Event
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.i18n.said import Words
    from usero_desktop.outbox.record import Record
    from usero_desktop.ui.process.bridge import Bridge


class ReportsController(QtCore.QObject):
    """Reads the outbox and changes it, always in the pool. GUI thread.

    Signals: `changed(ReportsState)`; `counted(frozenset)` with the ids of refused reports;
    `edit_ready(Original)`; with a report's id `retried(str)` before it is sent again and
    `deleted(str)` after; `wiped()` once everything is gone, `failed(UseroError)` where it
    could not be.
    """

    changed = Signal(object)
    counted = Signal(object)
    edit_ready = Signal(object)
    retried = Signal(str)
    deleted = Signal(str)
    wiped = Signal()
    failed = Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        feedback: Feedback,
        pool: Pool,
        bridge: Bridge,
    ) -> None:
        super().__init__(parent)
        self._feedback, self._bridge = feedback, bridge
        self._list: Listing[Record, ReportsState] = Listing(
            self,
            ReportsState(),
            show=self.changed.emit,
            read=lambda: _ordered(feedback.reports()),
            item=_item,
            was_read=self._on_read,
            pool=pool,
            bridge=bridge,
        )
        self._is_watching = False
        self._retried: set[str] = set()
        self._unsubscribe = feedback.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening to the worker."""
        self._unsubscribe()

    @property
    def state(self) -> ReportsState:
        """Everything the list shows."""
        return self._list.state

    # ------------------------------------------------------------ in sight and out of it

    def open(self, *, wiping: bool = False) -> None:
        """Show the list; `wiping` asks at once whether everything is to be deleted."""
        self._list.open(Wipe.ASKED if wiping else Wipe.OFFERED)

    def back(self) -> bool:
        """Take back a question that is open, or else show the form; False where that is shown."""
        return self._list.back()

    def hide(self) -> None:
        """Show the form."""
        self._list.hide()

    @guard
    def show_in_form(self, submission_id: str | None) -> None:
        """Know which report is being changed in the form."""
        if submission_id != self.state.in_form:
            self._list.show(in_form=submission_id)

    def watch(self, watching: bool) -> None:
        """Read the outbox now and when something changes there, or no longer."""
        self._is_watching = watching
        if watching:
            self._list.refresh()

    def _on_read(self) -> None:
        refused = (r.submission_id for r in self._list.entries if r.state is ReportState.REJECTED)
        self.counted.emit(frozenset(refused))

    # ------------------------------------------------------------ what the user wishes

    @guard
    def take_wish(self, wish: Wish, submission_id: str) -> None:
        """Do what a button says, with the report it belongs to ("" where with none)."""
        match wish:
            case Wish.EDIT:
                self._list.run(submission_id, self._read, self._on_original)
            case Wish.RETRY:
                self._retried.add(submission_id)
                self.retried.emit(submission_id)
                self._list.show(notice=None)
                self._list.run(submission_id, self._feedback.retry, self._on_retried)
            case Wish.DELETE_NOW:
                self._list.run(submission_id, self._feedback.delete, self._on_deleted)
            case Wish.WIPE_NOW:
                self.wipe()
            case _:
                self._list.take_wish(wish, submission_id)

    def copy_name(self, submission_id: str) -> str:
        """Return a file name for a copy of a report: the day it was written."""
        written = [r.created_at for r in self._list.entries if r.submission_id == submission_id]
        day = QtCore.QDateTime.fromSecsSinceEpoch(int(written[0])) if written else None
        return f"feedback-{day.toString('yyyy-MM-dd')}.zip" if day else "feedback.zip"

    def export(self, submission_id: str, path: str) -> None:
        """Save a copy of a report at `path`."""

        def save(name: str) -> None:
            self._feedback.export(name, path)

        self._list.run(submission_id, save, self._on_exported)

    def wipe(self) -> None:
        """Delete everything of the user's on this computer."""
        self._list.wipe(self._delete_all, self._on_wiped, self._on_not_wiped)

    def _delete_all(self) -> None:
        with drafts.saving:  # what is saved a moment later would be there again
            self._feedback.delete_my_data()
            drafts.forget(self._feedback.options.client_id)

    def _read(self, submission_id: str) -> Original:
        return read_original(self._feedback, submission_id)

    def _on_original(self, _submission_id: str, original: Original) -> None:
        self.hide()
        self.edit_ready.emit(original)

    def _on_retried(self, submission_id: str, found: bool) -> None:
        if found:
            # What becomes of it, the worker tells.
            trying = Notice("note", Said("reports.trying"), icon="clock")
            self._list.tell(submission_id, trying)
        self._list.refresh()

    def _on_deleted(self, submission_id: str, _found: object) -> None:
        self.deleted.emit(submission_id)
        self._list.take_out(submission_id)

    def _on_exported(self, submission_id: str, _nothing: object) -> None:
        self._list.tell(submission_id, Notice("success", Said("reports.exported")))

    def _on_wiped(self) -> None:
        self.counted.emit(frozenset())
        self.wiped.emit()

    def _on_not_wiped(self, error: BaseException) -> None:
        if isinstance(error, UseroError):
            self.failed.emit(error)

    @guard
    def show_address_kept(self) -> None:
        """Say that not everything is deleted: the keyring may still hold the address."""
        if self.state.wipe is Wipe.DONE:
            self._list.show(wipe=Wipe.ADDRESS_KEPT)

    # ------------------------------------------------------------ what the worker says

    def _hear(self, event: Event) -> None:
        if not isinstance(event, Progress | Queued):
            self._bridge.post(lambda: self._on_event(event))

    @guard
    def _on_event(self, event: Event) -> None:
        # Who does not look at the list has to know of refusals alone.
        is_final = isinstance(event, Delivered | Rejected)
        if not self._is_watching or not (self.state.shown or is_final):
            return
        if isinstance(event, Delivered | Rejected) and event.submission_id in self._retried:
            self._retried.discard(event.submission_id)
            if isinstance(event, Delivered):
                self._list.show(notice=Notice("success", thanks(event.receipt)))
        self._list.gather()


# ---------------------------------------------------------------- values for the view


def _ordered(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the refused ones first, and the newest first of each."""
    refused = ReportState.REJECTED
    return tuple(sorted(records, key=lambda r: (r.state is not refused, -r.created_at)))


def _item(record: Record) -> ReportItem:
    standing = {
        ReportState.REJECTED: Standing.REFUSED,
        ReportState.SENDING: Standing.SENDING,
    }.get(record.state, Standing.WAITING)
    error: UseroError | None = None
    if record.failure is not None and standing is not Standing.SENDING:
        refused = standing is Standing.REFUSED
        error = record.failure.as_refused() if refused else record.failure.as_delay()
    submission = record.submission
    comment = (submission.comment if submission else None) or ""
    lines = (line for line in comment.splitlines() if line.strip())
    return ReportItem(
        record.submission_id,
        standing,
        record.created_at,
        submission.rating if submission else None,
        tamed(next(lines, ""), LINE_CHARACTERS),
        record.picture_count,
        reason=_reason(error, record),
        said=quoted(error) if error is not None else "",
    )


def _reason(error: UseroError | None, record: Record) -> Words:
    if error is None:
        return ""
    words, message = sentence(error), "reports.by_itself"
    if record.state is ReportState.REJECTED:
        if record.due_at >= NEVER:
            return words
        message = "reports.daily"
    return both(words, Said(message))
