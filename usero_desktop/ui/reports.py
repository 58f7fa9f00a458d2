"""The reports that are not sent: what the user sees of them and does with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from usero_desktop.core.events import Delivered, Progress, Queued, Rejected
from usero_desktop.errors import UseroError
from usero_desktop.i18n.said import Said, both
from usero_desktop.logs import guest_logger
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.schedule import NEVER
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui import drafts
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.guard import guard
from usero_desktop.ui.original import Original, read_original
from usero_desktop.ui.state import Notice, ReportItem, ReportsState, Standing, Wipe, Wish
from usero_desktop.ui.timing import after
from usero_desktop.ui.wording import quoted, sentence, thanks

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.events import Event
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.i18n.said import Words
    from usero_desktop.outbox.record import Record
    from usero_desktop.ui.bridge import Bridge

T = TypeVar("T")
log = guest_logger("usero_desktop.ui")

PAGE: Final = 20
"""So many reports are shown at first, and so many more each time: each is a handful of widgets."""

LINE_CHARACTERS: Final = 160
GATHER_MS: Final = 150
"""Changes that come within this time are read from the outbox at once."""


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
        self._feedback, self._pool, self._bridge = feedback, pool, bridge
        self.state = ReportsState()
        self._records: tuple[Record, ...] = ()
        self._most = PAGE
        self._is_watching = self._is_reading = self._is_stale = self._is_gathering = False
        self._retried: set[str] = set()
        self._unsubscribe = feedback.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening to the worker."""
        self._unsubscribe()

    # ------------------------------------------------------------ in sight and out of it

    def open(self, *, wiping: bool = False) -> None:
        """Show the list; `wiping` asks at once whether everything is to be deleted."""
        self._most = PAGE
        wipe = Wipe.ASKED if wiping else Wipe.OFFERED
        self._show(shown=True, asking=None, told={}, notice=None, wipe=wipe)
        self.refresh()

    def back(self) -> bool:
        """Take back a question that is open, or else show the form; False where that is shown."""
        if not self.state.shown:
            return False
        if self.state.asking is not None or self.state.wipe is Wipe.ASKED:
            self._show(asking=None, wipe=Wipe.OFFERED)
        else:
            self.hide()
        return True

    def hide(self) -> None:
        """Show the form."""
        if self.state.shown:
            self._show(shown=False, asking=None, told={}, wipe=Wipe.OFFERED)

    @guard
    def show_in_form(self, submission_id: str | None) -> None:
        """Know which report is being changed in the form."""
        if submission_id != self.state.in_form:
            self._show(in_form=submission_id)

    def watch(self, watching: bool) -> None:
        """Read the outbox now and when something changes there, or no longer."""
        self._is_watching = watching
        if watching:
            self.refresh()

    def refresh(self) -> None:
        """Read the outbox, unless that is under way: then once more after it."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self._pool.run(self._feedback.reports, self._bridge.to_gui(self._on_read))

    @guard
    def _on_read(self, result: tuple[Record, ...] | BaseException) -> None:
        self._is_reading = False
        if isinstance(result, BaseException):
            wrong = Notice("error", self._words(result))
            self._show(items=self.state.items or (), notice=wrong)
        else:
            self._records = result
            ids = {record.submission_id for record in result}
            busy = self.state.busy & ids
            notice = self.state.notice
            if notice is not None and notice.kind == "error":
                notice = None
            self._show(items=self._items(), hidden=self._hidden(), busy=busy, notice=notice)
            refused = (r.submission_id for r in result if r.state is ReportState.REJECTED)
            self.counted.emit(frozenset(refused))
        if self._is_stale:
            self.refresh()

    # ------------------------------------------------------------ what the user wishes

    @guard
    def take_wish(self, wish: Wish, submission_id: str) -> None:
        """Do what a button says, with the report it belongs to ("" where with none)."""
        match wish:
            case Wish.EDIT:
                self._run(submission_id, self._read, self._on_original)
            case Wish.RETRY:
                self._retried.add(submission_id)
                self.retried.emit(submission_id)
                self._show(notice=None)
                self._run(submission_id, self._feedback.retry, self._on_retried)
            case Wish.DELETE:
                self._show(asking=submission_id, wipe=Wipe.OFFERED)
            case Wish.DELETE_NOW:
                self._show(asking=None)
                self._run(submission_id, self._feedback.delete, self._on_deleted)
            case Wish.WIPE:
                self._show(wipe=Wipe.ASKED, asking=None)
            case Wish.WIPE_NOW:
                self.wipe()
            case Wish.MORE:
                self._most += PAGE
                self._show(items=self._items(), hidden=self._hidden())
            case _:
                self._show(asking=None, wipe=Wipe.OFFERED)

    def copy_name(self, submission_id: str) -> str:
        """Return a file name for a copy of a report: the day it was written."""
        written = [r.created_at for r in self._records if r.submission_id == submission_id]
        day = QtCore.QDateTime.fromSecsSinceEpoch(int(written[0])) if written else None
        return f"feedback-{day.toString('yyyy-MM-dd')}.zip" if day else "feedback.zip"

    def export(self, submission_id: str, path: str) -> None:
        """Save a copy of a report at `path`."""

        def save(name: str) -> None:
            self._feedback.export(name, path)

        self._run(submission_id, save, self._on_exported)

    def wipe(self) -> None:
        """Delete everything of the user's on this computer."""
        if self.state.wipe is not Wipe.RUNNING:
            self._show(wipe=Wipe.RUNNING, asking=None)
            self._pool.run(self._delete_all, self._bridge.to_gui(self._on_wiped))

    def _delete_all(self) -> None:
        with drafts.saving:  # what is saved a moment later would be there again
            self._feedback.delete_my_data()
            drafts.forget(self._feedback.options.client_id)

    def _read(self, submission_id: str) -> Original:
        return read_original(self._feedback, submission_id)

    def _run(
        self,
        submission_id: str,
        job: Callable[[str], T],
        done: Callable[[str, T], None],
    ) -> None:
        if submission_id in self.state.busy:
            return
        told = {name: notice for name, notice in self.state.told.items() if name != submission_id}
        self._show(busy=self.state.busy | {submission_id}, told=told)

        @guard
        def finish(result: T | BaseException) -> None:
            self._show(busy=self.state.busy - {submission_id})
            if isinstance(result, BaseException):
                self._tell(submission_id, "error", self._words(result))
            else:
                done(submission_id, result)

        self._pool.run(lambda: job(submission_id), self._bridge.to_gui(finish))

    def _on_original(self, _submission_id: str, original: Original) -> None:
        self.hide()
        self.edit_ready.emit(original)

    def _on_retried(self, submission_id: str, found: bool) -> None:
        if found:
            # What becomes of it, the worker tells.
            self._tell(submission_id, "note", Said("reports.trying"), "clock")
        self.refresh()

    def _on_deleted(self, submission_id: str, _found: object) -> None:
        self._records = tuple(r for r in self._records if r.submission_id != submission_id)
        self._show(items=self._items(), hidden=self._hidden())
        self.deleted.emit(submission_id)
        self.refresh()

    def _on_exported(self, submission_id: str, _nothing: object) -> None:
        self._tell(submission_id, "success", Said("reports.exported"))

    @guard
    def _on_wiped(self, result: object) -> None:
        if isinstance(result, BaseException):
            self._show(wipe=Wipe.OFFERED, notice=Notice("error", self._words(result)))
            if isinstance(result, UseroError):
                self.failed.emit(result)
            return
        self._records = ()
        self._show(items=(), hidden=0, wipe=Wipe.DONE, notice=None, told={}, busy=frozenset())
        self.counted.emit(frozenset())
        self.wiped.emit()

    @guard
    def show_address_kept(self) -> None:
        """Say that not everything is deleted: the keyring may still hold the address."""
        if self.state.wipe is Wipe.DONE:
            self._show(wipe=Wipe.ADDRESS_KEPT)

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
                self._show(notice=Notice("success", thanks(event.receipt)))
        if not self._is_gathering:
            self._is_gathering = True
            after(self, GATHER_MS, self._on_gathered)

    @guard
    def _on_gathered(self) -> None:
        self._is_gathering = False
        self._show(told={n: t for n, t in self.state.told.items() if t.kind != "note"})
        self.refresh()

    # ------------------------------------------------------------ values for the view

    def _items(self) -> tuple[ReportItem, ...]:
        return tuple(self._item(record) for record in self._ordered()[: self._most])

    def _hidden(self) -> int:
        return max(len(self._records) - self._most, 0)

    def _ordered(self) -> list[Record]:
        """Return the refused ones first, and the newest first of each."""
        return sorted(
            self._records, key=lambda r: (r.state is not ReportState.REJECTED, -r.created_at)
        )

    def _item(self, record: Record) -> ReportItem:
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
            reason=self._reason(error, record),
            said=quoted(error) if error is not None else "",
        )

    def _reason(self, error: UseroError | None, record: Record) -> Words:
        if error is None:
            return ""
        words, message = sentence(error), "reports.by_itself"
        if record.state is ReportState.REJECTED:
            if record.due_at >= NEVER:
                return words
            message = "reports.daily"
        return both(words, Said(message))

    def _tell(self, submission_id: str, kind: str, words: Words, icon: str = "") -> None:
        notice = Notice(kind, words, icon=icon)
        self._show(told={**self.state.told, submission_id: notice})

    def _words(self, error: BaseException) -> Words:
        if isinstance(error, UseroError):
            return sentence(error)
        log.error("The reports could not be worked on.", exc_info=error)
        return Said("reports.failed")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
