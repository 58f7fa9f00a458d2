"""The reports that were sent: what the user sees of them here, and forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.core.events import Delivered
from usero_desktop.i18n.said import Said
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.reports.items import HistoryState, ReportItem, Standing, Wish
from usero_desktop.ui.reports.listing import LINE_CHARACTERS, Listing

if TYPE_CHECKING:
    from usero_desktop.core.events import Event
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.outbox.history import SentEntry
    from usero_desktop.ui.process.bridge import Bridge

COMMENT_CHARACTERS: Final = 1000
"""All of a comment, then."""


class HistoryController(QtCore.QObject):
    """Reads what is remembered of sent reports, and forgets it, in the pool. GUI thread.

    Signal: `changed(HistoryState)`.
    """

    changed = Signal(object)

    def __init__(
        self, parent: QtCore.QObject, *, feedback: Feedback, pool: Pool, bridge: Bridge
    ) -> None:
        super().__init__(parent)
        self._feedback, self._bridge = feedback, bridge
        self._unfolded: set[str] = set()
        self._list: Listing[SentEntry, HistoryState] = Listing(
            self,
            HistoryState(),
            show=self.changed.emit,
            read=feedback.history,
            item=self._item,
            pool=pool,
            bridge=bridge,
        )
        self._unsubscribe = feedback.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening to the worker."""
        self._unsubscribe()

    @property
    def state(self) -> HistoryState:
        """Everything the list shows."""
        return self._list.state

    # ------------------------------------------------------------ in sight and out of it

    def open(self) -> None:
        """Show the list."""
        self._unfolded.clear()
        self._list.open()

    def back(self) -> bool:
        """Take back a question that is open, or else show the form; False where that is shown."""
        return self._list.back()

    def hide(self) -> None:
        """Show the form."""
        self._list.hide()

    def refresh(self) -> None:
        """Read what there is, where it is in sight."""
        if self.state.shown:
            self._list.refresh()

    # ------------------------------------------------------------ what the user wishes

    def feedback_id(self, submission_id: str) -> str:
        """Return what the server calls a report, "" for one that is not in the list."""
        entries = self._list.entries
        return next((e.feedback_id for e in entries if e.submission_id == submission_id), "")

    @guard
    def take_wish(self, wish: Wish, submission_id: str) -> None:
        """Do what a button says, with the report it belongs to ("" where with none)."""
        match wish:
            case Wish.COPY:
                self._list.show(told={submission_id: Notice("success", Said("history.copied"))})
            case Wish.UNFOLD:
                self._unfolded ^= {submission_id}
                self._list.take(self._list.entries)
            case Wish.DELETE_NOW:
                self._list.run(submission_id, self._feedback.forget, self._on_forgotten)
            case Wish.WIPE_NOW:
                self._list.wipe(self._feedback.forget)
            case _:
                self._list.take_wish(wish, submission_id)

    def _on_forgotten(self, submission_id: str, _found: object) -> None:
        self._list.take_out(submission_id)

    # ------------------------------------------------------------ what the worker says

    def _hear(self, event: Event) -> None:
        if isinstance(event, Delivered):
            self._bridge.post(self._on_delivered)

    @guard
    def _on_delivered(self) -> None:
        if self.state.shown:
            self._list.gather()

    # ------------------------------------------------------------ values for the view

    def _item(self, entry: SentEntry) -> ReportItem:
        whole = tamed(entry.comment or "", COMMENT_CHARACTERS)
        short = tamed(whole, LINE_CHARACTERS)
        is_folded = entry.submission_id not in self._unfolded
        return ReportItem(
            entry.submission_id,
            Standing.PARTLY if entry.pictures_left_out else Standing.SENT,
            entry.sent_at.timestamp(),
            entry.rating if entry.rating in range(1, 5) else None,
            short if is_folded else whole,
            max(entry.picture_count - entry.pictures_left_out, 0),
            left_out=entry.pictures_left_out,
            folded=is_folded if short != whole else None,
            recording=_recording(entry),
        )


def _recording(entry: SentEntry) -> tuple[int, int] | None:
    if entry.recording_ms is None or entry.recording_bytes is None:
        return None
    return entry.recording_ms, entry.recording_bytes
